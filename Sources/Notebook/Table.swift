public import CellProtocol

/// A table of words and numbers, built by columns or row by row.
///
///     show(Table(["arm": ["left", "right"], "mean reward": [0.4, 0.6]]))
///
///     var table = Table(headings: "step", "return")
///     table.addRow(1, 0.25)
///
/// A column of numbers is aligned on the decimal point; ``column(_:unit:digits:)`` says how many
/// digits they have, and their unit.
public struct Table: Displayable {
  /// The column headings.
  public let headings: [String]
  /// The caption, or nil for none.
  public var caption: String?
  private var rows: [[any TableEntry]] = []
  private var columns: [TableColumn]

  /// Creates a table from its columns.
  ///
  /// - Parameters:
  ///   - columns: Headings with their entries, equally many in each column.
  ///   - caption: The caption, or nil for none.
  public init(
    _ columns: KeyValuePairs<String, [any TableEntry]>, caption: String? = nil
  ) {
    self.init(columns.map(\.key), caption)
    let count = columns.first?.value.count ?? 0
    for column in columns where column.value.count != count {
      let shorter = column.value.count < count ? column.key : headings[0]
      fatalError(
        """
        Table: column '\(column.key)' has \(column.value.count) entries, column \
        '\(headings[0])' has \(count); row \(min(column.value.count, count) + 1) has none in \
        '\(shorter)'
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
    self.init(headings, caption)
  }

  /// Creates a table from its rows.
  ///
  /// - Parameters:
  ///   - headings: The column headings.
  ///   - rows: The rows, each with one entry a column.
  ///   - caption: The caption, or nil for none.
  public init(headings: [String], rows: [[any TableEntry]], caption: String? = nil) {
    self.init(headings, caption)
    for row in rows { add(row) }
  }

  private init(_ headings: [String], _ caption: String?) {
    if headings.isEmpty { fatalError("Table: there are no columns") }
    self.headings = headings
    self.caption = caption
    columns = headings.map { _ in TableColumn() }
  }

  /// Adds a row at the end.
  ///
  /// - Parameter entries: The entries, one a column.
  public mutating func addRow(_ entries: any TableEntry...) {
    add(entries)
  }

  private mutating func add(_ entries: [any TableEntry]) {
    if entries.count != headings.count {
      let names = headings.joined(separator: ", ")
      let texts = entries.map(\.tableText).joined(separator: ", ")
      fatalError(
        """
        Table: row \(rows.count + 1) has \(entries.count) entries (\(texts)), the table has \
        \(headings.count) columns (\(names))
        """)
    }
    rows.append(entries)
  }

  /// The number of rows.
  public var rowCount: Int { rows.count }

  /// Says how the numbers of a column are shown.
  ///
  ///     show(
  ///       Table(["n": counts, "time": times, "error": errors])
  ///         .column("time", unit: "ms", digits: .standardError(in: "error")))
  ///
  /// - Parameters:
  ///   - heading: The column's heading.
  ///   - unit: The unit of its numbers, shown in the heading; nil for none.
  ///   - digits: How many digits its numbers have.
  /// - Returns: The table with its column.
  public func column(
    _ heading: String, unit: String? = nil, digits: TableDigits = .automatic
  ) -> Table {
    var table = self
    for index in columnNumbers(of: heading) {
      table.columns[index].unit = unit
      table.columns[index].digits = digits
    }
    guard case .standardError(let errors) = digits else { return table }
    for index in columnNumbers(of: errors) where columns[index].digits == .automatic {
      table.columns[index].digits = .significant(2)
    }
    return table
  }

  private func columnNumbers(of heading: String) -> [Int] {
    let found = headings.indices.filter { headings[$0] == heading }
    if found.isEmpty {
      let names = headings.joined(separator: "', '")
      fatalError("Table: there is no column '\(heading)'; there are '\(names)'")
    }
    return found
  }

  /// The table as the page shows it.
  public var tableValue: TableValue {
    let alignments = headings.indices.map { j in
      !rows.isEmpty && rows.allSatisfy { $0[j].isNumber }
        ? TableValue.Alignment.trailing : .leading
    }
    let entries = headings.indices.map { j in
      let texts = texts(inColumn: j)
      return alignments[j] == .trailing ? DecimalAlignment.aligned(texts) : texts
    }
    return TableValue(
      header: headings.indices.map { columns[$0].heading(headings[$0]) }, alignments: alignments,
      rows: rows.indices.map { i in entries.map { $0[i] } }, caption: caption)
  }

  private func texts(inColumn j: Int) -> [String] {
    guard case .standardError(let heading) = columns[j].digits else {
      return rows.map { $0[j].tableText(columns[j].digits) }
    }
    let errors = columnNumbers(of: heading)[0]
    return rows.map { row in
      guard let error = row[errors].tableNumber, let value = row[j].tableNumber else {
        return row[j].tableText
      }
      return Estimate(value, standardError: error).valueText
    }
  }

  /// The table as the page shows it.
  public var cellOutput: CellOutput { .table(tableValue) }
}
