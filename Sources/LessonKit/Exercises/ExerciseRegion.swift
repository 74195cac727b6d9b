/// Lines of a lesson that some readers must not see.
public struct ExerciseRegion: Equatable, Sendable {
  /// For whom the lines are.
  public enum Kind: String, CaseIterable, Equatable, Sendable {
    /// The answer to an exercise.
    case solution = "SOLUTION"
    /// Tests of an answer.
    case hiddenTests = "HIDDEN TESTS"
    /// Notes for whoever teaches.
    case instructor = "INSTRUCTOR"

    /// What messages call it.
    var noun: String {
      switch self {
      case .solution: "a solution"
      case .hiddenTests: "a hidden test"
      case .instructor: "an instructor note"
      }
    }
  }

  /// How the lines are marked.
  public enum Form: Equatable, Sendable {
    /// In a cell, between a line that begins and one that ends it.
    case block
    /// In a cell, one line that ends with `// SOLUTION`.
    case suffix
    /// In the prose, between comments.
    case prose
    /// A whole cell, by its options.
    case cell
  }

  /// For whom the lines are.
  public var kind: Kind
  /// How they are marked.
  public var form: Form
  /// The lesson's lines, marker lines included.
  public var lines: ClosedRange<Int>
  /// The number of the cell they stand in, or nil for prose.
  public var cell: Int?

  /// The lines without the marker lines.
  var content: Range<Int> {
    switch form {
    case .block, .prose: lines.lowerBound + 1..<max(lines.upperBound, lines.lowerBound + 1)
    case .suffix, .cell: lines.lowerBound..<lines.upperBound + 1
    }
  }
}
