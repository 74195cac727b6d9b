/// The lines of a text, as CommonMark counts them: `\n`, `\r\n` and a lone `\r` end a line.
struct LessonLines {
  /// The text's bytes.
  let bytes: [UInt8]
  /// Each line's bytes without its line break.
  let contents: [Range<Int>]
  /// Each line's bytes with its line break; they cover `bytes` without a gap.
  let ranges: [Range<Int>]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var contents: [Range<Int>] = []
    var ranges: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        index += 1
        continue
      }
      let isPair =
        byte == UInt8(ascii: "\r") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "\n")
      let end = index + (isPair ? 2 : 1)
      contents.append(start..<index)
      ranges.append(start..<end)
      start = end
      index = end
    }
    if start < bytes.count {
      contents.append(start..<bytes.count)
      ranges.append(start..<bytes.count)
    }
    self.contents = contents
    self.ranges = ranges
  }

  /// The number of lines; a final line break does not start another one.
  var count: Int { ranges.count }

  /// The bytes of a line, without its line break and without a byte order mark.
  ///
  /// - Parameter line: A line, counted from 1.
  /// - Returns: The bytes; none past the end.
  func content(_ line: Int) -> ArraySlice<UInt8> {
    guard contents.indices.contains(line - 1) else { return [] }
    let content = bytes[contents[line - 1]]
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return line == 1 && content.starts(with: mark) ? content.dropFirst(mark.count) : content
  }

  /// A line as text, without its line break and without a byte order mark.
  ///
  /// - Parameter line: A line, counted from 1.
  /// - Returns: The text; empty past the end.
  func text(_ line: Int) -> String { String(decoding: content(line), as: UTF8.self) }

  /// The bytes of whole lines with their line breaks.
  ///
  /// - Parameter lines: Lines, counted from 1; those past the end are left out.
  /// - Returns: The lines' text.
  func text(lines: Range<Int>) -> String {
    let lower = min(max(lines.lowerBound, 1), count + 1)
    let upper = min(max(lines.upperBound, lower), count + 1)
    guard lower < upper else { return "" }
    return String(
      decoding: bytes[ranges[lower - 1].lowerBound..<ranges[upper - 2].upperBound], as: UTF8.self)
  }

  /// The line break of the first line that has one: what inserted lines use.
  var lineBreak: String {
    guard let range = ranges.first, let content = contents.first,
      content.upperBound < range.upperBound
    else { return "\n" }
    return String(decoding: bytes[content.upperBound..<range.upperBound], as: UTF8.self)
  }
}
