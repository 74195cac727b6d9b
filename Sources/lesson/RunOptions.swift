public import ArgumentParser
public import LessonKit

/// What every command that runs lessons takes.
struct RunOptions: ParsableArguments {
  @Option(help: "How formulas are shown: katex sets them, source shows the TeX.")
  var math: MathForm = .katex

  @Option(
    name: .customShort("P"),
    help: ArgumentHelp(
      "Another value for a parameter of the lesson; it has the type of the default under 'params'.",
      valueName: "name=value"))
  var parameters: [ParameterOverride] = []

  @Option(help: "The seed of everything random (default: the lesson's 'seed', or 0).")
  var seed: UInt64?

  @Option(help: "The time limit of a cell in seconds (default: the lesson's, or 60).")
  var timeout: Double?

  @Option(help: "How many compilers and linkers run at once (default: one a core).")
  var jobs: Int?

  @Flag(name: [.short, .long], help: "Print only what went wrong.")
  var quiet = false

  @Option(help: "The form of what is printed: text, or json (one object a line).")
  var logFormat: LogFormat = .text

  func validate() throws {
    if let timeout, !(timeout > 0 && timeout <= 1e9) {
      throw ValidationError("--timeout takes a positive number of seconds")
    }
    if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1 up") }
  }
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

extension ParameterOverride: ExpressibleByArgument {}
