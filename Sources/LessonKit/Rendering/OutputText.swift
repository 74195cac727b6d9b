/// Makes what a program wrote fit to stand on a page or in a terminal.
enum OutputText {
  /// The text without control sequences.
  ///
  /// Terminal colours and other escape sequences are left out, `\r` ends a line like `\n`, and any
  /// other control character becomes U+FFFD.
  ///
  /// - Parameter text: What a program wrote.
  /// - Returns: Text of printable characters, tabs and line feeds.
  static func harmless(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar.value {
      case 0x1B, 0x9B:
        index = endOfSequence(scalars, index)
        continue
      case 0x0D:
        let isPair = index + 1 < scalars.count && scalars[index + 1] == "\n"
        if !isPair { result.append("\n") }
      case 0x09, 0x0A: result.append(scalar)
      case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      index += 1
    }
    return String(result)
  }

  /// The index after an escape sequence.
  ///
  /// One that does not end on its line is its first character
  /// only: text must not vanish.
  private static func endOfSequence(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    let isSingle = scalars[start].value == 0x9B
    let introducer = isSingle ? "[" : start + 1 < scalars.count ? scalars[start + 1] : "\n"
    let body = start + (isSingle ? 1 : 2)
    switch introducer {
    case "[":
      let end = scalars[min(body, scalars.count)...].firstIndex {
        !(0x20...0x3F).contains($0.value)
      }
      guard let end, (0x40...0x7E).contains(scalars[end].value) else { return start + 1 }
      return end + 1
    case "]", "P", "X", "^", "_":
      let end = scalars[min(body, scalars.count)...].firstIndex { $0.value < 0x20 }
      guard let end, scalars[end].value == 0x07 || scalars[end].value == 0x1B else {
        return start + 1
      }
      let hasBackslash = end + 1 < scalars.count && scalars[end + 1] == "\\"
      return scalars[end].value == 0x1B && hasBackslash ? end + 2 : end + 1
    case "\n", "\r": return start + 1
    default: return body
    }
  }
}
