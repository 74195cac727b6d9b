/// What modifiers say of marks.
struct MarkStyle: Equatable {
  struct Annotation: Hashable {
    var text: String
    var position: AnnotationPosition
  }

  /// The series the marks belong to.
  var series: String?
  /// Which line the points belong to, beside the series; not in the legend.
  var path: String?
  /// What the numbers behind the marks' colours measure.
  var shadeLabel: String?
  var color: ChartColor?
  var dash: [Double] = []
  var lineWidth: Double?
  var opacity = 1.0
  var interpolation = InterpolationMethod.linear
  var annotation: Annotation?
  /// The panel that the marks are in; nil for all panels.
  var facet: Facet?

  /// What one modifier says.
  enum Change: Hashable {
    case series(String)
    case path(String)
    case shadeLabel(String)
    case color(ChartColor)
    case line(width: Double, dash: [Double])
    case opacity(Double)
    case interpolation(InterpolationMethod)
    case annotation(Annotation)
    case facet(Facet)
  }

  /// The style after a modifier.
  func with(_ change: Change) -> MarkStyle {
    var style = self
    switch change {
    case .series(let name): style.series = name
    case .path(let name): style.path = name
    case .shadeLabel(let label): style.shadeLabel = label
    case .color(let color): style.color = color
    case .line(let width, let dash): (style.lineWidth, style.dash) = (width, dash)
    case .opacity(let opacity): style.opacity = opacity
    case .interpolation(let method): style.interpolation = method
    case .annotation(let annotation): style.annotation = annotation
    case .facet(let facet): style.facet = facet
    }
    return style
  }
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
