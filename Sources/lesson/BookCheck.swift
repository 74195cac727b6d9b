import Foundation
import LessonKit

/// Compares a book's lessons with their promoted pages.
struct BookCheck {
  private let book: Book
  private let names: [String]
  private let log: BookLog

  init(_ book: Book, _ names: [String], options: RunOptions) {
    self.book = book
    self.names = names
    log = BookLog(options)
  }

  /// Runs the lessons and compares.
  func run(_ run: BookRun) -> RunStatus {
    let old = BookRecord.read(in: book.renderedFolder)
    var new = old
    var status = RunStatus.success
    var isComplete = true
    run.run(names.map { "\(book.folder)/\($0)" }, making: { compare($0, old) }) { ending in
      status = status.combined(with: ending.status)
      guard let compared = ending.product else {
        isComplete = false
        if ending.status != .interrupted { log.failed(ending.file, ending.status) }
        return
      }
      new.update(compared.record, among: book.names)
      log.checked(ending.file, compared.record, before: compared.before, compared.comparison)
      if !compared.comparison.isCurrent { status = status.combined(with: .stale) }
    }
    // With a failed lesson the pages about the book would be made of old news.
    if isComplete { status = status.combined(with: comparePages(new, old)) }
    if status == .stale { log.advise("run 'lesson promote \(book.folder)' to accept the changes") }
    return status
  }

  /// A lesson that went well, beside what was promoted of it.
  private struct ComparedLesson {
    var record: LessonRecord
    var before: LessonRecord?
    var comparison: PageComparison
  }

  private func compare(_ finished: FinishedLesson, _ old: BookRecord) -> ComparedLesson? {
    guard finished.status == .success else { return nil }
    let record = LessonRecord(finished)
    let before = old.lesson(record.file)
    var comparison = PageComparison(folder: book.renderedFolder)
    comparison.compare(record, with: before)
    comparison.compare(finished.markdownPage, stem: finished.lesson.stem)
    return ComparedLesson(record: record, before: before, comparison: comparison)
  }

  private func comparePages(_ new: BookRecord, _ old: BookRecord) -> RunStatus {
    var comparison = PageComparison(folder: book.renderedFolder)
    for (name, bytes) in BookSite(book, new, version: LessonTool.version).files {
      comparison.compare(bytes, name)
    }
    for lesson in old.lessons where !book.names.contains(lesson.file) {
      comparison.note("\(book.renderedFolder)/\(lesson.file): the lesson is no more")
    }
    guard !comparison.isCurrent else { return .success }
    log.stale(book.folder, "the pages about all lessons", comparison)
    return .stale
  }
}

/// Writes a book's Markdown pages, to be compared with later.
struct BookPromotion {
  private let book: Book
  private let names: [String]
  private let log: BookLog

  init(_ book: Book, _ names: [String], options: RunOptions) {
    self.book = book
    self.names = names
    log = BookLog(options)
  }

  /// Runs the lessons and writes the pages of those that did not fail.
  func run(_ run: BookRun) throws -> RunStatus {
    let folder = book.renderedFolder
    let old = BookRecord.read(in: folder)
    var record = old
    var status = RunStatus.success
    var pages: [(file: String, page: RenderedPage, writer: PageWriter)] = []
    do {
      run.run(names.map { "\(book.folder)/\($0)" }, making: promotion) { ending in
        status = status.combined(with: ending.status)
        guard let lesson = ending.product else {
          if ending.status != .interrupted { log.failed(ending.file, ending.status) }
          return
        }
        pages.append((ending.file, lesson.page, lesson.writer))
        record.update(lesson.record, among: book.names)
      }
      guard status != .interrupted else { return status }
      // From here on nothing is computed: what is written is written at once.
      for (file, page, writer) in pages {
        try writer.write(page, as: "md")
        log.promoted(file, to: writer.path("md"))
      }
      for lesson in old.lessons where !book.names.contains(lesson.file) {
        PageWriter.remove(lesson.file, in: folder)
      }
      record.lessons.removeAll { !book.names.contains($0.file) }
      for (name, bytes) in BookSite(book, record, version: LessonTool.version).files {
        try PageWriter.write(bytes, to: "\(folder)/\(name)")
      }
    } catch let problem as EnvironmentProblem {
      log.advise("error: \(problem)")
      return .internalError
    }
    return status
  }

  /// What a lesson that went well brings to the book.
  private struct Promotion {
    var page: RenderedPage
    var writer: PageWriter
    var record: LessonRecord
  }

  private func promotion(_ finished: FinishedLesson) -> Promotion? {
    guard finished.status == .success else { return nil }
    return Promotion(
      page: finished.markdownPage,
      writer: PageWriter(finished.lesson, folder: book.renderedFolder),
      record: LessonRecord(finished))
  }
}
