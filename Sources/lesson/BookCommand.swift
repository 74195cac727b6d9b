import ArgumentParser
import Foundation
import LessonKit

/// What the commands share that take folders of lessons.
enum BookCommand {
  /// Whether a path names a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The lessons that paths name: the files themselves, and those in the folders.
  static func lessons(of paths: [String]) -> [String] {
    paths.flatMap { path in
      isFolder(path) ? (try? Book(folder: path))?.files ?? [] : [path]
    }
  }

  /// A folder's lessons.
  ///
  /// - Throws: An exit code, after the mistake is told.
  static func book(_ folder: String) throws -> Book {
    do {
      return try Book(folder: folder)
    } catch {
      Terminal.write("\(error)\n", to: STDERR_FILENO)
      throw ExitCode(RunStatus.usage.rawValue)
    }
  }

  /// The books that paths belong to, each with those of its lessons that are named; in the order in
  /// which they are named.
  static func books(of paths: [String]) throws -> [(book: Book, names: [String])] {
    var books: [(book: Book, names: [String])] = []
    for path in paths {
      let file = URL(fileURLWithPath: path)
      let isBook = isFolder(path)
      let folder =
        isBook ? path : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      guard isBook || FileManager.default.fileExists(atPath: path) else {
        Terminal.write("\(LessonFileError.missing.rendered(path: path))\n", to: STDERR_FILENO)
        throw ExitCode(RunStatus.usage.rawValue)
      }
      let book = try book(folder)
      let names = isBook ? book.names : [file.lastPathComponent]
      if let index = books.firstIndex(where: { $0.book == book }) {
        books[index].names += names.filter { !books[index].names.contains($0) }
      } else {
        books.append((book, names))
      }
    }
    return books
  }
}

/// What `check` and `promote` take.
struct BookOptions: ParsableArguments {
  @Argument(
    help: "Folders of lessons, or lessons; their pages lie in the folder Rendered beside them.",
    completion: .directory)
  var paths: [String] = ["Lessons"]

  @OptionGroup var options: RunOptions

  @Flag(
    name: .customLong("no-cache"),
    help: "Compile and run everything, also what is as it was, and keep nothing.")
  var noCache = false

  func validate() throws {
    if let path = paths.first(where: { $0.hasPrefix("-") }) {
      throw ValidationError("unknown option '\(path)'")
    }
  }
}
