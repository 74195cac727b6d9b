/// What is at a path.
enum FileKind: Equatable {
  case regular
  case folder
  case other(UInt16)

  /// With its article.
  var words: String {
    switch self {
    case .regular: "a file"
    case .folder: "a folder"
    case .other(0o010000): "a pipe"
    case .other(0o020000), .other(0o060000): "a device"
    case .other(0o140000): "a socket"
    case .other: "something else than a file"
    }
  }

  /// Asks the system, which follows symbolic links; nil if nothing is there, or if it does not tell.
  init?(of path: String) {
    #if os(Linux)
    // `struct statx` is the same on every architecture: 256 bytes, its `stx_mode` at byte 28.
    var numbers = [UInt64](repeating: 0, count: 32)
    if statusOfFile(-100, path, 0, 1, &numbers) != 0 { return nil }
    let mode = numbers.withUnsafeBytes { $0.load(fromByteOffset: 28, as: UInt16.self) }
    switch mode & 0o170000 {
    case 0o100000: self = .regular
    case 0o040000: self = .folder
    case let other: self = .other(other)
    }
    #else
    return nil
    #endif
  }
}

#if os(Linux)
// -100 is AT_FDCWD, the mask 1 is STATX_TYPE.
@_silgen_name("statx")
private func statusOfFile(
  _ folder: Int32, _ path: UnsafePointer<CChar>, _ flags: Int32, _ mask: UInt32,
  _ status: UnsafeMutablePointer<UInt64>
) -> Int32
#endif
