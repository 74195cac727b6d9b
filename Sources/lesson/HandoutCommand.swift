public import ArgumentParser
import Foundation
public import LessonKit

/// `lesson handout FILE`: one lesson for students, with solutions, and for instructors.
struct HandoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handout",
    abstract: "Write a lesson for students, with solutions, and for instructors.",
    discussion: [
      "Writes _build/handouts/NAME-student.md, which is a lesson itself, and its pages in "
        + "_build/handouts/_build; in the same way NAME-solution and NAME-instructor.",
      "In cells, '// BEGIN SOLUTION' … '// END SOLUTION' and lines that end with '// SOLUTION' are "
        + "solutions, '// BEGIN HIDDEN TESTS' … '// END HIDDEN TESTS' are hidden tests; so are "
        + "cells with the option 'solution: true' or 'hidden: true'. In prose, "
        + "'<!-- BEGIN SOLUTION -->' and '<!-- BEGIN INSTRUCTOR -->', each with its END.",
      "Every handout is compiled and run. The student's is searched for every line it must not "
        + "contain; when one is found, nothing is written.",
    ].joined(separator: "\n\n"))

  @Argument(help: "The lesson: a Markdown file.", completion: .file(extensions: ["md"]))
  var file: String

  @Option(help: "The handout to write: student, solution or instructor (default: all three).")
  var variant: HandoutVariant?

  @Option(
    name: [.short, .long],
    help: "The folder for the handouts (default: _build/handouts beside the lesson).",
    completion: .directory)
  var outputDir: String?

  @Option(help: "How formulas are shown: katex sets them, source shows the TeX.")
  var math: MathForm = .katex

  @Option(help: "The seed of everything random (default: the lesson's 'seed', or 0).")
  var seed: UInt64?

  @Option(help: "The time limit of a cell in seconds (default: the lesson's, or 60).")
  var timeout: Double?

  @Flag(name: [.short, .long], help: "Print only what went wrong.")
  var quiet = false

  @Option(help: "The form of what is printed: text, or json (one object a line).")
  var logFormat: LogFormat = .text

  func validate() throws {
    if let timeout, !(timeout > 0 && timeout <= 1e9) {
      throw ValidationError("--timeout takes a positive number of seconds")
    }
    var isFolder: ObjCBool = true
    if let outputDir, FileManager.default.fileExists(atPath: outputDir, isDirectory: &isFolder),
      !isFolder.boolValue
    {
      throw ValidationError("--output-dir: \(outputDir) is a file, not a folder")
    }
  }

  func run() throws {
    Interruption.watch()
    let status = HandoutRun(self).run()
    if status == .interrupted { throw ExitCode(Interruption.exitCode) }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

extension HandoutVariant: ExpressibleByArgument {}
