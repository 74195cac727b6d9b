import Foundation

/// Machines that have read KaTeX, which takes as long as setting a few dozen formulas.
///
/// Whoever sets formulas takes one and gives it back: a book's lessons need no more of them than are
/// set at once. A formula leaves nothing behind in a machine; its macros come with it.
final class KaTeXMachines: @unchecked Sendable {
  // A lock guards what changes; hence `@unchecked`.
  static let shared = KaTeXMachines()

  private let lock = NSLock()
  /// By the folder of the script that they have read.
  private var idle: [String: [ScriptEngine]] = [:]

  /// A machine for one user at a time.
  ///
  /// - Parameter files: Where KaTeX is.
  /// - Returns: A machine that was given back, or a new one.
  /// - Throws: ``EnvironmentProblem/noKaTeX(_:)`` or ``ScriptFailure``.
  func take(_ files: KaTeXFiles) throws -> ScriptEngine {
    if let engine = lock.withLock({ idle[files.folder]?.popLast() }) { return engine }
    return try Self.load(files)
  }

  /// Gives a machine back; not one that a formula stopped half-way.
  ///
  /// - Parameters:
  ///   - engine: The machine.
  ///   - files: As it was taken.
  func giveBack(_ engine: ScriptEngine, _ files: KaTeXFiles) {
    lock.withLock { idle[files.folder, default: []].append(engine) }
  }

  private static func load(_ files: KaTeXFiles) throws -> ScriptEngine {
    let engine = try ScriptEngine()
    // Duktape lacks the one function beyond ECMAScript 5 that KaTeX uses.
    let missing = """
      if (!Array.prototype.fill) Array.prototype.fill = function(value) {
        for (var index = 0; index < this.length; index++) this[index] = value;
        return this;
      };
      """
    let function = """
      function lessonFormula(text) {
        var request = JSON.parse(text);
        try {
          return "=" + katex.renderToString(request.tex, {
            displayMode: request.display, output: "htmlAndMathml", throwOnError: true,
            trust: false, strict: "ignore", macros: request.macros, maxExpand: 1000, maxSize: 50
          });
        } catch (error) {
          if (!(error instanceof katex.ParseError)) throw error;
          var message = error.message.replace(/^KaTeX parse error: /, "")
            .replace(/ at (position \\d+|end of input): [^]*$/, "");
          return "!" + (error.position === undefined ? "" : error.position) + ":" + message;
        }
      }
      """
    for source in [missing, try files.script(), function] {
      try engine.run(nil, source + "\n;''", allocations: 10_000_000)
    }
    return engine
  }
}
