/// Very many dots, drawn as the cells of a grid that have one.
struct DotGrid {
  private let cell: Int
  private let firstRow: Int
  private let firstColumn: Int
  private let columnCount: Int
  /// The colour of each cell's last dot, row by row; −1 for none.
  private var colors: [Int]

  /// Sorts dots into cells.
  ///
  /// - Parameters:
  ///   - points: The dots, each with the number of its colour, at least 0.
  ///   - cell: The width of a cell in pixels.
  init(_ points: [(place: Place, color: Int)], cell: Int) {
    self.cell = cell
    // No picture is larger: what lies farther out is not seen.
    let visible = -2.0...4002.0
    let size = Double(cell)
    let cells = points.lazy
      .filter { visible.contains($0.place.x) && visible.contains($0.place.y) }
      .map { point in
        (
          row: Int((point.place.y / size).rounded()),
          column: Int((point.place.x / size).rounded()), color: point.color
        )
      }
    var rows = (low: Int.max, high: Int.min)
    var columns = (low: Int.max, high: Int.min)
    for cell in cells {
      rows = (min(rows.low, cell.row), max(rows.high, cell.row))
      columns = (min(columns.low, cell.column), max(columns.high, cell.column))
    }
    (firstRow, firstColumn) = (rows.low, columns.low)
    columnCount = rows.low > rows.high ? 0 : columns.high - columns.low + 1
    let rowCount = columnCount == 0 ? 0 : rows.high - rows.low + 1
    colors = Array(repeating: -1, count: columnCount * rowCount)
    for cell in cells {
      colors[(cell.row - firstRow) * columnCount + cell.column - firstColumn] = cell.color
    }
  }

  /// The cells of one colour as lines from neighbour to neighbour, row by row.
  ///
  /// - Parameter color: The number of the colour.
  /// - Returns: A path for round line ends, for a line as wide as a cell.
  func path(_ color: Int) -> String {
    guard columnCount > 0 else { return "" }
    var text: [UInt8] = []
    for row in 0..<colors.count / columnCount {
      var before: Range<Int>?
      for run in runs(row, color) {
        if let before {
          text += "m\((run.lowerBound - before.upperBound + 1) * cell) 0".utf8
        } else {
          text += "M\((firstColumn + run.lowerBound) * cell) \((firstRow + row) * cell)".utf8
        }
        text += "h\((run.count - 1) * cell)".utf8
        before = run
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The neighbours of one colour in a row.
  private func runs(_ row: Int, _ color: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for column in 0..<columnCount where colors[row * columnCount + column] == color {
      if let last = runs.last, last.upperBound == column {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(column..<column + 1)
      }
    }
    return runs
  }
}
