/// A block of 8 × 8 numbers, row by row.
struct EightRows {
  private typealias Row = SIMD8<Float>

  private var rows: (Row, Row, Row, Row, Row, Row, Row, Row)

  /// The block whose rows start `stride` apart from an address on.
  @inline(__always)
  init(at address: UnsafePointer<Float>, stride: Int) {
    func row(_ index: Int) -> Row {
      UnsafeRawPointer(address + index &* stride).loadUnaligned(as: Row.self)
    }
    rows = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
  }

  /// Writes the rows `stride` apart.
  @inline(__always)
  func store(at address: UnsafeMutablePointer<Float>, stride: Int) {
    func store(_ row: Row, _ index: Int) {
      UnsafeMutableRawPointer(address + index &* stride).storeBytes(of: row, as: Row.self)
    }
    store(rows.0, 0)
    store(rows.1, 1)
    store(rows.2, 2)
    store(rows.3, 3)
    store(rows.4, 4)
    store(rows.5, 5)
    store(rows.6, 6)
    store(rows.7, 7)
  }

  /// The block with rows for columns.
  @inline(__always)
  var transposed: EightRows { shuffled.shuffled.shuffled }

  /// The rows, each of the upper four merged number by number with the one four below it.
  ///
  /// A number's place is written with six bits, three of its row and three of its column. Merging
  /// moves the row's first bit behind all others; three times, and rows are columns.
  @inline(__always)
  private var shuffled: EightRows {
    func low(_ one: Row, _ two: Row) -> Row {
      Row(one[0], two[0], one[1], two[1], one[2], two[2], one[3], two[3])
    }
    func high(_ one: Row, _ two: Row) -> Row {
      Row(one[4], two[4], one[5], two[5], one[6], two[6], one[7], two[7])
    }
    var result = self
    result.rows = (
      low(rows.0, rows.4), high(rows.0, rows.4), low(rows.1, rows.5), high(rows.1, rows.5),
      low(rows.2, rows.6), high(rows.2, rows.6), low(rows.3, rows.7), high(rows.3, rows.7)
    )
    return result
  }
}
