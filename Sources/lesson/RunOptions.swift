public import ArgumentParser
import Foundation
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

/// What every command that writes pages takes.
struct PageOptions: ParsableArguments {
  @Option(help: "The pages to write: html, md, pdf and png, separated by commas.")
  var to: PageTypes = PageTypes(types: ["md", "html"])
}

/// The kinds of pages to write.
struct PageTypes: ExpressibleByArgument {
  static let all = ["md", "html", "pdf", "png"]

  var types: [String]

  /// Whether a browser makes one of them.
  var needBrowser: Bool { types.contains { ["pdf", "png"].contains($0) } }

  init(types: [String]) { self.types = types }

  init?(argument: String) {
    types = argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    guard !types.isEmpty, types.allSatisfy(PageTypes.all.contains) else { return nil }
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

extension ParameterOverride: ExpressibleByArgument {}
