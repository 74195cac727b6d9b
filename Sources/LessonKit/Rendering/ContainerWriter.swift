/// Writes lines inside the list items and quotations a cell stands in.
struct ContainerWriter {
  private let lines: LessonLines
  private let cell: Cell
  /// What stands before the fence on its line: `- `, `> `.
  private let first: String
  /// What stands before the lines after it: list markers turned into spaces.
  private let rest: String
  private var hasWritten = false

  init(_ lines: LessonLines, _ cell: Cell) {
    self.lines = lines
    self.cell = cell
    let bytes = lines.content(cell.fence.line).prefix(max(cell.fence.column - 1, 0))
    let kept: Set<UInt8> = [0x20, 0x09, 0x3E]
    first = String(decoding: bytes, as: UTF8.self)
    rest = String(decoding: bytes.map { kept.contains($0) ? $0 : 0x20 }, as: UTF8.self)
  }

  /// Writes a line of ours.
  mutating func write(_ line: String, _ text: inout String) {
    endLine(&text)
    let prefix = hasWritten ? rest : first
    text += line.isEmpty && hasWritten ? String(prefix.trimmedEnd) : prefix + line
    text += lines.lineBreak
    hasWritten = true
  }

  /// Copies a line of the author's.
  mutating func copy(_ line: Int, _ text: inout String) {
    endLine(&text)
    if line == cell.fence.line, hasWritten {
      let content = lines.content(line).dropFirst(first.utf8.count)
      text += rest + String(decoding: content, as: UTF8.self) + lines.lineBreak
    } else {
      text += lines.text(lines: line..<line + 1)
    }
    hasWritten = true
  }

  /// Writes a blank line unless there is one.
  mutating func separate(_ text: inout String) {
    let isMarked = !hasWritten && first != rest
    let lastLine = text.utf8.dropLast(lines.lineBreak.utf8.count).reversed().prefix {
      $0 != 0x0A && $0 != 0x0D
    }
    let isBlank = lastLine.allSatisfy { [0x20, 0x09, 0x3E].contains($0) }
    // A list marker must not stand on a blank line; what follows it starts the item anyway.
    if !isBlank, !isMarked {
      endLine(&text)
      text += String(rest.trimmedEnd) + lines.lineBreak
    }
  }

  /// Keeps a list marker alive when nothing of its cell is shown.
  mutating func finish(_ text: inout String) {
    if !hasWritten, first != rest { write("", &text) }
  }

  private func endLine(_ text: inout String) {
    if let last = text.utf8.last, last != 0x0A, last != 0x0D { text += lines.lineBreak }
  }
}

extension String {
  /// The text without spaces and tabs at its end.
  fileprivate var trimmedEnd: Substring {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return self[...last]
  }
}
