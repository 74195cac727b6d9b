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

  @Option(
    name: [.short, .long],
    help: "The folder for the pages (default: _build beside each lesson).",
    completion: .directory)
  var outputDir: String?

  @OptionGroup var options: RunOptions

  @Flag(help: "Run the cells after a failed one, without what it declared.")
  var keepGoing = false

  @Flag(help: "Treat warnings as mistakes.")
  var strict = false

  @Flag(name: .customLong("no-cache"), help: "Compile every cell, and keep nothing.")
  var noCache = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name at least one lesson, a Markdown file") }
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
      for type in options.to.types {
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
