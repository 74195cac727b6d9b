import Glibc

/// KaTeX's style sheet with the fonts that a page uses.
enum KaTeXStyle {
  /// Fonts, and the classes of which one means that the font is used; none for always.
  private static let fonts: [(name: String, classes: [String])] = [
    ("Main-Regular", []), ("Main-Bold", ["mathbf", "textbf"]),
    ("Main-Italic", ["mathit", "textit"]), ("Math-Italic", ["mathnormal"]),
    ("Math-BoldItalic", ["boldsymbol"]), ("AMS-Regular", ["amsrm", "mathbb", "textbb"]),
    ("Caligraphic-Regular", ["mathcal"]), ("Fraktur-Regular", ["mathfrak", "textfrak"]),
    ("Typewriter-Regular", ["mathtt", "texttt"]), ("Script-Regular", ["mathscr", "textscr"]),
    ("SansSerif-Regular", ["mathsf", "textsf"]), ("SansSerif-Bold", ["mathboldsf", "textboldsf"]),
    ("SansSerif-Italic", ["mathitsf", "textitsf"]),
    ("Size1-Regular", ["size1", "delim-size1", "small-op"]),
    ("Size2-Regular", ["size2", "large-op"]),
    ("Size3-Regular", ["size3"]), ("Size4-Regular", ["size4", "delim-size4"]),
  ]

  /// The style sheet for a page.
  ///
  /// - Parameters:
  ///   - html: The page's content.
  ///   - files: KaTeX.
  /// - Returns: CSS that loads nothing.
  static func css(for html: String, _ files: KaTeXFiles) -> String {
    var css = ""
    for font in fonts where font.classes.isEmpty || font.classes.contains(where: { uses(html, $0) })
    {
      guard let bytes = files.font("KaTeX_\(font.name)") else { continue }
      let parts = font.name.split(separator: "-")
      let source = ImageSource.dataURL(bytes, type: "font/woff2")
      css += "@font-face{font-family:KaTeX_\(parts[0]);src:url(\(source)) format('woff2');"
      css += "font-weight:\(parts[1].hasPrefix("Bold") ? 700 : 400);"
      css += "font-style:\(parts[1].hasSuffix("Italic") ? "italic" : "normal")}\n"
    }
    return css + rules(files.style) + "\n"
  }

  /// The style sheet's rules without its own fonts, which lie in files.
  private static func rules(_ style: String) -> String {
    var rest = style[...]
    var rules = ""
    while let start = rest.firstRange(of: "@font-face{") {
      rules += rest[..<start.lowerBound]
      rest = rest[start.upperBound...].drop { $0 != "}" }.dropFirst()
    }
    return (rules + rest).replacing("<", with: "")
  }

  /// Whether a class stands in a class attribute.
  private static func uses(_ html: String, _ name: String) -> Bool {
    for start in ["\"", " "] {
      for end in ["\"", " "] where contains(html, start + name + end) { return true }
    }
    return false
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    text.withCString { strstr($0, part) != nil }
  }
}
