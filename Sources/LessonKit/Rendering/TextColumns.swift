/// How many columns texts take where every letter is equally wide, as in a terminal.
enum TextColumns {
  /// The columns of a text: two for what Chinese, Japanese and Korean writing and emoji take.
  static func count(_ text: String) -> Int {
    // Most table entries are numbers and English words: a column a byte.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) ?? false ? 2 : 1) }
  }

  /// The text with spaces up to a width: behind it, or before it.
  static func padded(_ text: String, to width: Int, atEnd isTrailing: Bool) -> String {
    let padding = String(repeating: " ", count: max(width - count(text), 0))
    return isTrailing ? padding + text : text + padding
  }

  // The East Asian wide and full-width blocks (Unicode Standard Annex 11).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    // No wide letter or emoji comes before the first block.
    guard scalar.value >= 0x1100 else { return false }
    return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) }
  }
}
