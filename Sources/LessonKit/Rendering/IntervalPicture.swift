import CellProtocol

/// Draws each coordinate's interval against its margin.
///
/// Every row has its own scale: the claimed value lies in the middle, the margin's nearer finite
/// side at one unit from it. So rows with different margins can be compared.
struct IntervalPicture {
  private struct Row {
    var name: String
    var place: ClaimReport.Coordinate.Place
    /// Estimate, interval and margin in units of the margin, the claimed value at 0.
    var estimate: Double
    var interval: (lower: Double, upper: Double)
    var margin: (lower: Double, upper: Double)
  }

  /// How many coordinates are drawn: the first ones, in order.
  private static let rowLimit = 16
  /// How many margins a picture reaches to either side; what lies beyond is an arrow.
  private static let reachLimit = 8.0

  private let claim: ClaimReport
  private let rows: [Row]

  /// The picture of a claim; nil where there is nothing to draw, as for exact claims.
  init?(_ claim: ClaimReport) {
    let rows = claim.coordinates.prefix(Self.rowLimit).compactMap(Self.row)
    guard claim.method != .exact, !rows.isEmpty else { return nil }
    self.claim = claim
    self.rows = rows
  }

  private static func row(_ coordinate: ClaimReport.Coordinate) -> Row? {
    let ends = [coordinate.lower, coordinate.upper, coordinate.estimate, coordinate.expected]
    guard ends.allSatisfy(\.isFinite) else { return nil }
    let widths = [coordinate.marginUpper, coordinate.marginLower]
      .map { abs($0 - coordinate.expected) }.filter { $0.isFinite && $0 > 0 }
    let reach = ends.map { abs($0 - coordinate.expected) }.max() ?? 0
    guard let unit = widths.min() ?? (reach > 0 ? reach : nil) else { return nil }
    let scaled = { (value: Double) in (value - coordinate.expected) / unit }
    return Row(
      name: OutputText.harmless(coordinate.name), place: coordinate.place,
      estimate: scaled(coordinate.estimate),
      interval: (scaled(coordinate.lower), scaled(coordinate.upper)),
      margin: (scaled(coordinate.marginLower), scaled(coordinate.marginUpper)))
  }

  /// The picture.
  ///
  /// - Parameter prefix: Starts the identifiers in the picture; unique on the page.
  /// - Returns: An SVG element for an HTML page; its colours come from the page's style.
  func svg(prefix: String) -> String {
    let nameWidth = min(Double(rows.map(\.name.count).max() ?? 0) * 8, 110)
    let left = nameWidth + 6
    let right = 414.0
    let rowHeight = 24.0
    let bottom = Double(rows.count) * rowHeight + 4
    let reach = min(max(1.7, (rows.map(extent).max() ?? 1) * 1.08), Self.reachLimit)
    let scale = { (value: Double) in
      left + (min(max(value, -reach), reach) + reach) / (2 * reach) * (right - left)
    }
    var body = ""
    for (index, row) in rows.enumerated() {
      let middle = Double(index) * rowHeight + rowHeight / 2 + 4
      body += svg(row, at: middle, scale, reach)
    }
    body += element(
      "line", "claimed", [("x1", scale(0)), ("y1", 2), ("x2", scale(0)), ("y2", bottom)])
    body += axis(scale, bottom + 16)
    let height = PictureNumber.text(bottom + 24)
    return "<svg class=\"intervals\" viewBox=\"0 0 420 \(height)\" role=\"img\" "
      + "aria-labelledby=\"\(prefix)-title \(prefix)-description\">\n"
      + "<title id=\"\(prefix)-title\">Intervals against the margin</title>\n"
      + "<desc id=\"\(prefix)-description\">\(HTMLText.escape(description))</desc>\n"
      + "\(body)</svg>\n"
  }

  /// The picture in words.
  private var description: String {
    let words = rows.map { row in
      (row.name.isEmpty ? "The interval" : row.name)
        + (row.place == .inside
          ? " lies inside the margin."
          : row.place == .outside ? " lies outside the margin." : " crosses the margin's edge.")
    }
    return words.joined(separator: " ")
  }

  private func extent(_ row: Row) -> Double {
    max(abs(row.interval.lower), abs(row.interval.upper))
  }

  private func svg(
    _ row: Row, at y: Double, _ scale: (Double) -> Double, _ reach: Double
  ) -> String {
    let band = (lower: scale(row.margin.lower), upper: scale(row.margin.upper))
    let ends = (lower: scale(row.interval.lower), upper: scale(row.interval.upper))
    var svg = element(
      "rect", "margin",
      [("x", band.lower), ("y", y - 9), ("width", band.upper - band.lower), ("height", 18)])
    svg += "<g class=\"\(row.place.rawValue)\">\n"
    svg += element(
      "line", "interval", [("x1", ends.lower), ("y1", y), ("x2", ends.upper), ("y2", y)])
    for (end, value) in [(ends.lower, row.interval.lower), (ends.upper, row.interval.upper)] {
      svg +=
        abs(value) > reach
        ? arrow(at: end, y, pointsRight: value > 0)
        : element("line", "cap", [("x1", end), ("y1", y - 5), ("x2", end), ("y2", y + 5)])
    }
    if abs(row.estimate) <= reach {
      svg += element("circle", "estimate", [("cx", scale(row.estimate)), ("cy", y), ("r", 3.5)])
    }
    svg += "</g>\n"
    guard !row.name.isEmpty else { return svg }
    let name = row.name.count > 13 ? row.name.prefix(12) + "…" : Substring(row.name)
    return svg + "<text x=\"0\" y=\"\(PictureNumber.text(y + 4))\">"
      + "\(HTMLText.escape(String(name)))</text>\n"
  }

  private func arrow(at x: Double, _ y: Double, pointsRight: Bool) -> String {
    let back = PictureNumber.text(pointsRight ? x - 8 : x + 8)
    let points =
      "\(PictureNumber.text(x)),\(PictureNumber.text(y)) "
      + "\(back),\(PictureNumber.text(y - 5)) \(back),\(PictureNumber.text(y + 5))"
    return "<polygon class=\"arrow\" points=\"\(points)\" />\n"
  }

  private func axis(_ scale: (Double) -> Double, _ y: Double) -> String {
    func label(_ text: String, _ value: Double) -> String {
      "<text class=\"axis\" text-anchor=\"middle\" x=\"\(PictureNumber.text(scale(value)))\" "
        + "y=\"\(PictureNumber.text(y))\">\(text)</text>\n"
    }
    var svg = label("claimed", 0)
    guard scale(1) - scale(0) > 62 else { return svg }
    let isUnit = { (side: Double) in abs(abs(side) - 1) < 1e-6 }
    if rows.allSatisfy({ isUnit($0.margin.lower) }) { svg += label("− margin", -1) }
    if rows.allSatisfy({ isUnit($0.margin.upper) }) { svg += label("+ margin", 1) }
    return svg
  }

  private func element(_ name: String, _ kind: String, _ attributes: [(String, Double)]) -> String {
    let written = attributes.map { " \($0)=\"\(PictureNumber.text($1))\"" }.joined()
    return "<\(name) class=\"\(kind)\"\(written) />\n"
  }
}
