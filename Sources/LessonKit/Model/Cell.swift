/// What the runner does with a Swift block.
public enum CellRole: String, CaseIterable, Codable, Equatable, Sendable {
  /// Compiled and run with the state of the cells before it.
  case run
  /// Shown only.
  case ignore
  /// Compiled, not run.
  case noRun = "no_run"
  /// Must not compile.
  case compileFail = "compile_fail"
  /// Must compile, and must stop with a trap when run.
  case shouldTrap = "should_trap"
  /// No block, but expressions in sentences, each run for its value.
  case values
  /// No block, but what declares the lesson's parameters.
  case parameters

  /// Whether an author's block has the role.
  public var isBlock: Bool { self != .values && self != .parameters }
}

/// A runnable Swift block of a lesson.
public struct Cell: Codable, Equatable, Sendable {
  /// The cell's number, counted from 1 over all Swift blocks that are not `ignore`.
  public var number: Int
  /// What the runner does with the block.
  public var role: CellRole
  /// The options of the first lines.
  public var options: CellOptions
  /// The whole content of the block, option lines included; ends with a line break unless empty.
  public var source: String
  /// The opening fence's place in the lesson.
  public var fence: TextPosition
  /// The lesson line on which `source` starts.
  public var sourceLine: Int
  /// The bytes that stand before every line of `source` in the lesson.
  ///
  /// A block in a list item or a quotation is indented; columns shift by as much.
  public var indentation: Int
  /// The bytes before each line of `source`, where they differ from line to line (`>` beside `> `,
  /// tabs beside spaces); empty where every line has `indentation`.
  public var lineIndentations: [Int] = []
  /// Where each line of `source` starts, where the lines stand apart; empty for a block.
  public var lineStarts: [TextPosition] = []
  /// The last lesson line of the block: its closing fence.
  public var lastLine: Int

  /// The label, or `cell-<number>`.
  public var name: String { options.label ?? "cell-\(number)" }

  /// Where some words stand first.
  ///
  /// - Parameter words: A part of one line of `source`.
  /// - Returns: The place in the lesson file, or nil when they do not occur.
  public func position(of words: String) -> TextPosition? {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let found = line.firstRange(of: words) else { continue }
      let column = line.utf8.distance(from: line.startIndex, to: found.lowerBound) + 1
      return position(line: index + 1, column: column)
    }
    return nil
  }

  /// Where a place in `source` stands in the lesson.
  ///
  /// - Parameters:
  ///   - line: A line of `source`, counted from 1.
  ///   - column: A column in UTF-8 bytes, counted from 1.
  /// - Returns: The place in the lesson file.
  public func position(line: Int, column: Int) -> TextPosition {
    let index = line - 1
    if lineStarts.indices.contains(index) {
      let start = lineStarts[index]
      return TextPosition(line: start.line, column: start.column + column - 1)
    }
    let shift = lineIndentations.indices.contains(index) ? lineIndentations[index] : indentation
    return TextPosition(line: sourceLine + index, column: column + shift)
  }
}

/// The options of a cell: its first lines, `//| key: value`.
public struct CellOptions: Codable, Equatable, Sendable {
  /// Names the cell, its outputs and its seeds.
  public var label: String?
  /// The caption of the cell's figure or table.
  public var caption: String?
  /// The alternative text of the cell's figure.
  public var alternativeText: String?
  /// Whether the page shows the source.
  public var echo = true
  /// Whether the cell is compiled and run.
  public var eval = true
  /// Whether the page shows the cell at all.
  public var include = true
  /// Whether the page shows the outputs.
  public var output = true
  /// Whether a failure is announced: it is shown, and the lesson goes on.
  public var error = false
  /// Whether the source is folded on the page.
  public var codeFold = false
  /// The words on the fold.
  public var codeSummary: String?
  /// The time limit in seconds, or nil for the lesson's.
  public var timeout: Double?
  /// The seed, or nil for the lesson's.
  public var seed: UInt64?
  /// The name of the exercise the cell belongs to.
  public var exercise: String?
  /// Whether the cell is a solution.
  public var solution = false
  /// A hint to the exercise.
  public var hint: String?
  /// Whether the cell is a hidden test.
  public var hidden = false
  /// The lectures or papers that the cell's claims are about: one for all of them, or one a claim.
  public var sources: [String] = []
  /// Free words.
  public var tags: [String] = []

  /// Creates the default options.
  public init() {}
}
