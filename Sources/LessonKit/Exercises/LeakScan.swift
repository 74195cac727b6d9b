/// Looks for lines that students must not see in what students get.
///
/// White space does not count, on either side. A line of which little could be said, `}`, `return x`
/// or `for s in 0..<2 {`, is looked for only if the lesson does not show it elsewhere anyway; any
/// other line must not occur at all, so that a solution that the prose repeats is found.
public struct LeakScan {
  /// A line that was found.
  public struct Leak: Equatable {
    /// The message, at the line of the source.
    public var diagnostic: Diagnostic
  }

  private struct Secret {
    var key: String
    var text: String
    var line: Int
    var noun: String
  }

  private let secrets: [Secret]

  /// Notes what must not be found.
  ///
  /// - Parameters:
  ///   - lesson: The source.
  ///   - handout: The student's variant.
  public init(_ lesson: Lesson, handout: Handout) {
    let lines = LessonLines(lesson.text)
    let shown = Self.key(handout.keptLines.map(lines.text).joined(separator: "\n"))
    let stubs = Self.key(handout.stubs.joined(separator: "\n"))
    var secrets: [Int: Secret] = [:]
    for region in lesson.regions {
      for line in region.content {
        let isProse = region.form == .prose
        let text =
          isProse ? Self.withoutTags(lines.text(line)) : Handout.withoutSuffix(lines.text(line))
        guard let words = Self.words(text, isProse: isProse) else { continue }
        // Whoever gives an answer away in a sentence leaves `return` out.
        let code = text.drop { $0 == " " || $0 == "\t" }
        let key = Self.key(code.hasPrefix("return ") ? String(code.dropFirst(7)) : text)
        let isTrivial = words < (isProse ? 3 : 2) || !isProse && text.trimmed.hasSuffix("{")
        if key.utf8.count < 4 || stubs.contains(key) || isTrivial && shown.contains(key) {
          continue
        }
        secrets[line] = Secret(
          key: key, text: text.trimmed, line: line, noun: region.kind.noun)
      }
    }
    self.secrets = secrets.values.sorted { $0.line < $1.line }
  }

  /// Looks through a text: Markdown, or code.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - place: What messages call it.
  /// - Returns: A message for each line that was found.
  public func leaks(inText text: String, of place: String) -> [Diagnostic] {
    let lines = text.split(whereSeparator: \.isNewline)
    let keys = [Self.key(text), Self.key(MarkupText.decoded(text))]
    return secrets.compactMap { secret in
      guard keys.contains(where: { $0.contains(secret.key) }) else { return nil }
      let line = lines.isEmpty ? nil : Self.line(of: secret.key, in: text)
      return diagnostic(secret, line.map { "\(place), line \($0)" } ?? place)
    }
  }

  /// Looks through a page or picture: its text, and the values of its attributes.
  ///
  /// - Parameters:
  ///   - markup: HTML or SVG.
  ///   - place: What messages call it.
  /// - Returns: A message for each line that was found.
  public func leaks(inMarkup markup: String, of place: String) -> [Diagnostic] {
    let parts = MarkupText(markup)
    let text = Self.key(parts.text)
    let attributes = parts.attributes.map(Self.key)
    return secrets.compactMap { secret in
      if text.contains(secret.key) { return diagnostic(secret, place) }
      guard attributes.contains(where: { $0.contains(secret.key) }) else { return nil }
      return diagnostic(secret, "\(place), in an attribute")
    }
  }

  private func diagnostic(_ secret: Secret, _ place: String) -> Diagnostic {
    Diagnostic(
      .error, at: TextPosition(line: secret.line),
      "this line of \(secret.noun) stands in the student's handout: '\(secret.text)' in \(place)")
  }

  private static func line(of key: String, in text: String) -> Int? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.firstIndex { Self.key(String($0)).contains(key) }.map { $0 + 1 }
  }

  /// A text without white space.
  private static func key(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
  }

  /// The words of a line of raw HTML: `<details>` is no secret, and stands on many pages.
  private static func withoutTags(_ line: String) -> String {
    let text = line.trimmed
    return text.hasPrefix("<") && text.hasSuffix(">") ? MarkupText(text).text : line
  }

  private static let keywords: Set<String> = [
    "await", "break", "continue", "else", "false", "for", "func", "guard", "if", "in", "let",
    "nil", "return", "self", "true", "try", "var", "while",
  ]

  /// How many words of its own a line has; nil when it has none, or is a fence or an option.
  private static func words(_ line: String, isProse: Bool) -> Int? {
    let start = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
    if start.hasPrefix("```") || start.hasPrefix("~~~") || start.hasPrefix("//|") { return nil }
    let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    let count = isProse ? words.count : words.count { !keywords.contains(String($0)) }
    return count == 0 ? nil : count
  }
}
