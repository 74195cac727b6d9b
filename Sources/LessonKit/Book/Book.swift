import Foundation

/// A folder of lessons.
public struct Book: Equatable, Sendable {
  /// The folder as the user named it, without a slash at its end.
  public let folder: String
  /// The lessons' file names, in their order.
  public let names: [String]

  /// The names of the pages about the book: a lesson of such a name would be in their way.
  static let reservedNames = ["README.md", "index.md", "ledger.md"]

  /// Looks for the lessons in a folder: its Markdown files, those in folders below it left out.
  ///
  /// A `README.md` is no lesson.
  ///
  /// - Parameter folder: The folder.
  /// - Throws: ``BookMistake`` where there is no lesson, or one has a reserved name.
  public init(folder: String) throws(BookMistake) {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.folder = folder
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    names = files.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "README.md" }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    guard !names.isEmpty else { throw .empty(folder) }
    if let name = names.first(where: Book.reservedNames.contains) {
      throw .reservedName("\(folder)/\(name)")
    }
  }

  /// The lessons' paths, in their order.
  public var files: [String] { names.map { "\(folder)/\($0)" } }

  /// The book's title: the folder's name.
  public var title: String {
    URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
  }

  /// Where the pages lie that are under version control.
  public var renderedFolder: String { "\(folder)/Rendered" }
}

/// Why a folder is no book.
public enum BookMistake: Error, Equatable, CustomStringConvertible {
  /// There is no Markdown file in it.
  case empty(String)
  /// A lesson has the name of a page about the book.
  case reservedName(String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .empty(let folder):
      "\(folder): error: there are no lessons, Markdown files, in this folder"
    case .reservedName(let path):
      "\(path): error: the page about all lessons has this name; give the lesson another one"
    }
  }
}
