import Foundation
import LessonKit

/// Pages without cells: how rendering grows with a lesson, and what formulas cost.
struct PageBenchmarks {
  private let tool: LessonTool
  private let long: BenchmarkLesson
  private let double: BenchmarkLesson
  private let cache: String
  private let formulas: [Formula]

  init(_ tool: LessonTool, in folder: BenchmarkFolder) throws {
    self.tool = tool
    long = try BenchmarkLesson("long", in: folder, text: PageBenchmarks.text(sections: 1000))
    double = try BenchmarkLesson("double", in: folder, text: PageBenchmarks.text(sections: 2000))
    cache = folder.path + "/formulas"
    formulas = (1...300).map { number in
      let tex =
        number.isMultiple(of: 3)
        ? "\\nabla_\\theta J = \\sum_{t=0}^{\(number)} \\mathbb{E}\\left[\\frac{A_t}{\(number)}\\right]"
        : "\\pi_{\(number)}(a \\mid s) = \\hat{g}^{\(number)}"
      return Formula(
        tex: tex, isDisplay: number.isMultiple(of: 3), lineStarts: [TextPosition(line: number)])
    }
  }

  var rows: [Row] {
    [
      Row("10,000 paragraphs and 1,000 tables, both pages", .seconds, reach: 2) { _ in
        try tool.renderBoth(long)
      },
      Row("twice as many", .seconds) { _ in try tool.renderBoth(double) },
      Row("300 formulas, KaTeX's start included, both cores", .seconds, reach: 1.5) { _ in
        if FileManager.default.fileExists(atPath: cache) {
          try FileManager.default.removeItem(atPath: cache)
        }
        return try seconds()
      },
      Row("the same from the cache", .seconds, reach: 0.02) { _ in try seconds() },
    ]
  }

  private func seconds() throws -> Double {
    let start = ContinuousClock.now
    let math = try MathTypesetter(cache: cache, macros: [:])
    math.prepare(formulas)
    for formula in formulas {
      guard case .success = math.html(formula) else {
        throw TimedProgram.Failure(description: "KaTeX refuses \(formula.tex)")
      }
    }
    return (ContinuousClock.now - start).inSeconds
  }

  /// Ten paragraphs and a table a section.
  private static func text(sections: Int) -> String {
    (1...sections).map { section in
      let paragraphs = (1...10).map { number in
        "Paragraph \(number) of *section* \(section) has `code`, a [link](https://example.org) and "
          + "a word\nthat is **strong**, on two lines.\n\n"
      }
      let rows = (1...4).map { "| \($0) | \(section * $0) | *x* |\n" }
      return "## Section \(section)\n\n" + paragraphs.joined()
        + "| a | b | c |\n|---|--:|---|\n" + rows.joined() + "\n"
    }.joined()
  }
}

extension LessonTool {
  /// Renders a lesson to Markdown and HTML.
  ///
  /// - Parameter lesson: The lesson.
  /// - Returns: How long it took.
  /// - Throws: ``TimedProgram/Failure`` when the lesson fails.
  fileprivate func renderBoth(_ lesson: BenchmarkLesson) throws -> Double {
    try TimedProgram(path, [lesson.path]).seconds
  }
}
