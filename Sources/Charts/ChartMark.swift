/// One mark of a chart with all that its modifiers said.
public struct ChartMark: Sendable {
  enum Kind: Equatable {
    case line, area, point, bar, rule, rectangle, arrow
  }

  /// Where a mark stands along one axis: at `start`, or from `start` to `end`; nowhere for a rule
  /// that crosses the whole plot.
  struct Extent {
    var label: String?
    var start: PlottedValue?
    var end: PlottedValue?

    init() {}

    init(_ value: PlottableValue) {
      label = value.label
      start = value.value
    }

    init(_ from: PlottableValue, _ to: PlottableValue) {
      label = from.label
      start = from.value
      end = to.value
    }
  }

  var kind: Kind
  var x = Extent()
  var y = Extent()
  /// The series the mark belongs to.
  var series: String?
  /// What the number behind the mark's colour measures, and the number.
  var shade: (label: String, value: Double)?
  var color: ChartColor?
  var dash: [Double] = []
  var lineWidth: Double?
  var opacity = 1.0
  var interpolation = InterpolationMethod.linear
  /// Whether a line or area does not go on from the mark before.
  var startsPath = false
  /// Whether the mark stands for a place of a function, which need not have a value everywhere.
  var isSample = false
  var annotation: (text: String, position: AnnotationPosition)?

  init(_ kind: Kind) { self.kind = kind }
}

/// A colour of the chart's palette; each has a form for light and one for dark pages.
public enum ChartColor: Sendable, Hashable {
  /// The colour of axes and labels.
  case neutral
  /// One of the seven colours of series, counted from 0; they can be told apart by colour-blind
  /// readers.
  case series(Int)
}

/// How a line runs between its points.
public enum InterpolationMethod: Sendable {
  /// Straight from point to point.
  case linear
  /// Level up to the next point, then up or down.
  case stepEnd
}

/// On which side of its mark an annotation stands.
public enum AnnotationPosition: Sendable, CaseIterable {
  /// Above the mark.
  case top
  /// Below the mark.
  case bottom
  /// Left of the mark.
  case leading
  /// Right of the mark.
  case trailing
  /// On the mark.
  case overlay
}
