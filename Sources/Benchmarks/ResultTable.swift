import Foundation

/// The rows as a Markdown table that can also be read as it is.
struct ResultTable {
  let text: String

  init(_ rows: [Row], roundCount: Int) {
    var lines = [
      ["what", "median (min–max of \(roundCount))", "reach", "reached", "of the limit", "others"]
    ]
    for row in rows {
      let range = "\(row.number(row.measured.min() ?? 0))–\(row.number(row.measured.max() ?? 0))"
      lines.append([
        row.name, "\(row.number(row.median)) \(row.unitName) (\(range))", row.reachText,
        row.ratioText, row.limitText(among: rows), row.others,
      ])
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    lines.insert(widths.map { String(repeating: "-", count: $0) }, at: 1)
    text = lines.map { ResultTable.line($0, widths) }.joined(separator: "\n")
  }

  private static func line(_ fields: [String], _ widths: [Int]) -> String {
    let padded = zip(fields, widths).map { field, width in
      field + String(repeating: " ", count: width - field.count)
    }
    return "| \(padded.joined(separator: " | ")) |"
  }
}

extension Row {
  /// Thousands for rates that would be small millions.
  private var isSlow: Bool { median < 1e6 }

  fileprivate var unitName: String {
    switch unit {
    case .seconds: "s"
    case .perSecond: isSlow ? "k/s" : "M/s"
    case .operationsPerSecond: "GFLOP/s"
    case .bytes: "MB"
    case .share: "%"
    }
  }

  fileprivate func number(_ value: Double) -> String {
    switch unit {
    case .seconds: String(format: value < 0.1 ? "%.3f" : "%.2f", value)
    case .perSecond:
      String(format: value < 1e8 ? "%.1f" : "%.0f", value / (isSlow ? 1e3 : 1e6))
    case .operationsPerSecond: String(format: "%.0f", value / 1e9)
    case .bytes: String(format: "%.1f", value / 1e6)
    case .share: String(format: "%.0f", value * 100)
    }
  }

  fileprivate var reachText: String {
    guard let reach else { return "–" }
    switch unit {
    case .seconds: return String(format: "≤ %g s", reach)
    case .perSecond: return String(format: "≥ %g \(unitName)", reach / (isSlow ? 1e3 : 1e6))
    case .operationsPerSecond: return String(format: "≥ %g GFLOP/s", reach / 1e9)
    case .bytes: return String(format: "≤ %g MB", reach / 1e6)
    case .share: return String(format: "%g %%", reach * 100)
    }
  }

  /// How near the row comes to its limit: 1 is there.
  fileprivate func limitText(among rows: [Row]) -> String {
    guard let limit = rows.first(where: { $0.name == self.limit }) else { return "–" }
    let share = unit == .seconds ? limit.median / median : median / limit.median
    return String(format: "%.2f", share)
  }

  /// How many times better than to be reached: below 1 is a failure.
  fileprivate var ratioText: String {
    guard let reach else { return "–" }
    switch unit {
    case .seconds, .bytes: return String(format: "%.2f×", reach / median)
    case .perSecond, .operationsPerSecond, .share: return String(format: "%.2f×", median / reach)
    }
  }
}
