import ArgumentParser
import LessonKit

/// The tool: arguments in, exit code out.
@main
struct LessonTool: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "Runs the Swift in Markdown lessons and renders the results.",
    // One line a paragraph: the terminal's width breaks them.
    discussion: [
      "lesson Lessons/03-baselines.md",
      "compiles and runs every ```swift block of the lesson, prints outputs and verdicts, and "
        + "writes Lessons/_build/03-baselines.md and .html.",
      "After the word 'swift' a block may say: ignore (shown only), no_run (compiled only), "
        + "compile_fail (must not compile), should_trap (must stop with a trap). Its first lines "
        + "may be options, '//| key: value': label, caption, alt, echo, eval, include, output, "
        + "error, code-fold, code-summary, timeout, seed, exercise, solution, hint, hidden, tags.",
      "Exit codes: 0 all as announced, 1 a cell or claim failed, 3 the lesson has mistakes, "
        + "64 usage, 70 the machine lacks something, 124 time limit, 130 interrupted.",
    ].joined(separator: "\n\n"),
    version: version,
    subcommands: [
      RenderCommand.self, CheckCommand.self, PromoteCommand.self, HandoutCommand.self,
      CleanCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: RenderCommand.self)

  /// The names of the commands.
  static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == Worker.argument {
      Worker.serve(arguments: Array(arguments.dropFirst()), host: .notebook)
    }
    main(nil)
  }
}
