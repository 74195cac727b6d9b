public import CellProtocol

/// Writes results for the terminal.
public struct TerminalRenderer: Sendable {
  /// Whether the terminal shows colours.
  public var usesColor: Bool

  /// Creates a renderer.
  ///
  /// - Parameter usesColor: Whether the terminal shows colours.
  public init(usesColor: Bool) { self.usesColor = usesColor }

  /// An output as lines of text.
  ///
  /// - Parameter output: What a cell produced.
  /// - Returns: Lines, the last one with a line break; no control characters but colours of ours.
  public func text(_ output: CellOutput) -> String {
    switch output {
    case .text(.standardOutput, let text), .value(let text), .markdown(let text):
      return ended(OutputText.harmless(text))
    case .text(.standardError, let text): return ended(paint(OutputText.harmless(text), .yellow))
    case .table(let table): return self.table(table)
    case .figure(let figure):
      return "[figure: \(line(figure.caption ?? figure.words))]\n"
    case .claim(let claim): return self.claim(claim)
    }
  }

  /// A claim's verdict with its most telling facts; a second line says why it is not as expected.
  ///
  /// - Parameter claim: The claim.
  /// - Returns: One or two lines, each with a line break.
  public func claim(_ claim: ClaimReport) -> String {
    let colour: Colour =
      claim.isAsExpected ? .green : claim.verdict == .undecided ? .yellow : .red
    let head = paint("\(claim.mark) \(claim.headline)", colour)
    let names = ["samples": "n = ", "runs": "runs = ", "margin": "margin ", "α": "α "]
    var facts = claim.facts.compactMap { fact in names[fact.name].map { $0 + line(fact.text) } }
    if claim.method == .exact { facts.insert("exact", at: 0) }
    if claim.method == .asymptotic { facts.append("asymptotic") }
    var text = ([head + ": " + line(claim.statement)] + facts).joined(separator: "   ") + "\n"
    if !claim.isAsExpected, !claim.finding.isEmpty { text += "  \(line(claim.finding))\n" }
    return text
  }

  private enum Colour: String {
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  private func paint(_ text: String, _ colour: Colour) -> String {
    usesColor ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func line(_ text: String) -> String {
    OutputText.harmless(text).split(separator: "\n").joined(separator: " ")
  }

  private func ended(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }

  private func table(_ table: TableValue) -> String {
    let columns = table.header.indices
    let rows = ([table.header] + table.rows).map { row in
      columns.map { $0 < row.count ? line(row[$0]) : "" }
    }
    let widths = columns.map { column in rows.map { TextColumns.count($0[column]) }.max() ?? 0 }
    let lines = rows.map { row in
      let entries = columns.map { column in
        let isTrailing =
          table.alignments.indices.contains(column) && table.alignments[column] == .trailing
        return TextColumns.padded(row[column], to: widths[column], atEnd: isTrailing)
      }
      let text = entries.joined(separator: "  ")
      return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    let caption = table.caption.map { line($0) + "\n" } ?? ""
    return caption + lines.joined()
  }
}
