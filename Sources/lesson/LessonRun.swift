import Foundation
import LessonKit

/// A lesson that has been run.
struct FinishedLesson {
  /// The lesson, with the values of the expressions in its sentences.
  var lesson: Lesson
  var results: [CellResult]
  /// What its pages need to know.
  var context: RenderContext
  var status: RunStatus
  var compiledCount = 0

  /// Its page in Markdown.
  var markdownPage: RenderedPage {
    MarkdownRenderer.render(lesson, results: results, context: context)
  }
}

/// One lesson from file to pages.
struct LessonRun {
  /// How a lesson is run.
  struct Settings {
    /// Whether the cells after a failed one are run.
    var keepsGoing = false
    /// Whether warnings are mistakes.
    var isStrict = false
    /// Whether nothing compiled is used or kept.
    var noCache = false
    /// Whether a lesson that is as it was need not be run again.
    var reusesResults = false
  }

  let engine: LessonEngine
  private let options: RunOptions
  private let settings: Settings
  private let log: RunLog

  init(
    _ file: String, options: RunOptions, settings: Settings,
    to types: PageTypes = PageTypes(types: ["md"]), log: RunLog
  ) {
    self.options = options
    self.settings = settings
    self.log = log
    engine = LessonEngine(file, options: options, to: types)
  }

  /// Runs the lesson and writes its pages.
  ///
  /// - Parameters:
  ///   - folder: The folder for the pages, or nil for `_build` beside the lesson.
  ///   - site: Where the page stands in its book.
  /// - Returns: How it ended, and the lesson unless it has mistakes.
  func writePages(
    to folder: String?, site: SitePlace?
  ) -> (status: RunStatus, finished: FinishedLesson?) {
    let start = ContinuousClock.now
    do {
      guard var finished = try run() else { return (.mistakes, nil) }
      finished.context.site = site
      let pages = try engine.pages(finished.lesson, finished.results, finished.context)
      // From here on nothing is computed: what is written is written at once.
      if Interruption.hasOccurred { throw LessonRunner.Interruption() }
      let writer = PageWriter(finished.lesson, folder: folder)
      for (type, page) in pages { try writer.write(page, as: type) }
      log.summary(
        finished.lesson, finished.results, compiledCount: finished.compiledCount,
        pages: pages.map { writer.path($0.type) }, status: finished.status,
        seconds: ContinuousClock.now - start)
      return (finished.status, finished)
    } catch {
      return (engine.ending(error, log, kept: "the pages are as they were"), nil)
    }
  }

  /// Runs the lesson.
  ///
  /// - Returns: Nil for a lesson with mistakes, which are told.
  func run() throws -> FinishedLesson? {
    let source = try engine.read()
    let lesson = source.parsed.lesson
    let math = try engine.typesetter(for: lesson, keepsCache: !settings.noCache)
    let mistakes = source.parsed.mistakes + (math?.mistakes(in: lesson) ?? [])
    guard mistakes.isEmpty else {
      log.diagnostics(mistakes.sorted { $0.position < $1.position }.map(\.diagnostic))
      return nil
    }
    let cache = try engine.cache(isTemporary: settings.noCache)
    defer { cache.close() }
    var (configuration, toolchain) = try engine.configuration(lesson, cache: cache)
    configuration.keepsGoing = settings.keepsGoing
    var finished = FinishedLesson(
      lesson: lesson, results: [], context: engine.context(math, toolchain), status: .success)
    finished.context.parameters = options.parameters
    finished.context.source = source.text
    let prose = lesson.proseDiagnostics(exists: engine.exists)
    log.diagnostics(prose)
    let known = settings.reusesResults ? ResultCache(lesson, configuration, toolchain) : nil
    if let entry = known?.entry {
      finished.results = entry.results
      finished.lesson.take(values: entry.values)
      return finished
    }
    try run(&finished, engine.runner(lesson, configuration, toolchain), warnings: prose.count)
    if finished.status == .success { known?.store(finished.results, of: finished.lesson) }
    cache.prune()
    return finished
  }

  private func run(
    _ finished: inout FinishedLesson, _ runner: LessonRunner, warnings: Int
  ) throws {
    let lesson = finished.lesson
    var status = RunStatus.success
    var warningCount = warnings
    finished.results = try runner.run { event in
      log.event(event, of: lesson)
      guard case .finished(let cell, let result) = event else { return }
      status = status.combined(with: result.runStatus(of: cell))
      let messages = result.diagnostics + cell.figureDiagnostics(result)
      warningCount += messages.count { $0.severity == .warning }
    }
    if settings.isStrict && warningCount > 0 { status = status.combined(with: .mistakes) }
    finished.status = status
    finished.lesson = runner.lesson
    finished.compiledCount = runner.compiledCount
  }
}
