import Glibc

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
    var key: [UInt8]
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
        if key.count < 4 || Self.contains(stubs, key) || isTrivial && Self.contains(shown, key) {
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
      guard keys.contains(where: { Self.contains($0, secret.key) }) else { return nil }
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
    // No line has a NUL, so none is found across two attributes.
    let attributes = Array(parts.attributes.map(Self.key).joined(separator: [0]))
    return secrets.compactMap { secret in
      if Self.contains(text, secret.key) { return diagnostic(secret, place) }
      guard Self.contains(attributes, secret.key) else { return nil }
      return diagnostic(secret, "\(place), in an attribute")
    }
  }

  private func diagnostic(_ secret: Secret, _ place: String) -> Diagnostic {
    Diagnostic(
      .error, at: TextPosition(line: secret.line),
      "this line of \(secret.noun) stands in the student's handout: '\(secret.text)' in \(place)")
  }

  private static func line(of key: [UInt8], in text: String) -> Int? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.firstIndex { contains(Self.key(String($0)), key) }.map { $0 + 1 }
  }

  /// A text's bytes without white space.
  private static func key(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return bytes
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    return text.withUnsafeBytes { text in
      guard let start = text.baseAddress else { return false }
      var offset = 0
      // A byte of the key at a time is what the system finds fastest.
      while offset + part.count <= text.count,
        let found = memchr(start + offset, Int32(first), text.count - part.count - offset + 1)
      {
        if memcmp(found, part, part.count) == 0 { return true }
        offset = UnsafeRawPointer(found) - start + 1
      }
      return false
    }
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
