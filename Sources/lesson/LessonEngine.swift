import Foundation
import LessonKit

/// What it takes to run the lessons of one file: where they stand, and the tools and limits for them.
final class LessonEngine {
  private let file: String
  private let options: RunOptions
  private let types: PageTypes
  private let folder: URL
  private var printer: PagePrinter?

  init(_ file: String, options: RunOptions, to types: PageTypes) {
    self.file = file
    self.options = options
    self.types = types
    folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  }

  /// A lesson that was read, with the parameters the caller wants.
  struct Source {
    /// The lesson, and what its author must repair.
    var parsed: ParsedLesson
    /// The author's text.
    var text: String
  }

  /// Reads the lesson, and makes sure that there is a browser when one is needed.
  func read() throws -> Source {
    if types.needBrowser {
      printer = try PagePrinter(isInterrupted: { Interruption.hasOccurred })
    }
    let text = try LessonFile.read(file)
    let parsed = Lesson.parse(text: text, path: file)
    guard parsed.mistakes.isEmpty, !options.parameters.isEmpty else {
      return Source(parsed: parsed, text: text)
    }
    let changed = try parsed.lesson.text(with: options.parameters)
    return Source(parsed: Lesson.parse(text: changed, path: file), text: text)
  }

  /// What sets a lesson's formulas, or nil where the TeX is to be shown.
  ///
  /// A lesson without formulas needs no KaTeX; its cells may still write some.
  func typesetter(for lesson: Lesson, keepsCache: Bool) throws -> MathTypesetter? {
    guard options.math == .katex else { return nil }
    let root = keepsCache ? CellCache.root(forLesson: file) : nil
    do {
      return try MathTypesetter(cache: root, macros: lesson.frontMatter.macros)
    } catch {
      if lesson.formulas.isEmpty { return nil }
      throw error
    }
  }

  /// What a run of a lesson may use.
  func configuration(
    _ lesson: Lesson, cache: CellCache
  ) throws -> (configuration: RunConfiguration, toolchain: Toolchain) {
    let toolchain = try Toolchain.find(memory: cache.toolchainMemory)
    let library = try LibraryBuild.find(executable: Executable.path, fallback: cache.root)
    try library.check(against: toolchain)
    var configuration = RunConfiguration(library: library, cache: cache)
    configuration.seed = options.seed
    if let jobs = options.jobs { configuration.jobs = jobs }
    if let limit = options.timeout ?? lesson.frontMatter.timeout { configuration.timeLimit = limit }
    return (configuration, toolchain)
  }

  /// Prepares a run.
  func runner(
    _ lesson: Lesson, _ configuration: RunConfiguration, _ toolchain: Toolchain
  ) throws -> LessonRunner {
    try LessonRunner(
      lesson, toolchain: toolchain, configuration: configuration,
      isInterrupted: { Interruption.hasOccurred })
  }

  /// The folder where a run keeps compiled cells.
  func cache(isTemporary: Bool) throws -> CellCache {
    try CellCache(root: CellCache.root(forLesson: file), isTemporary: isTemporary)
  }

  /// What pages need to know.
  func context(_ math: MathTypesetter?, _ toolchain: Toolchain) -> RenderContext {
    var context = RenderContext(
      version: LessonTool.version, seed: options.seed, toolchain: toolchain.version)
    context.math = math
    let folder = folder
    context.hasPage = { path in
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
    }
    context.image = { path in
      FileManager.default.contents(atPath: folder.appendingPathComponent(path).path)
        .map(Array.init)
    }
    return context
  }

  /// The pages the caller wants, with the files that belong to them.
  func pages(
    _ lesson: Lesson, _ results: [CellResult], _ context: RenderContext
  ) throws -> [(type: String, page: RenderedPage)] {
    lazy var html = HTMLRenderer.render(lesson, results: results, context: context)
    defer { printer?.quit() }
    return try types.types.map { type in
      switch type {
      case "md": (type, MarkdownRenderer.render(lesson, results: results, context: context))
      case "pdf": (type, try printer?.pdf(html.text) ?? html)
      case "png": (type, try printer?.png(html.text) ?? html)
      default: (type, html)
      }
    }
  }

  /// Whether there is a file at a path from the lesson's folder.
  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path)
  }

  /// Says why a run could not go on, and how the tool ends.
  func ending(_ error: any Error, _ log: RunLog, kept: String) -> RunStatus {
    switch error {
    case let error as LessonFileError:
      log.message(error.rendered(path: file))
      return error.runStatus
    case let error as ParameterMistake:
      log.message("\(file): error: \(error)")
      return .usage
    case is LessonRunner.Interruption:
      log.message("interrupted; \(kept)")
      return .interrupted
    default:
      log.message("error: \(error)")
      return .internalError
    }
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
