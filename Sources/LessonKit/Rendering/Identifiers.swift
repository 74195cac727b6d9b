/// The identifiers on a page, each given once.
struct Identifiers {
  private var used: Set<String> = []
  private var next: [String: Int] = [:]

  /// Takes an identifier.
  ///
  /// - Returns: Whether it was free and can be one.
  mutating func reserve(_ identifier: String) -> Bool {
    !identifier.isEmpty && !identifier.contains(where: \.isWhitespace)
      && used.insert(identifier).inserted
  }

  /// An identifier made of a heading's words, as GitHub makes it.
  ///
  /// - Parameter words: The words.
  /// - Returns: Lower-case words with hyphens, and a number where they are taken.
  mutating func identifier(for words: String) -> String {
    var base = ""
    for character in words.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        base.append(character)
      } else if character == " " {
        base += "-"
      }
    }
    if base.isEmpty { base = "section" }
    var identifier = base
    while !reserve(identifier) {
      let number = next[base, default: 1]
      next[base] = number + 1
      identifier = "\(base)-\(number)"
    }
    return identifier
  }
}
