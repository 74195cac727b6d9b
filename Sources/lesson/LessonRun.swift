import Foundation
import LessonKit

/// One lesson from file to pages.
struct LessonRun {
  private let command: RenderCommand
  private let engine: LessonEngine
  private let log: RunLog

  init(_ file: String, command: RenderCommand) {
    self.command = command
    engine = LessonEngine(file, options: command.options)
    log = RunLog(file, format: command.options.logFormat, isQuiet: command.options.quiet)
  }

  /// Runs the lesson and writes its pages.
  func run() -> RunStatus {
    let start = ContinuousClock.now
    do {
      let source = try engine.read()
      let lesson = source.parsed.lesson
      let math = try engine.typesetter(for: lesson, keepsCache: !command.noCache)
      let mistakes = source.parsed.mistakes + (math?.mistakes(in: lesson) ?? [])
      guard mistakes.isEmpty else {
        log.diagnostics(mistakes.sorted { $0.position < $1.position }.map(\.diagnostic))
        return .mistakes
      }
      return try run(source, math, since: start)
    } catch {
      return engine.ending(error, log, kept: "the pages are as they were")
    }
  }

  private func run(
    _ source: LessonEngine.Source, _ math: MathTypesetter?, since start: ContinuousClock.Instant
  ) throws -> RunStatus {
    let lesson = source.parsed.lesson
    let cache = try engine.cache(isTemporary: command.noCache)
    defer { cache.close() }
    let (runner, toolchain) = try engine.runner(
      lesson, cache: cache, keepsGoing: command.keepGoing)
    var status = RunStatus.success
    let prose = lesson.proseDiagnostics(exists: engine.exists)
    log.diagnostics(prose)
    var warningCount = prose.count
    let results = try runner.run { event in
      log.event(event, of: lesson)
      guard case .finished(let cell, let result) = event else { return }
      status = status.combined(with: result.runStatus(of: cell))
      let messages = result.diagnostics + cell.figureDiagnostics(result)
      warningCount += messages.count { $0.severity == .warning }
    }
    if command.strict && warningCount > 0 { status = status.combined(with: .mistakes) }
    var context = engine.context(math, toolchain)
    context.parameters = command.options.parameters
    context.source = source.text
    let pages = try write(runner.lesson, results, context)
    log.summary(
      lesson, results, compiledCount: runner.compiledCount, pages: pages, status: status,
      seconds: ContinuousClock.now - start)
    cache.prune()
    return status
  }

  private func write(
    _ lesson: Lesson, _ results: [CellResult], _ context: RenderContext
  ) throws -> [String] {
    let pages = try engine.pages(lesson, results, context)
    // From here on nothing is computed: what is written is written at once.
    if Interruption.hasOccurred { throw LessonRunner.Interruption() }
    let writer = PageWriter(lesson, folder: command.outputDir)
    for (type, page) in pages { try writer.write(page, as: type) }
    return pages.map { writer.path($0.type) }
  }
}
