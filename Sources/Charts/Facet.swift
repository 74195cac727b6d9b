/// Which panel of a chart marks are in.
struct Facet: Hashable {
  /// What the panels of a row have in common; nil where panels just follow each other.
  var row: String?
  /// What the panel shows, or what the panels of a column have in common.
  var column: String

  init(row: PlottableValue? = nil, column: PlottableValue) {
    self.row = row.map(Self.name)
    self.column = Self.name(column)
  }

  /// The title of the panel.
  var title: String { row.map { "\($0) · \(column)" } ?? column }

  /// A category's name, or `seed 3`.
  private static func name(_ value: PlottableValue) -> String {
    switch value.value {
    case .category(let name): name
    case .number: "\(value.label) \(value.value.categoryName)"
    }
  }
}
