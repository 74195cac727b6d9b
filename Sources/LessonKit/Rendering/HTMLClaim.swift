import CellProtocol

/// Writes a claim as a card: verdict, evidence as picture and table, and what was not shown.
struct HTMLClaim {
  private let claim: ClaimReport

  init(_ claim: ClaimReport) { self.claim = claim }

  /// The card.
  func html(_ identifiers: inout Identifiers) -> String {
    let state =
      claim.isAsExpected ? "as-expected" : claim.verdict == .undecided ? "open" : "unexpected"
    let number = identifiers.identifier(for: "claim")
    var html = "<section class=\"output claim \(state)\" aria-labelledby=\"\(number)\">\n"
    html += "<p class=\"verdict\" id=\"\(number)\"><span class=\"mark\" aria-hidden=\"true\">"
    html += "\(claim.mark)</span> <strong>\(claim.headline)</strong>: "
    html += "<span class=\"statement\">\(text(claim.statement))</span></p>\n"
    html += IntervalPicture(claim)?.svg(prefix: number) ?? ""
    html += table
    if !claim.finding.isEmpty { html += "<p class=\"finding\">\(text(claim.finding))</p>\n" }
    if let picture = LooksPicture(claim) {
      html += "<details class=\"shrinking\">\n<summary>How the interval shrank</summary>\n"
      html += picture.svg(prefix: number) + "</details>\n"
    }
    html += "<p class=\"method\">\(text(claim.methodText))</p>\n" + facts
    if !claim.scope.isEmpty { html += "<p class=\"scope\">\(text(claim.scope))</p>\n" }
    return html + "</section>\n"
  }

  private func text(_ text: String) -> String { HTMLText.escape(OutputText.harmless(text)) }

  /// How many coordinates the table shows before it is folded.
  private static let openRowLimit = 16

  private var table: String {
    guard !claim.coordinates.isEmpty else { return "" }
    let heads =
      (claim.hasNames ? ["<th scope=\"col\">coordinate</th>"] : [])
      + claim.numberHeadings.map {
        "<th scope=\"col\" class=\"number\">\($0)</th>"
      } + ["<th scope=\"col\">result</th>"]
    let rows = claim.coordinates.map { coordinate in
      let name = claim.hasNames ? "<th scope=\"row\">\(text(coordinate.name))</th>" : ""
      let entries = claim.numbers(of: coordinate).map { "<td class=\"number\">\(text($0))</td>" }.joined()
      let result = "<td class=\"\(coordinate.place.rawValue)\">\(claim.result(of: coordinate))</td>"
      return "<tr>\(name)\(entries)\(result)</tr>\n"
    }
    let table =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Evidence\">\n<table>\n"
      + "<thead>\n<tr>\(heads.joined())</tr>\n</thead>\n<tbody>\n\(rows.joined())</tbody>\n"
      + "</table>\n</div>\n"
    guard claim.coordinates.count > Self.openRowLimit else { return table }
    return "<details>\n<summary>\(claim.coordinates.count) coordinates</summary>\n\(table)"
      + "</details>\n"
  }

  private var facts: String {
    guard !claim.facts.isEmpty else { return "" }
    let entries = claim.facts.map {
      "<div><dt>\(text($0.name))</dt><dd>\(text($0.text))</dd></div>\n"
    }
    return "<dl class=\"facts\">\n\(entries.joined())</dl>\n"
  }
}
