import Glibc

/// Folders with a name that no other run has.
enum TemporaryFolder {
  /// Makes an empty folder.
  ///
  /// - Parameters:
  ///   - name: What the folder's name starts with.
  ///   - parent: The folder it lies in.
  /// - Returns: Its path.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  static func make(_ name: String, in parent: String) throws -> String {
    // 'mkdtemp' replaces the last six letters.
    let letters = String(repeating: "X", count: 6)
    var path = Array("\(parent)/\(name)-\(letters)".utf8CString)
    guard mkdtemp(&path) != nil else {
      throw EnvironmentProblem.cannotWrite(parent, String(cString: strerror(errno)))
    }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
