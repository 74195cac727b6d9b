/// A name that references are made to: `fig-ratio`.
public struct Label: Equatable, Sendable {
  /// What a label names, by what stands before its first hyphen.
  public enum Kind: String, CaseIterable, Sendable {
    /// A figure.
    case figure = "fig"
    /// A table.
    case table = "tbl"
    /// A formula in a line of its own.
    case equation = "eq"
    /// A claim.
    case claim
    /// An exercise.
    case exercise = "ex"
    /// A section.
    case section = "sec"

    /// What a label of the kind starts with.
    var prefix: [UInt8] { Array("\(rawValue)-".utf8) }

    /// The word before the number.
    var word: String {
      switch self {
      case .figure: "Figure"
      case .table: "Table"
      case .equation: "Equation"
      case .claim: "Claim"
      case .exercise: "Exercise"
      case .section: "Section"
      }
    }

    /// The kind that a name's first letters say, or nil for a name that is no label.
    init?(of name: String) {
      guard let kind = Self.allCases.first(where: { name.utf8.starts(with: $0.prefix) }) else {
        return nil
      }
      self = kind
    }
  }

  /// The name.
  public var name: String
  /// What it names.
  public var kind: Kind
  /// The number among those of its kind, counted from 1 in the order of the lesson.
  public var number: Int
  /// The words for a section.
  public var title: String?
  /// Where it stands.
  public var position: TextPosition
  /// Whether anything refers to it.
  public var isReferenced = false

  /// What references to it say: `Figure 2`.
  public var words: String { title ?? "\(kind.word) \(number)" }

  /// Whether a byte may stand in a label: a letter, a digit, `-` or `_`.
  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
