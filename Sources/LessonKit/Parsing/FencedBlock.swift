/// A fenced code block, seen in the lesson's own bytes.
struct FencedBlock: Equatable {
  /// The opening fence's place.
  var fence: TextPosition
  /// The fence's backticks or tildes.
  var marker: String
  /// The rest of the opening line.
  var info: String
  /// The content with `\n` at line ends; ends with one unless empty.
  var source: String
  /// The last line of the block.
  var lastLine: Int
  /// Whether a closing fence ends the block.
  var isClosed: Bool
  /// The bytes before each content line that belong to list items, quotations and the fence.
  ///
  /// Negative where CommonMark turned a tab into several spaces.
  var indentations: [Int]

  /// Where the info string starts.
  var infoPosition: TextPosition {
    TextPosition(line: fence.line, column: fence.column + marker.utf8.count)
  }

  /// Reads the block of a code node; nil for a code block that is indented, not fenced.
  init?(_ node: MarkdownNode, in lines: LessonLines) {
    guard case .codeBlock(let info, let literal) = node.kind else { return nil }
    let opening = lines.content(node.start.line)
    let rest = Array(opening.dropFirst(node.start.column - 1))
    guard let character = rest.first,
      character == UInt8(ascii: "`") || character == UInt8(ascii: "~")
    else { return nil }
    let length = rest.prefix { $0 == character }.count
    guard length >= 3 else { return nil }
    let contents = Self.lines(of: literal)
    let tail = String(decoding: rest.dropFirst(length), as: UTF8.self)
    // Four spaces make code of a line that looks like a fence. Such a block has no info string and
    // starts with that very line; a fenced block with that content would need a longer fence.
    if info.isEmpty, contents.first.map({ Array($0) == rest }) ?? false { return nil }
    fence = node.start
    marker = String(decoding: rest.prefix(length), as: UTF8.self)
    self.info = tail
    source = literal
    let closing = lines.content(node.endLine).drop { [0x20, 0x09, 0x3E].contains($0) }
    isClosed =
      node.endLine == node.start.line + contents.count + 1
      && closing.prefix { $0 == character }.count >= length
      && closing.drop { $0 == character }.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    lastLine = node.start.line + contents.count + (isClosed ? 1 : 0)
    indentations = contents.enumerated().map { index, content in
      Self.indentation(of: content, in: lines.content(node.start.line + 1 + index))
    }
  }

  /// The one indentation of all lines that are not blank, or nil where they differ.
  var uniformIndentation: Int? {
    let contents = Self.lines(of: source)
    let found = Set(zip(indentations, contents).lazy.filter { !$1.isEmpty }.map(\.0))
    return found.count > 1 ? nil : found.first ?? fence.column - 1
  }

  private static func lines(of literal: String) -> [Substring.UTF8View] {
    var lines = Substring(literal).utf8.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  private static func indentation(of content: Substring.UTF8View, in line: ArraySlice<UInt8>) -> Int
  {
    if line.suffix(content.count).elementsEqual(content) { return line.count - content.count }
    // CommonMark consumed a part of a tab and wrote the rest as spaces: line up what follows them.
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let code = content.drop(while: isBlank)
    return line.count - code.count - (content.count - code.count)
  }
}
