/// What the author says of a chart's panels.
struct FacetSettings: Sendable {
  var columns: Int?
  var freeX = false
  var freeY = false

  /// How many panels stand side by side.
  private func columnCount(_ panelCount: Int, width: Double) -> Int {
    if let columns { return min(columns, panelCount) }
    // Four look better as a square.
    let usual = panelCount == 4 ? 2 : 3
    return min(panelCount, usual, max(Int(width / 160), 1))
  }

  /// The panels of some marks, and where each stands; none without facets.
  func places(_ list: MarkList, width: Double) -> [(facet: Facet, row: Int, column: Int)] {
    let facets = Self.facets(list)
    guard facets.contains(where: { $0.row != nil }) else {
      let count = columnCount(facets.count, width: width)
      return facets.enumerated().map { ($1, $0 / max(count, 1), $0 % max(count, 1)) }
    }
    let rows = Self.order(facets.map { $0.row ?? "" })
    let columns = Self.order(facets.map(\.column))
    return facets.map { ($0, rows[$0.row ?? "", default: 0], columns[$0.column, default: 0]) }
  }

  /// The number of each name, in the order of the first of each.
  private static func order(_ names: [String]) -> [String: Int] {
    var numbers: [String: Int] = [:]
    for name in names where numbers[name] == nil { numbers[name] = numbers.count }
    return numbers
  }

  /// The facets in the order of their first marks.
  private static func facets(_ list: MarkList) -> [Facet] {
    var facets: [Facet] = []
    var seen: Set<Facet> = []
    var isSeen = [Bool](repeating: false, count: list.styles.count)
    for mark in list.marks where !isSeen[mark.style] {
      isSeen[mark.style] = true
      if let facet = list.style(mark).facet, seen.insert(facet).inserted { facets.append(facet) }
    }
    // Each panel costs a plot: this many come from a number that was no category.
    if facets.count > 100 {
      fatalError("facet: \(facets.count) panels are too many to be read; 100 are the most")
    }
    return facets
  }
}
