import ArgumentParser
import Foundation
import LessonKit

/// `lesson FILE…`: runs lessons and writes their pages.
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Run lessons and write their pages (the default).")

  @Argument(
    help: "The lessons: Markdown files.", completion: .file(extensions: ["md"]))
  var files: [String]

  @Option(help: "The pages to write: html, md, or both separated by a comma.")
  var to: PageTypes = PageTypes(types: ["md", "html"])

  @Option(
    name: [.short, .long],
    help: "The folder for the pages (default: _build beside each lesson).",
    completion: .directory)
  var outputDir: String?

  @Option(help: "How formulas are shown: katex sets them, source shows the TeX.")
  var math: MathForm = .katex

  @Option(help: "The seed of everything random (default: the lesson's 'seed', or 0).")
  var seed: UInt64?

  @Option(help: "The time limit of a cell in seconds (default: the lesson's, or 60).")
  var timeout: Double?

  @Option(help: "How many compilers and linkers run at once (default: one a core).")
  var jobs: Int?

  @Flag(help: "Run the cells after a failed one, without what it declared.")
  var keepGoing = false

  @Flag(help: "Treat warnings as mistakes.")
  var strict = false

  @Flag(name: [.short, .long], help: "Print only what went wrong.")
  var quiet = false

  @Option(help: "The form of what is printed: text, or json (one object a line).")
  var logFormat: LogFormat = .text

  @Flag(name: .customLong("no-cache"), help: "Compile every cell, and keep nothing.")
  var noCache = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one lesson, a Markdown file") }
    if let timeout, !(timeout > 0 && timeout <= 1e9) {
      throw ValidationError("--timeout takes a positive number of seconds")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 up") }
    var isFolder: ObjCBool = true
    if let outputDir, FileManager.default.fileExists(atPath: outputDir, isDirectory: &isFolder),
      !isFolder.boolValue
    {
      throw ValidationError("--output-dir: \(outputDir) is a file, not a folder")
    }
    var sources: [String: String] = [:]
    for file in files {
      let name = URL(fileURLWithPath: file)
      let place =
        (outputDir ?? name.deletingLastPathComponent().path + "/_build") + "/"
        + name.deletingPathExtension().lastPathComponent
      if let other = sources.updateValue(file, forKey: place), other != file {
        throw ValidationError("\(other) and \(file) would write the same pages")
      }
      for type in to.types {
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
      let next = LessonRun(file, command: self).run()
      status = status.combined(with: next)
      if next == .interrupted { throw ExitCode(Interruption.exitCode) }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

/// The kinds of pages to write.
struct PageTypes: ExpressibleByArgument {
  var types: [String]

  init(types: [String]) { self.types = types }

  init?(argument: String) {
    types = argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard !types.isEmpty, types.allSatisfy(["md", "html"].contains) else { return nil }
  }

  var defaultValueDescription: String { types.joined(separator: ",") }
}

/// The form of what is printed.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
}

/// How formulas are shown.
enum MathForm: String, CaseIterable, ExpressibleByArgument {
  case katex
  case source
}
