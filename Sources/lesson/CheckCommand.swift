import ArgumentParser
import Foundation
import LessonKit

/// `lesson check`: whether outputs and verdicts are as they were promoted.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run lessons and compare outputs and verdicts with the pages in Rendered.",
    discussion: "Exit code 1 when a cell or claim failed, 2 when pages are stale: 'lesson promote' "
      + "accepts what has changed. A lesson that is as it was is not run again.")

  @OptionGroup var book: BookOptions

  @Option(
    help: ArgumentHelp(
      "Run every lesson with N seeds after its own and count how often each claim would have "
        + "failed; pages are not compared.", valueName: "N"))
  var seeds: Int?

  func validate() throws {
    if let seeds, seeds < 1 { throw ValidationError("--seeds takes a number from 1 up") }
  }

  func run() throws {
    Interruption.watch()
    var status = RunStatus.success
    for (book, names) in try BookCommand.books(of: book.paths) {
      let run = BookRun(self.book.options, noCache: self.book.noCache)
      let next =
        if let seeds {
          SeedSurvey(book, names, options: self.book.options).run(run, seeds: seeds)
        } else {
          BookCheck(book, names, options: self.book.options).run(run)
        }
      status = status.combined(with: next)
      if next == .interrupted { throw ExitCode(Interruption.exitCode) }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

/// `lesson promote`: accepts outputs and verdicts as they are now.
struct PromoteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote",
    abstract: "Run lessons and write their Markdown pages to Rendered, to be compared with later.",
    discussion: "A lesson that fails is not accepted: its page stays as it was.")

  @OptionGroup var book: BookOptions

  func run() throws {
    Interruption.watch()
    var status = RunStatus.success
    for (book, names) in try BookCommand.books(of: book.paths) {
      let run = BookRun(self.book.options, noCache: self.book.noCache)
      let next = try BookPromotion(book, names, options: self.book.options).run(run)
      status = status.combined(with: next)
      if next == .interrupted { throw ExitCode(Interruption.exitCode) }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}
