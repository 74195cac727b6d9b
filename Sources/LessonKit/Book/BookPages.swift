import CellProtocol
import VectorMath

/// The pages about a book, as Markdown: its index, and the ledger of its claims.
public struct BookPages {
  private let title: String
  private let record: BookRecord

  /// Prepares the pages.
  ///
  /// - Parameters:
  ///   - title: The book's title.
  ///   - record: What is remembered of its lessons.
  public init(title: String, record: BookRecord) {
    self.title = title
    self.record = record
  }

  private var claims: [ClaimRecord] { record.lessons.flatMap(\.claims) }

  /// The lessons with a sentence about each.
  public var index: String {
    var text = heading(title, "All lessons, and how their claims came out")
    for lesson in record.lessons {
      let count = lesson.claims.count
      let good = lesson.claims.count(where: \.isAsExpected)
      let claims = count == 0 ? "no claims" : "\(good) of \(count) claims as expected"
      let summary = lesson.summary.map { "  \(MarkdownText.inline($0))\\\n" } ?? ""
      text += "- **[\(MarkdownText.inline(lesson.title))](\(address(lesson.file)))**\\\n"
      text += "\(summary)  *\(lesson.cellCount) cells, \(claims)*\n"
    }
    return text + "\nEvery claim stands in the [ledger](ledger.md). \(budget)\n"
  }

  /// Every claim of the book.
  public var ledger: String {
    var text = heading("Ledger of claims", "Every claim of the book, and what was found")
    text += """
      A claim is *verified* when its interval lies within the margin, *refuted* when some interval lies
      wholly outside, and *undecided* otherwise; *exact* claims compare finite sums. n is the number of
      samples, α the probability with which a sampled verdict may be wrong. Last comes the lecture or
      paper that a claim is about; it need not say what the claim says. \(budget)


      """
    for lesson in record.lessons where !lesson.claims.isEmpty {
      text += "## [\(MarkdownText.inline(lesson.title))](\(address(lesson.file)))\n\n"
      text += MarkdownText.table(table(lesson)).joined(separator: "\n") + "\n\n"
    }
    let silent = record.lessons.filter(\.claims.isEmpty).map { MarkdownText.inline($0.title) }
    if !silent.isEmpty { text += "Without claims: \(silent.joined(separator: ", ")).\n\n" }
    return text + "Back to [\(MarkdownText.inline(title))](README.md).\n"
  }

  private var budget: String {
    guard !claims.isEmpty else { return "There are no claims." }
    let good = claims.count(where: \.isAsExpected)
    let alpha = claims.reduce(0) { $0 + $1.alpha }
    let first = "\(good) of \(claims.count) claims came out as announced."
    guard alpha > 0 else { return "\(first) All of them are exact." }
    let isNominal = claims.contains { $0.method == .asymptotic }
    return "\(first) Together the sampled verdicts are wrong with a probability of at most "
      + "\(NumberText.significant(alpha, digits: 2))"
      + (isNominal ? " (nominal where a claim is asymptotic)." : ".")
  }

  private func table(_ lesson: LessonRecord) -> TableValue {
    TableValue(
      header: ["claim", "verdict", "evidence", "about"],
      alignments: [.leading, .leading, .leading, .leading],
      rows: lesson.claims.map { claim in
        [claim.statement, verdict(claim), evidence(claim), claim.source ?? "–"]
      })
  }

  private func verdict(_ claim: ClaimRecord) -> String {
    guard claim.isAsExpected else {
      return "✗ \(claim.verdict.rawValue), announced \(claim.expected.rawValue)"
    }
    let isAnnounced = claim.verdict != .verified
    return "✓ \(claim.verdict.rawValue)\(isAnnounced ? ", as announced" : "")"
  }

  private func evidence(_ claim: ClaimRecord) -> String {
    var parts = [claim.method.rawValue]
    if claim.sampleCount > 0 { parts.append("n = \(NumberText.count(claim.sampleCount))") }
    if let margin = claim.margin { parts.append("margin \(margin)") }
    if claim.alpha > 0 { parts.append("α = \(NumberText.significant(claim.alpha, digits: 2))") }
    if let seed = claim.seed { parts.append("seed \(seed)") }
    return parts.joined(separator: ", ")
  }

  private func heading(_ title: String, _ description: String) -> String {
    "# \(MarkdownText.inline(title))\n\n\(description).\n\n"
  }

  private func address(_ file: String) -> String {
    HTMLText.percentEncoded(file).replacing("(", with: "%28").replacing(")", with: "%29")
  }
}
