import Foundation
import Glibc
import LessonKit

/// One lesson from file to pages.
struct LessonRun {
  private let file: String
  private let command: RenderCommand
  private let log: RunLog

  init(_ file: String, command: RenderCommand) {
    self.file = file
    self.command = command
    log = RunLog(file, format: command.logFormat, isQuiet: command.quiet)
  }

  /// Runs the lesson and writes its pages.
  func run() -> RunStatus {
    let start = ContinuousClock.now
    do {
      let text = try LessonFile.read(file)
      let parsed = Lesson.parse(text: text, path: file)
      let math = try typesetter(for: parsed.lesson)
      let mistakes = parsed.mistakes + (math?.mistakes(in: parsed.lesson) ?? [])
      guard mistakes.isEmpty else {
        log.diagnostics(mistakes.sorted { $0.position < $1.position }.map(\.diagnostic))
        return .mistakes
      }
      return try run(parsed.lesson, math, since: start)
    } catch let error as LessonFileError {
      log.message(error.rendered(path: file))
      return error.runStatus
    } catch is LessonRunner.Interruption {
      log.message("interrupted; the pages are as they were")
      return .interrupted
    } catch {
      log.message("error: \(error)")
      return .internalError
    }
  }

  /// What sets the lesson's formulas, or nil where the TeX is to be shown.
  ///
  /// A lesson without formulas needs no KaTeX; its cells may still write some.
  private func typesetter(for lesson: Lesson) throws -> MathTypesetter? {
    guard command.math == .katex else { return nil }
    let root = command.noCache ? nil : CellCache.root(forLesson: file)
    do {
      return try MathTypesetter(cache: root, macros: lesson.frontMatter.macros)
    } catch {
      if lesson.formulas.isEmpty { return nil }
      throw error
    }
  }

  private func run(
    _ lesson: Lesson, _ math: MathTypesetter?, since start: ContinuousClock.Instant
  ) throws -> RunStatus {
    let cache = try CellCache(
      root: CellCache.root(forLesson: file), isTemporary: command.noCache)
    defer { cache.close() }
    let toolchain = try Toolchain.find(memory: cache.toolchainMemory)
    let library = try LibraryBuild.find(executable: Executable.path, fallback: cache.root)
    try library.check(against: toolchain)
    var configuration = RunConfiguration(library: library, cache: cache)
    configuration.seed = command.seed
    configuration.keepsGoing = command.keepGoing
    if let jobs = command.jobs { configuration.jobs = jobs }
    if let limit = command.timeout ?? lesson.frontMatter.timeout { configuration.timeLimit = limit }
    let runner = try LessonRunner(
      lesson, toolchain: toolchain, configuration: configuration,
      isInterrupted: { Interruption.hasOccurred })
    var status = RunStatus.success
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let images = lesson.imageDiagnostics { path in
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
    }
    log.diagnostics(images)
    var warningCount = images.count
    let results = try runner.run { event in
      log.event(event, of: lesson)
      guard case .finished(let cell, let result) = event else { return }
      status = status.combined(with: result.runStatus(of: cell))
      let messages = result.diagnostics + cell.figureDiagnostics(result)
      warningCount += messages.count { $0.severity == .warning }
    }
    if command.strict && warningCount > 0 { status = status.combined(with: .mistakes) }
    let pages = try write(runner.lesson, results, math, toolchain)
    log.summary(
      lesson, results, compiledCount: runner.compiledCount, pages: pages, status: status,
      seconds: ContinuousClock.now - start)
    cache.prune()
    return status
  }

  private func write(
    _ lesson: Lesson, _ results: [CellResult], _ math: MathTypesetter?, _ toolchain: Toolchain
  ) throws -> [String] {
    var context = RenderContext(
      version: LessonTool.version, seed: command.seed, toolchain: toolchain.version)
    context.math = math
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    context.image = { path in
      FileManager.default.contents(atPath: folder.appendingPathComponent(path).path)
        .map(Array.init)
    }
    var pages: [(type: String, page: RenderedPage)] = []
    for type in command.to.types {
      let page =
        type == "md"
        ? MarkdownRenderer.render(lesson, results: results, context: context)
        : HTMLRenderer.render(lesson, results: results, context: context)
      pages.append((type, page))
    }
    // From here on nothing is computed: what is written is written at once.
    if Interruption.hasOccurred { throw LessonRunner.Interruption() }
    let writer = PageWriter(lesson, folder: command.outputDir)
    for (type, page) in pages { try writer.write(page, as: type) }
    return pages.map { writer.path($0.type) }
  }
}

extension LessonFileError {
  /// How the tool ends when a lesson cannot be read.
  var runStatus: RunStatus {
    switch self {
    case .missing, .isDirectory, .unreadable: .usage
    case .tooLarge, .notUTF8: .mistakes
    }
  }
}

/// The running program.
enum Executable {
  /// Its path, links resolved.
  static var path: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }
}
