/// Files, read whole and replaced whole.
enum CheckpointFile {
  static func read(_ path: String) throws(CheckpointError) -> [UInt8] {
    let file = openFile(path, 0)
    if file < 0 { throw .unreadable(path: path, reason: lastError) }
    defer { _ = closeFile(file) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = readFile(file, &buffer, buffer.count)
      if count < 0 {
        if isInterrupted { continue }
        throw .unreadable(path: path, reason: lastError)
      }
      if count == 0 { return result }
      result += buffer[..<count]
    }
  }

  /// Writes beside the path, makes sure that it is on the disk, and then takes the path's place.
  ///
  /// Symbolic links are followed, and stay. What is there and is no regular file is left alone.
  static func replace(_ path: String, with bytes: [UInt8]) throws(CheckpointError) {
    let target = try followed(path)
    let kind = FileKind(of: target)
    if let kind, kind != .regular {
      throw .unwritable(path: path, reason: "\(kind.words) is there; name a file")
    }
    let left = kind == nil ? "" : "; what was there before is left"
    let partial = "\(target).\(processNumber()).partial"
    let file = createFile(partial, 0o666)
    if file < 0 {
      let reason = isMissing ? "there is no folder \(folder(of: target)); make it first" : lastError
      throw .unwritable(path: path, reason: reason + left)
    }
    if let reason = write(bytes, to: file) {
      _ = closeFile(file)
      _ = removeFile(partial)
      throw .unwritable(path: path, reason: reason + left)
    }
    if closeFile(file) != 0 || renameFile(partial, target) != 0 {
      let reason = lastError
      _ = removeFile(partial)
      throw .unwritable(path: path, reason: reason + left)
    }
    // The folder too, where the system allows it; the file itself is there in any case.
    let folder = openFile(folder(of: target), 0)
    if folder >= 0 {
      _ = synchronizeFile(folder)
      _ = closeFile(folder)
    }
  }

  /// Where a path leads through symbolic links, whether or not something is there.
  private static func followed(_ path: String) throws(CheckpointError) -> String {
    var result = path
    // As many as Linux follows.
    for _ in 0..<40 {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = readLink(result, &buffer, buffer.count)
      if count < 0 { return result }
      let target = String(decoding: buffer[..<count], as: UTF8.self)
      result = target.hasPrefix("/") ? target : folder(of: result) + target
    }
    throw .unwritable(path: path, reason: "its symbolic links lead nowhere")
  }

  /// With the slash at its end.
  private static func folder(of path: String) -> String {
    let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return end == path.startIndex ? "./" : String(path[..<end])
  }

  /// Writes all bytes through to the disk; says why not.
  private static func write(_ bytes: [UInt8], to file: Int32) -> String? {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { writeBytes(file, $0 + start, buffer.count - start) } ?? 0
      }
      if count > 0 {
        start += count
      } else if !isInterrupted {
        return lastError
      }
    }
    return synchronizeFile(file) == 0 ? nil : lastError
  }

  private static var isMissing: Bool { errorPlace().pointee == 2 }

  private static var isInterrupted: Bool { errorPlace().pointee == 4 }

  private static var lastError: String {
    String(cString: errorText(errorPlace().pointee))
  }
}

// As in ParallelLoop: cells import this module, and a module that needs C's would cost each of them
// the reading of it.
@_silgen_name("open")
private func openFile(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32

@_silgen_name("creat")
private func createFile(_ path: UnsafePointer<CChar>, _ mode: UInt32) -> Int32

@_silgen_name("read")
private func readFile(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int

@_silgen_name("fsync")
private func synchronizeFile(_ file: Int32) -> Int32

@_silgen_name("close")
private func closeFile(_ file: Int32) -> Int32

@_silgen_name("readlink")
private func readLink(
  _ path: UnsafePointer<CChar>, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int
) -> Int

@_silgen_name("rename")
private func renameFile(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32

@_silgen_name("unlink")
private func removeFile(_ path: UnsafePointer<CChar>) -> Int32

@_silgen_name("getpid")
private func processNumber() -> Int32

@_silgen_name("strerror")
private func errorText(_ number: Int32) -> UnsafeMutablePointer<CChar>

#if os(Linux)
@_silgen_name("__errno_location")
private func errorPlace() -> UnsafeMutablePointer<Int32>
#else
@_silgen_name("__error")
private func errorPlace() -> UnsafeMutablePointer<Int32>
#endif
