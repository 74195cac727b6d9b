/// What the author says of a chart's panels.
struct FacetSettings: Sendable {
  var columns: Int?
  var freeX = false
  var freeY = false

  /// The titles of the panels, in the order of their first marks.
  static func titles(_ list: MarkList) -> [String] {
    var titles: [String] = []
    var seen: Set<String> = []
    for style in list.styles {
      if let title = style.facet, seen.insert(title).inserted { titles.append(title) }
    }
    // Each panel costs a plot: this many come from a number that was no category.
    if titles.count > 100 {
      fatalError("facet: \(titles.count) panels are too many to be read; 100 are the most")
    }
    return titles
  }

  /// How many panels stand side by side.
  func columnCount(_ panelCount: Int, width: Double) -> Int {
    if let columns { return min(columns, panelCount) }
    // Four look better as a square.
    let usual = panelCount == 4 ? 2 : 3
    return min(panelCount, usual, max(Int(width / 160), 1))
  }
}
