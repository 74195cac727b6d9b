import Foundation

/// Why a lesson's file cannot be read.
public enum LessonFileError: Error, Equatable, Sendable {
  /// There is no such file.
  case missing
  /// The path names a directory.
  case isDirectory
  /// The system refuses, with its reason.
  case unreadable(reason: String)
  /// The file is larger than the limit, both in bytes.
  case tooLarge(size: Int, limit: Int)
  /// A byte is not UTF-8: its offset from 0, and its place.
  case notUTF8(offset: Int, position: TextPosition)

  /// The error as compilers print it, on one line.
  ///
  /// - Parameter path: The path as the user named it.
  /// - Returns: One line without a line break.
  public func rendered(path: String) -> String {
    switch self {
    case .missing: "\(path): error: there is no such file"
    case .isDirectory: "\(path): error: this is a directory; name a lesson, a Markdown file"
    case .unreadable(let reason): "\(path): error: it cannot be read: \(reason)"
    case .tooLarge(let size, let limit):
      "\(path): error: \(size) bytes are more than a lesson may have (\(limit))"
    case .notUTF8(let offset, let position):
      "\(path):\(position.line):\(position.column): error: byte \(offset) is not UTF-8; save the "
        + "lesson as UTF-8"
    }
  }
}

/// Reads lessons from disk.
public enum LessonFile {
  /// How large a lesson may be, in bytes.
  public static let sizeLimit = 32 * 1024 * 1024

  /// Reads a lesson's text.
  ///
  /// - Parameters:
  ///   - path: The file's path.
  ///   - limit: How large the file may be, in bytes.
  /// - Returns: The text, byte for byte.
  /// - Throws: ``LessonFileError``.
  public static func read(
    _ path: String, limit: Int = sizeLimit
  ) throws(LessonFileError) -> String {
    guard let file = fopen(path, "rb") else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .missing : .unreadable(reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0 else {
      throw .unreadable(reason: String(cString: strerror(errno)))
    }
    let kind = status.st_mode & S_IFMT
    guard kind != S_IFDIR else { throw .isDirectory }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(size: size, limit: limit) }
    let bytes = try read(file, limit)
    return try decode(bytes)
  }

  /// A pipe has no size beforehand, and a file may grow: the limit holds while reading, too.
  private static func read(
    _ file: UnsafeMutablePointer<FILE>, _ limit: Int
  ) throws(LessonFileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      bytes += buffer[..<count]
      guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
      guard count < buffer.count else { continue }
      guard ferror(file) == 0 else {
        throw .unreadable(reason: String(cString: strerror(errno)))
      }
      return bytes
    }
  }

  /// Decodes a lesson's bytes.
  ///
  /// - Parameter bytes: The file's bytes.
  /// - Returns: The text, byte for byte.
  /// - Throws: ``LessonFileError/notUTF8(offset:position:)``.
  static func decode(_ bytes: [UInt8]) throws(LessonFileError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    var line = 1
    var lineStart = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
      if scalar == "\n" {
        line += 1
        lineStart = offset
      }
    }
    let position = TextPosition(line: line, column: offset - lineStart + 1)
    throw .notUTF8(offset: offset, position: position)
  }
}
