public import CellProtocol

/// A table of words and numbers, built by columns or row by row.
///
///     show(Table(["arm": ["left", "right"], "mean reward": [0.4, 0.6]]))
///
///     var table = Table(headings: "step", "return")
///     table.addRow(1, 0.25)
///
/// A column of numbers is aligned on the decimal point.
public struct Table: Displayable {
  /// The column headings.
  public let headings: [String]
  /// The caption, or nil for none.
  public var caption: String?
  private var rows: [[any TableEntry]] = []

  /// Creates a table from its columns.
  ///
  /// - Parameters:
  ///   - columns: Headings with their entries, equally many in each column.
  ///   - caption: The caption, or nil for none.
  public init(
    _ columns: KeyValuePairs<String, [any TableEntry]>, caption: String? = nil
  ) {
    headings = columns.map(\.key)
    self.caption = caption
    let count = columns.first?.value.count ?? 0
    for column in columns {
      precondition(
        column.value.count == count,
        """
        column '\(column.key)' has \(column.value.count) entries, column \
        '\(headings[0])' has \(count)
        """)
    }
    rows = (0..<count).map { i in columns.map { $0.value[i] } }
  }

  /// Creates a table without rows.
  ///
  /// - Parameters:
  ///   - headings: The column headings.
  ///   - caption: The caption, or nil for none.
  public init(headings: String..., caption: String? = nil) {
    self.headings = headings
    self.caption = caption
  }

  /// Adds a row at the end.
  ///
  /// - Parameter entries: The entries, one a column.
  public mutating func addRow(_ entries: any TableEntry...) {
    precondition(
      entries.count == headings.count,
      "the row has \(entries.count) entries, the table has \(headings.count) columns")
    rows.append(entries)
  }

  /// The number of rows.
  public var rowCount: Int { rows.count }

  /// The table as the page shows it.
  public var tableValue: TableValue {
    let alignments = headings.indices.map { j in
      !rows.isEmpty && rows.allSatisfy { $0[j].isNumber }
        ? TableValue.Alignment.trailing : .leading
    }
    let columns = headings.indices.map { j in
      let entries = rows.map { $0[j].tableText }
      return alignments[j] == .trailing ? DecimalAlignment.aligned(entries) : entries
    }
    return TableValue(
      header: headings, alignments: alignments,
      rows: rows.indices.map { i in columns.map { $0[i] } }, caption: caption)
  }

  /// The table as the page shows it.
  public var cellOutput: CellOutput { .table(tableValue) }
}
