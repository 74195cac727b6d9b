/// How the text of a table's column is aligned.
enum ColumnAlignment: Equatable {
  case none
  case leading
  case center
  case trailing
}

/// A line of a pipe table, by GitHub's rules.
enum TableRow {
  /// The cells of a line.
  ///
  /// A pipe at either end is no separator, nor is `\|`, which stands for a pipe even in code.
  ///
  /// - Parameter line: The line without what belongs to quotations around it.
  /// - Returns: The cells, trimmed.
  static func cells(_ line: some Collection<UInt8>) -> [String] {
    let pipe = UInt8(ascii: "|")
    var cells: [[UInt8]] = [[]]
    var isEscaped = false
    for byte in trimmed(Array(line)[...]) {
      if isEscaped {
        if byte == pipe { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(byte)
        isEscaped = false
      } else if byte == pipe {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
        isEscaped = byte == UInt8(ascii: "\\")
      }
    }
    if cells.count > 1, trimmed(cells[0][...]).isEmpty { cells.removeFirst() }
    if cells.count > 1, trimmed(cells[cells.count - 1][...]).isEmpty { cells.removeLast() }
    return cells.map { String(decoding: trimmed($0[...]), as: UTF8.self) }
  }

  /// The alignments that a table's second line states, or nil where it is no such line.
  static func alignments(_ line: some Collection<UInt8>) -> [ColumnAlignment]? {
    guard line.contains(UInt8(ascii: "|")),
      line.allSatisfy({ Set("|:- \t".utf8).contains($0) })
    else { return nil }
    var alignments: [ColumnAlignment] = []
    for cell in cells(line) {
      let hasStart = cell.hasPrefix(":")
      let hasEnd = cell.count > 1 && cell.hasSuffix(":")
      let dashes = cell.dropFirst(hasStart ? 1 : 0).dropLast(hasEnd ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == "-" }) else { return nil }
      alignments.append(hasEnd ? (hasStart ? .center : .trailing) : hasStart ? .leading : .none)
    }
    return alignments
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let start = bytes.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return start[...last]
  }
}
