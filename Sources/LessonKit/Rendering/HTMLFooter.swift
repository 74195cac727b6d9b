import CellProtocol

/// Writes the end of a page: how its claims came out, and how to get it again.
struct HTMLFooter {
  var lesson: Lesson
  var results: [CellResult]
  var context: RenderContext

  /// The footer.
  var html: String {
    "<footer>\n\(claims)\(stamp)</footer>\n"
  }

  private var claims: String {
    let reports = ClaimSummary(results)
    guard reports.count > 0 else { return "" }
    return "<p>\(reports.text)</p>\n"
  }

  private var stamp: String {
    if let command = context.command {
      let text = HTMLText.escape(OutputText.harmless(command))
      return "<p>To get this page again: <code>\(text)</code> (lesson \(context.version)).</p>\n"
    }
    let seed = context.seed ?? lesson.frontMatter.seed
    let parameters = context.parameters.map { " -P \(Self.argument("\($0.name)=\($0.text)"))" }
    let words = "lesson render \(Self.argument(lesson.fileName)) --seed \(seed)"
    let command = HTMLText.escape(OutputText.harmless(words + parameters.joined()))
    let digest = SHA256.hexadecimal(of: (context.source ?? lesson.text).utf8).prefix(12)
    let parts =
      ["lesson \(context.version)"] + [context.toolchain].compactMap { $0 }
      + ["the lesson's SHA-256 starts with \(digest)"]
    let facts = parts.map(HTMLText.escape).joined(separator: "; ")
    return "<p>To get this page again: <code>\(command)</code> (\(facts)).</p>\n"
  }

  /// A word as a shell takes it.
  private static func argument(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      byte >= 0x80 || Label.isNameByte(byte) || "./=,:+%@".utf8.contains(byte)
    }
    return isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'"
  }
}
