import CellProtocol

/// Writes plain text as Markdown that shows just that text.
enum MarkdownText {
  /// Text inside a paragraph or a table entry.
  static func inline(_ text: String) -> String {
    let special: Set<Character> = ["\\", "`", "*", "[", "]", "<", ">", "&", "|", "$", "~"]
    var result = ""
    var previous: Character = " "
    for character in OutputText.harmless(text).trimmed {
      // An underscore between letters starts no emphasis; escaped names would be hard to read.
      let isSpecial = special.contains(character) || character == "_" && !previous.isLetter
      if isSpecial { result += "\\" }
      result += character.isNewline ? " " : String(character)
      previous = character
    }
    return result
  }

  /// Text that is a paragraph by itself.
  static func paragraph(_ text: String) -> String {
    let text = inline(text)
    let digits = text.prefix { $0.isNumber }
    if !digits.isEmpty, let next = text.dropFirst(digits.count).first, next == "." || next == ")" {
      return "\(digits)\\\(text.dropFirst(digits.count))"
    }
    guard let first = text.first, "#+-=:".contains(first) else { return text }
    return "\\\(text)"
  }

  /// A fenced block; its fence is longer than any in the text.
  static func fenced(_ text: String, info: String) -> [String] {
    let text = OutputText.harmless(text)
    var longest = 2
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return [fence + info] + lines + [fence]
  }

  /// A pipe table, its columns lined up for readers of the source.
  static func table(_ table: TableValue) -> [String] {
    let columnCount = table.header.count
    guard columnCount > 0 else { return [] }
    let rows = ([table.header] + table.rows).map { row in
      (0..<columnCount).map { $0 < row.count ? inline(row[$0]) : "" }
    }
    let widths = (0..<columnCount).map { column in
      rows.map { TextColumns.count($0[column]) }.max() ?? 0
    }
    func line(_ row: [String]) -> String {
      let entries = row.enumerated().map { column, entry in
        TextColumns.padded(entry, to: widths[column], atEnd: isTrailing(table, column))
      }
      return "| \(entries.joined(separator: " | ")) |"
    }
    let rule = (0..<columnCount).map { column in
      let dashes = String(repeating: "-", count: max(widths[column], 1))
      return isTrailing(table, column) ? "-\(dashes):" : ":\(dashes)-"
    }
    return [line(rows[0]), "|\(rule.joined(separator: "|"))|"] + rows.dropFirst().map(line)
  }

  private static func isTrailing(_ table: TableValue, _ column: Int) -> Bool {
    table.alignments.indices.contains(column) && table.alignments[column] == .trailing
  }
}
