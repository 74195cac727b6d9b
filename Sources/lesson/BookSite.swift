import Foundation
import LessonKit

/// The pages about a book, and the links between its lessons.
struct BookSite {
  private let book: Book
  private let record: BookRecord
  private let version: String

  init(_ book: Book, _ record: BookRecord, version: String) {
    self.book = book
    self.record = record
    self.version = version
  }

  /// A lesson's title; its file's name where it cannot be read, which its own run will tell.
  static func title(_ file: String) -> String {
    guard let text = try? LessonFile.read(file) else {
      return URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
    }
    return Lesson.parse(text: text, path: file).lesson.pageTitle
  }

  /// Where a lesson stands among the others.
  static func place(of index: Int, in book: Book, titles: [String]) -> SitePlace {
    func neighbour(_ index: Int) -> SitePlace.Neighbour? {
      guard titles.indices.contains(index) else { return nil }
      return SitePlace.Neighbour(
        title: titles[index], address: "\(book.names[index].dropLast(3)).html")
    }
    return SitePlace(
      index: SitePlace.Neighbour(title: "All lessons", address: "index.html"),
      previous: neighbour(index - 1), next: neighbour(index + 1))
  }

  /// The index and the ledger as Markdown, and what is remembered of the lessons, by their names.
  var files: [(name: String, bytes: [UInt8])] {
    let pages = BookPages(title: book.title, record: record)
    return [
      ("README.md", Array(pages.index.utf8)), ("ledger.md", Array(pages.ledger.utf8)),
      (BookRecord.fileName, record.bytes),
    ]
  }

  /// Writes the pages of some types: as Markdown, and as HTML.
  ///
  /// - Returns: Their paths.
  func write(to folder: String, types: [String]) throws -> [String] {
    let pages = BookPages(title: book.title, record: record)
    var written: [String] = []
    for (name, text, page) in [
      ("index", pages.index, "README.md"), ("ledger", pages.ledger, "ledger.md"),
    ] {
      if types.contains("md") {
        try PageWriter.write(Array(text.utf8), to: "\(folder)/\(page)")
        written.append("\(folder)/\(page)")
      }
      guard types.contains("html") else { continue }
      let html = HTMLRenderer.render(
        Lesson.parse(text: text, path: "\(folder)/\(page)").lesson, results: [],
        context: context(isIndex: name == "index"))
      try PageWriter.write(html.bytes, to: "\(folder)/\(name).html")
      written.append("\(folder)/\(name).html")
    }
    return written
  }

  private func context(isIndex: Bool) -> RenderContext {
    var context = RenderContext(version: version)
    let names = Set(book.names + ["ledger.md", "README.md"])
    context.hasPage = { names.contains($0) }
    context.command = "lesson render \(book.folder)"
    let index = SitePlace.Neighbour(title: "All lessons", address: "index.html")
    let ledger = SitePlace.Neighbour(title: "Ledger of claims", address: "ledger.html")
    context.site = SitePlace(index: isIndex ? ledger : index)
    return context
  }
}

extension LessonRecord {
  /// Remembers a lesson that has been run.
  init(_ finished: FinishedLesson) {
    self.init(finished.lesson, results: finished.results)
  }
}
