import ArgumentParser
import Foundation
import Glibc
import LessonKit

/// `lesson FILE…`: runs lessons and writes their pages.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Run lessons and write their pages (the default).",
    discussion: "A folder is rendered as a small site: its lessons with links between them, an "
      + "index, and a ledger of all claims.")

  @Argument(
    help: "The lessons: Markdown files, or folders of them.",
    completion: .file(extensions: ["md"]))
  var files: [String]

  @Option(
    name: [.short, .long],
    help: "The folder for the pages (default: _build beside each lesson).",
    completion: .directory)
  var outputDir: String?

  @OptionGroup var pages: PageOptions

  @OptionGroup var options: RunOptions

  @Flag(help: "Run the cells after a failed one, without what it declared.")
  var keepGoing = false

  @Flag(help: "Treat warnings as mistakes.")
  var strict = false

  @Flag(name: .customLong("no-cache"), help: "Compile every cell, and keep none.")
  var noCache = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one lesson, a Markdown file") }
    var isFolder: ObjCBool = true
    if let outputDir, FileManager.default.fileExists(atPath: outputDir, isDirectory: &isFolder),
      !isFolder.boolValue
    {
      throw ValidationError("--output-dir: \(outputDir) is a file, not a folder")
    }
    // A misspelt command is taken for a lesson.
    if let first = files.first, !first.contains("/"), !first.contains("."),
      !FileManager.default.fileExists(atPath: first),
      let command = NearestName.find(first, in: LessonTool.commandNames)
    {
      throw ValidationError(
        "there is no command and no lesson '\(first)'; did you mean 'lesson \(command)'?")
    }
    let files = BookCommand.lessons(of: files)
    var sources: [String: String] = [:]
    for file in files {
      let name = URL(fileURLWithPath: file)
      let place =
        (outputDir ?? name.deletingLastPathComponent().path + "/_build") + "/"
        + name.deletingPathExtension().lastPathComponent
      if let other = sources.updateValue(file, forKey: place), other != file {
        throw ValidationError("\(other) and \(file) would write the same pages")
      }
      for type in pages.to.types {
        guard let source = files.first(where: { path($0) == path("\(place).\(type)") }) else {
          continue
        }
        throw ValidationError(
          "the page \(place).\(type) would take the place of the lesson \(source): name another "
            + "folder with --output-dir")
      }
    }
  }

  /// A file's place, links to its folder resolved.
  private func path(_ file: String) -> String {
    let name = URL(fileURLWithPath: file)
    return name.deletingLastPathComponent().resolvingSymlinksInPath().path + "/"
      + name.lastPathComponent
  }

  func run() throws {
    Interruption.watch()
    var status = RunStatus.success
    for file in files {
      let next =
        BookCommand.isFolder(file) ? try render(bookIn: file) : render(file, site: nil).status
      status = status.combined(with: next)
      if next == .interrupted { throw ExitCode(Interruption.exitCode) }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private func render(
    _ file: String, site: SitePlace?
  ) -> (status: RunStatus, finished: FinishedLesson?) {
    let settings = LessonRun.Settings(
      keepsGoing: keepGoing, isStrict: strict, noCache: noCache, reusesResults: false)
    let log = RunLog(file, format: options.logFormat, isQuiet: options.quiet)
    return LessonRun(file, options: options, settings: settings, to: pages.to, log: log)
      .writePages(to: outputDir, site: site)
  }

  /// Renders a folder's lessons, and the pages about them all.
  private func render(bookIn folder: String) throws -> RunStatus {
    let book = try BookCommand.book(folder)
    let titles = book.files.map(BookSite.title)
    var status = RunStatus.success
    var record = BookRecord()
    var isComplete = true
    for (index, file) in book.files.enumerated() {
      let site = BookSite.place(of: index, in: book, titles: titles)
      let (next, finished) = render(file, site: site)
      status = status.combined(with: next)
      if next == .interrupted { return next }
      guard let finished else {
        isComplete = false
        continue
      }
      record.update(LessonRecord(finished), among: book.names)
    }
    guard isComplete else {
      Terminal.write(
        "\(book.folder): the index and the ledger are as they were, until all lessons can be run\n",
        to: STDERR_FILENO)
      return status
    }
    let site = BookSite(book, record, version: LessonTool.version)
    let written = try site.write(to: outputDir ?? "\(book.folder)/_build", types: pages.to.types)
    if !options.quiet, options.logFormat == .text, !written.isEmpty {
      Terminal.write(line: "\(book.folder): \(record.lessons.count) lessons")
      Terminal.write(line: "  → \(written.joined(separator: "  "))")
    }
    return status
  }
}
