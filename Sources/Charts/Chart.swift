/// A chart: marks on two axes, with names and composition as in Swift Charts.
///
///     Chart {
///       for point in points {
///         LineMark(x: .value("step", point.step), y: .value("return", point.mean))
///       }
///       RuleMark(y: .value("return", 475)).lineStyle(dash: [4, 4])
///     }
///     .chartXAxisLabel("environment steps")
///
/// The picture is an SVG document that follows the reader's choice of light or dark, needs no fonts
/// and has the same bytes on every machine. Marks without a finite place on the axes are left out,
/// and a line below the plot says how many.
public struct Chart: Sendable {
  let list: MarkList
  var x = AxisSettings(tightKinds: [.line, .area, .rectangle])
  var y = AxisSettings(hasReversedCategories: true)
  var facets = FacetSettings()
  var shades = ColorSettings()
  /// How long a unit of y is, in units of x; nil for what fills the picture.
  var aspectRatio: Double?
  var width = 520.0
  /// The height, or nil for one that suits the panels.
  var height: Double?
  var hasLegend = true
  /// What the author says the picture shows, or nil.
  public private(set) var accessibilityLabel: String?
  /// The caption, or nil for none.
  public private(set) var caption: String?

  /// Creates a chart from its marks.
  ///
  /// - Parameter content: The marks, in drawing order: what comes later lies on top.
  @inlinable  // compiles the marks for the caller's types
  public init(@ChartContentBuilder content: () -> some ChartContent) {
    var list = MarkList()
    content().add(to: &list)
    self.init(list)
  }

  /// Creates a chart with marks for each element.
  ///
  /// - Parameters:
  ///   - data: The elements.
  ///   - content: The marks of one element.
  @inlinable  // compiles the loop and the marks for the caller's types
  public init<Data: Sequence>(
    _ data: Data, @ChartContentBuilder content: (Data.Element) -> some ChartContent
  ) {
    var list = MarkList()
    for element in data { content(element).add(to: &list) }
    self.init(list)
  }

  @usableFromInline init(_ list: MarkList) { self.list = list }

  private func with(_ change: (inout Chart) -> Void) -> Chart {
    var chart = self
    change(&chart)
    return chart
  }

  /// Names the x axis.
  ///
  /// - Parameter label: The name; without it, the one of the first mark.
  /// - Returns: The chart with its axis.
  public func chartXAxisLabel(_ label: String) -> Chart { with { $0.x.label = label } }

  /// Names the y axis.
  ///
  /// - Parameter label: The name; without it, the one of the first mark.
  /// - Returns: The chart with its axis.
  public func chartYAxisLabel(_ label: String) -> Chart { with { $0.y.label = label } }

  /// Says what the x axis covers, and how.
  ///
  /// - Parameters:
  ///   - domain: Its ends, or nil for what the marks need; above zero for a log axis.
  ///   - type: Linear or log.
  ///   - reversed: Whether it goes the other way: from right to left.
  /// - Returns: The chart with its axis.
  public func chartXScale(
    domain: ClosedRange<Double>? = nil, type: ScaleType = .linear, reversed: Bool = false
  ) -> Chart {
    Self.check(domain, type)
    return with { ($0.x.domain, $0.x.type, $0.x.isReversed) = (domain, type, reversed) }
  }

  /// Says what the y axis covers, and how.
  ///
  /// - Parameters:
  ///   - domain: Its ends, or nil for what the marks need; above zero for a log axis.
  ///   - type: Linear or log.
  ///   - reversed: Whether it goes the other way: numbers from top to bottom, as the rows of a matrix.
  /// - Returns: The chart with its axis.
  public func chartYScale(
    domain: ClosedRange<Double>? = nil, type: ScaleType = .linear, reversed: Bool = false
  ) -> Chart {
    Self.check(domain, type)
    return with { ($0.y.domain, $0.y.type, $0.y.isReversed) = (domain, type, reversed) }
  }

  /// Says what the colours of numbers cover, and which colours they are.
  ///
  /// - Parameters:
  ///   - domain: The numbers of the first and the last colour, or nil for the smallest and the
  ///     largest of the marks; `.diverging` then keeps zero in the middle.
  ///   - colors: What the colours run through.
  /// - Returns: The chart with its colours.
  public func chartForegroundStyleScale(
    domain: ClosedRange<Double>? = nil, colors: ColorSequence = .sequential
  ) -> Chart {
    Self.check(domain, .linear)
    return with { $0.shades = ColorSettings(domain: domain, sequence: colors) }
  }

  /// Makes one unit of y as long as some units of x, so that squares are square and arrows point
  /// where their numbers say; the plot is as wide as it can be, and the picture as high as it must.
  ///
  /// - Parameter ratio: How many units of x are as long as one of y; above 0.
  /// - Returns: The chart with its proportions, which need two linear axes of numbers.
  public func chartAspectRatio(_ ratio: Double = 1) -> Chart {
    if !(ratio > 0 && ratio < .infinity) {
      fatalError("chartAspectRatio: \(ratio) is not above 0")
    }
    return with { $0.aspectRatio = ratio }
  }

  private static func check(_ domain: ClosedRange<Double>?, _ type: ScaleType) {
    guard let domain else { return }
    let isFinite = domain.lowerBound.isFinite && domain.upperBound.isFinite
    if !isFinite || domain.lowerBound == domain.upperBound {
      fatalError("chart scale: the domain \(domain) has not two different finite ends")
    }
    if type == .log && domain.lowerBound <= 0 {
      fatalError("chart scale: the domain \(domain) of a log axis is not above zero")
    }
  }

  /// Shows or hides the x axis.
  ///
  /// - Parameter isHidden: Whether ticks, lines and name are left out.
  /// - Returns: The chart with its axis.
  public func chartXAxis(isHidden: Bool) -> Chart { with { $0.x.isHidden = isHidden } }

  /// Shows or hides the y axis.
  ///
  /// - Parameter isHidden: Whether ticks, lines and name are left out.
  /// - Returns: The chart with its axis.
  public func chartYAxis(isHidden: Bool) -> Chart { with { $0.y.isHidden = isHidden } }

  /// Shows or hides the legend of series and colours.
  ///
  /// - Parameter isHidden: Whether it is left out.
  /// - Returns: The chart with its legend.
  public func chartLegend(isHidden: Bool) -> Chart { with { $0.hasLegend = !isHidden } }

  /// Arranges the panels of marks that have a facet.
  ///
  /// The panels have the same axes, so that they can be compared, unless an axis is free.
  ///
  /// - Parameters:
  ///   - columns: How many panels stand side by side, from 1 to 12; nil for as many as are easily
  ///     read. A grid of rows and columns has as many as it needs.
  ///   - freeX: Whether each panel has its own x axis.
  ///   - freeY: Whether each panel has its own y axis.
  /// - Returns: The chart with its panels.
  public func chartFacets(
    columns: Int? = nil, freeX: Bool = false, freeY: Bool = false
  ) -> Chart {
    if let columns, !(1...12).contains(columns) {
      fatalError("chartFacets: \(columns) columns are not in 1...12")
    }
    return with { $0.facets = FacetSettings(columns: columns, freeX: freeX, freeY: freeY) }
  }

  /// Says how large the chart is, in pixels; pages scale it down where they are narrower.
  ///
  /// - Parameters:
  ///   - width: From 120 to 4000.
  ///   - height: From 80 to 4000; nil for 340, or for what the panels of facets need.
  /// - Returns: The chart in its size.
  public func frame(width: Double = 520, height: Double? = nil) -> Chart {
    if !(120...4000).contains(width) {
      fatalError("frame: the width \(width) is not in 120...4000")
    }
    if let height, !(80...4000).contains(height) {
      fatalError("frame: the height \(height) is not in 80...4000")
    }
    return with { ($0.width, $0.height) = (width, height) }
  }

  /// Tells readers who do not see the picture what it shows.
  ///
  /// - Parameter label: One or two sentences.
  /// - Returns: The chart with its words.
  public func accessibilityLabel(_ label: String) -> Chart {
    with { $0.accessibilityLabel = label }
  }

  /// Gives the chart a caption.
  ///
  /// - Parameter caption: The words below the picture.
  /// - Returns: The chart with its caption.
  public func caption(_ caption: String) -> Chart { with { $0.caption = caption } }

  /// The picture.
  ///
  /// - Returns: An SVG document.
  public func svg() -> String { ChartDrawing(self).svg }

  /// What the picture shows, told from its marks: kinds, axes and series.
  public var summary: String { ChartLayout(self, hasNote: false).summary }
}
