/// The bytes of a paragraph without what belongs to quotations around it, and their places.
struct InlineSource {
  /// The bytes, with `\n` between lines.
  private(set) var bytes: [UInt8] = []
  private let lines: LessonLines
  /// Where each line starts in `bytes`, in the text, and which it is.
  private var starts: [(offset: Int, index: Int, line: Int)] = []

  init(_ lines: LessonLines, _ leaf: MarkdownNode, through last: Int) {
    self.lines = lines
    let first = leaf.start.line
    let before = lines.content(first).prefix(leaf.start.column - 1)
    let depth = before.count { $0 == UInt8(ascii: ">") }
    for line in first...max(last, first) {
      let content = lines.content(line)
      let text =
        line == first ? content.dropFirst(before.count) : Self.text(content, depth: depth)
      if line > first { bytes.append(0x0A) }
      starts.append((bytes.count, text.startIndex, line))
      bytes += text
    }
  }

  /// A line without the spaces and as many quotation marks at its start.
  private static func text(_ content: ArraySlice<UInt8>, depth: Int) -> ArraySlice<UInt8> {
    var text = content.drop { $0 == 0x20 || $0 == 0x09 }
    for _ in 0..<depth where text.first == UInt8(ascii: ">") {
      text = text.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
    }
    return text
  }

  /// The line of a byte, found by halving.
  private func lineIndex(_ offset: Int) -> Int {
    var range = 0..<starts.count
    while range.count > 1 {
      let middle = (range.lowerBound + range.upperBound) / 2
      range =
        starts[middle].offset <= offset
        ? middle..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  /// The place of a byte.
  func position(_ offset: Int) -> TextPosition {
    let start = starts[lineIndex(offset)]
    let index = start.index + offset - start.offset
    let column = index - lines.content(start.line).startIndex + 1
    return TextPosition(line: start.line, column: column)
  }

  /// The bytes of the text that some bytes came from, one range a line.
  func ranges(_ range: Range<Int>) -> [Range<Int>] {
    let first = lineIndex(range.lowerBound)
    return (first...lineIndex(range.upperBound)).map { number in
      let start = starts[number]
      let end = number + 1 < starts.count ? starts[number + 1].offset - 1 : bytes.count
      let lower = max(range.lowerBound, start.offset) - start.offset
      let upper = min(range.upperBound, end) - start.offset
      return (start.index + lower)..<(start.index + max(lower, upper))
    }
  }

  /// Where some bytes stand.
  func positions(_ range: Range<Int>) -> Range<TextPosition> {
    position(range.lowerBound)..<position(range.upperBound)
  }

  /// Where the lines of some bytes start.
  func lineStarts(_ range: Range<Int>) -> [TextPosition] {
    let first = lineIndex(range.lowerBound)
    return (first...max(lineIndex(range.upperBound), first)).map { number in
      position(max(range.lowerBound, starts[number].offset))
    }
  }
}
