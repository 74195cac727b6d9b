/// How wide words are, without knowing the reader's font.
///
/// Widths in ems of a usual sans-serif font, a little on the safe side.
enum TextWidth {
  static func estimate(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width($1) } * size
  }

  private static func width(_ scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: return 0
    case 0x20, 0x21, 0x27, 0x28, 0x29, 0x2C, 0x2E, 0x2F, 0x3A, 0x3B, 0x49, 0x5B, 0x5D, 0x66, 0x69,
      0x6A, 0x6C, 0x72, 0x74, 0x7C, 0xB2, 0xB3, 0xB9, 0x2070...0x209F:
      return 0.36
    case 0x4D, 0x57, 0x6D, 0x77, 0x40, 0x25: return 0.9
    case 0x41...0x5A: return 0.69
    case 0x30...0x39: return 0.64
    case 0..<0x1100: return 0.61
    default: return scalar.properties.isEmojiPresentation || scalar.value >= 0x1100 ? 1.05 : 0.62
    }
  }

  /// The text, cut with `…` where it is wider.
  static func fitted(_ text: String, width: Double, size: Double) -> String {
    guard estimate(text, size: size) > width else { return text }
    var cut = text
    while !cut.isEmpty, estimate(cut + "…", size: size) > width { cut.removeLast() }
    return cut + "…"
  }
}
