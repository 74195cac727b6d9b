/// One thing a cell produced, in the order it happened.
public enum CellOutput: Codable, Equatable, Sendable {
  /// Text written to a standard stream.
  case text(TextStream, String)
  /// The text of a shown value: `show(…)`, or the cell's bare last expression.
  case value(String)
  /// A CommonMark fragment.
  case markdown(String)
  /// A table of numbers and words.
  case table(TableValue)
  /// A picture with its alternative text.
  case figure(FigureValue)
  /// The verdict on a claim.
  case claim(ClaimReport)
}

/// The standard stream a text was written to.
public enum TextStream: String, Codable, Equatable, Sendable {
  /// Standard output.
  case standardOutput
  /// Standard error.
  case standardError
}

/// A table as a cell shows it, its numbers already written out.
public struct TableValue: Codable, Equatable, Sendable {
  /// How the entries of a column line up.
  public enum Alignment: String, Codable, Equatable, Sendable {
    /// Words start at the left.
    case leading
    /// Numbers end at the right.
    case trailing
  }

  /// The column headings.
  public var header: [String]
  /// One alignment a column.
  public var alignments: [Alignment]
  /// The entries, each row as long as `header`.
  public var rows: [[String]]
  /// The caption, or nil for none.
  public var caption: String?

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - header: The column headings.
  ///   - alignments: One alignment a column.
  ///   - rows: The entries, each row as long as `header`.
  ///   - caption: The caption, or nil for none.
  public init(
    header: [String], alignments: [Alignment], rows: [[String]], caption: String? = nil
  ) {
    self.header = header
    self.alignments = alignments
    self.rows = rows
    self.caption = caption
  }
}

/// A picture as a cell shows it.
public struct FigureValue: Codable, Equatable, Sendable {
  /// A complete SVG document.
  public var svg: String
  /// What the picture shows, in the author's words; empty where there are none.
  public var alternativeText: String
  /// What the picture shows, as the program tells it; stands in for the author's words.
  public var summary: String?
  /// The caption, or nil for none.
  public var caption: String?

  /// The words for readers who do not see the picture.
  public var words: String { alternativeText.isEmpty ? summary ?? "" : alternativeText }

  /// Creates a figure.
  ///
  /// - Parameters:
  ///   - svg: A complete SVG document.
  ///   - alternativeText: What the picture shows, in the author's words; empty for none.
  ///   - summary: What the picture shows, as the program tells it, or nil.
  ///   - caption: The caption, or nil for none.
  public init(
    svg: String, alternativeText: String, summary: String? = nil, caption: String? = nil
  ) {
    self.svg = svg
    self.alternativeText = alternativeText
    self.summary = summary
    self.caption = caption
  }
}
