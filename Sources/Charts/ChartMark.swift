/// One mark of a chart; its style is in the list of marks.
struct ChartMark {
  enum Kind: UInt8, CaseIterable {
    case line, area, point, bar, rule, rectangle, arrow
  }

  /// Where a mark stands along one axis: at `start`, or from `start` to `end`; nowhere for a rule
  /// that crosses the whole plot.
  struct Extent {
    var start: Coordinate?
    var end: Coordinate?
  }

  var kind: Kind
  var x = Extent()
  var y = Extent()
  /// The number behind the mark's colour.
  var shade: Double?
  /// The number of the mark's style in its list.
  var style = 0
  /// Whether a line or area does not go on from the mark before.
  var startsPath = false
  /// Whether the mark stands for a place of a function, which need not have a value everywhere.
  var isSample = false
}
