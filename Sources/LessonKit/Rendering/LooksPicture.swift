import CellProtocol
import VectorMath

/// Draws how a claim's interval shrank while samples were drawn.
struct LooksPicture {
  private let looks: [ClaimReport.Look]
  /// The margin's half-width, or nil where no side is finite.
  private let margin: Double?

  /// The picture of a claim; nil with fewer than two looks.
  init?(_ claim: ClaimReport) {
    looks = claim.looks.filter {
      ($0.deviation + $0.halfWidth).magnitude < 1e300 && $0.sampleCount > 0
    }
    guard looks.count > 1, let first = looks.first, let last = looks.last,
      first.sampleCount < last.sampleCount
    else { return nil }
    margin =
      claim.coordinates.flatMap { [$0.marginUpper - $0.expected, $0.expected - $0.marginLower] }
      .filter { $0.isFinite && $0 > 0 }.min()
  }

  /// The picture.
  ///
  /// - Parameter prefix: Starts the identifiers in the picture; unique on the page.
  /// - Returns: An SVG element for an HTML page; its colours come from the page's style.
  func svg(prefix: String) -> String {
    let (left, right, top, bottom) = (4.0, 340.0, 6.0, 118.0)
    let reach = self.reach
    let logs = looks.map { logarithm($0.sampleCount) }
    let start = logs[0]
    let span = logs[logs.count - 1] - start
    let xs = logs.map { left + ($0 - start) / span * (right - left) }
    let scale = { (value: Double) in
      top + (reach - min(max(value, -reach), reach)) / (2 * reach) * (bottom - top)
    }
    let upper = zip(xs, looks).map { ($0, scale($1.deviation + $1.halfWidth)) }
    let lower = zip(xs, looks).map { ($0, scale($1.deviation - $1.halfWidth)) }
    var body = ""
    if let margin, margin <= reach {
      body += "<rect class=\"margin\" x=\"\(text(left))\" y=\"\(text(scale(margin)))\" "
      body +=
        "width=\"\(text(right - left))\" height=\"\(text(scale(-margin) - scale(margin)))\" />\n"
    }
    body += "<polygon class=\"band\" points=\"\(points(upper + lower.reversed()))\" />\n"
    body += "<line class=\"claimed\" x1=\"\(text(left))\" y1=\"\(text(scale(0)))\" "
    body += "x2=\"\(text(right))\" y2=\"\(text(scale(0)))\" />\n"
    let path = zip(xs, looks).map { ($0, scale($1.deviation)) }
    body += "<polyline class=\"estimate\" points=\"\(points(path))\" />\n"
    body += labels(scale, right + 6)
    body += label(NumberText.count(looks[0].sampleCount), left, bottom + 18)
    let count = NumberText.count(looks[looks.count - 1].sampleCount)
    body += label("\(count) samples", right, bottom + 18, anchor: "end")
    return "<svg class=\"looks\" viewBox=\"0 0 420 142\" role=\"img\" "
      + "aria-labelledby=\"\(prefix)-looks-title \(prefix)-looks-description\">\n"
      + "<title id=\"\(prefix)-looks-title\">The interval while samples were drawn</title>\n"
      + "<desc id=\"\(prefix)-looks-description\">\(description)</desc>\n\(body)</svg>\n"
  }

  /// How far the picture reaches to either side: the first, wide looks are cut so that the last
  /// ones can be seen.
  private var reach: Double {
    let extents = looks.map { abs($0.deviation) + $0.halfWidth }
    let last = extents[extents.count - 1]
    let wanted = max((margin ?? last) * 2.2, last * 1.3)
    let widest = (extents.max() ?? 1) * 1.1
    return max(min(wanted, max(widest, (margin ?? 0) * 1.3)), 1e-300)
  }

  private var description: String {
    let (first, last) = (looks[0], looks[looks.count - 1])
    return "After \(NumberText.count(first.sampleCount)) samples the half-width was "
      + "\(NumberText.significant(first.halfWidth)), after \(NumberText.count(last.sampleCount)) "
      + "it was \(NumberText.significant(last.halfWidth))."
  }

  /// The binary logarithm, from arithmetic alone: libm's last bits differ between machines.
  private func logarithm(_ count: Int) -> Double {
    let value = Double(count)
    var result = Double(value.exponent)
    var mantissa = value.significand
    var bit = 0.5
    for _ in 0..<20 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += bit
      }
      bit /= 2
    }
    return result
  }

  private func text(_ value: Double) -> String { PictureNumber.text(value) }

  /// The words beside the picture; margins too near the claimed value share its line.
  private func labels(_ scale: (Double) -> Double, _ x: Double) -> String {
    guard let margin, margin <= reach else { return label("claimed", x, scale(0) + 4) }
    guard scale(0) - scale(margin) > 14 else {
      return label("± margin", x, scale(0) + 4)
    }
    return label("+ margin", x, scale(margin) + 4) + label("claimed", x, scale(0) + 4)
      + label("− margin", x, scale(-margin) + 4)
  }

  private func points(_ points: [(Double, Double)]) -> String {
    points.map { "\(text($0)),\(text($1))" }.joined(separator: " ")
  }

  private func label(_ words: String, _ x: Double, _ y: Double, anchor: String = "start") -> String
  {
    "<text class=\"axis\" text-anchor=\"\(anchor)\" x=\"\(text(x))\" y=\"\(text(y))\">\(words)"
      + "</text>\n"
  }
}
