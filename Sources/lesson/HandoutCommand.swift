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

  @OptionGroup var pages: PageOptions

  @OptionGroup var options: RunOptions

  func validate() throws {
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
