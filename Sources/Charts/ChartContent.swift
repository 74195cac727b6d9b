/// What a chart is made of: marks.
public protocol ChartContent {
  /// Adds the marks.
  ///
  /// - Parameter list: The marks so far, in drawing order.
  func add(to list: inout MarkList)
}

/// Marks after a modifier.
public struct ModifiedContent<Content: ChartContent>: ChartContent {
  let content: Content
  let change: MarkStyle.Change
  var shade: Double?

  /// Adds the marks.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    let start = list.marks.count
    content.add(to: &list)
    list.change(from: start, change, shade: shade)
  }
}

extension ChartContent {
  private func modified(_ change: MarkStyle.Change) -> ModifiedContent<Self> {
    ModifiedContent(content: self, change: change)
  }

  /// Colours marks by a value, and tells what the colours mean in a legend.
  ///
  /// A category makes a series: series differ by colour and by dash or symbol. A number picks from a
  /// continuous scale, as in a heat map.
  ///
  /// - Parameter value: The category or number.
  /// - Returns: The marks with their colour.
  public func foregroundStyle(by value: PlottableValue) -> ModifiedContent<Self> {
    switch value.value {
    case .category(let name): modified(.series(name))
    case .number(let number):
      ModifiedContent(content: self, change: .shadeLabel(value.label), shade: number)
    }
  }

  /// Colours marks.
  ///
  /// - Parameter color: A colour of the palette.
  /// - Returns: The marks with their colour.
  public func foregroundStyle(_ color: ChartColor) -> ModifiedContent<Self> {
    modified(.color(color))
  }

  /// Draws the marks in a panel of their own: one a value, side by side on the same axes.
  ///
  /// Marks without a facet are drawn in every panel. ``Chart/chartFacets(columns:freeX:freeY:)``
  /// arranges the panels.
  ///
  /// - Parameter value: What the panel shows; its title is the category, or `seed 3` for a number.
  /// - Returns: The marks with their panel.
  public func facet(by value: PlottableValue) -> ModifiedContent<Self> {
    modified(.facet(Facet(column: value)))
  }

  /// Draws the marks in a panel of a grid, with one row and one column a value.
  ///
  /// - Parameters:
  ///   - row: What the panels of a row have in common.
  ///   - column: What the panels of a column have in common.
  /// - Returns: The marks with their panel.
  public func facet(row: PlottableValue, column: PlottableValue) -> ModifiedContent<Self> {
    modified(.facet(Facet(row: row, column: column)))
  }

  /// Draws lines with a width, or dashed.
  ///
  /// - Parameters:
  ///   - lineWidth: The width in pixels of the chart's own size, above 0.
  ///   - dash: Lengths of dashes and gaps in turn; empty for a solid line.
  /// - Returns: The marks with their lines.
  public func lineStyle(lineWidth: Double = 2, dash: [Double] = []) -> ModifiedContent<Self> {
    if !(lineWidth > 0 && lineWidth < .infinity) {
      fatalError("lineStyle: the width \(lineWidth) is not above 0")
    }
    if !dash.allSatisfy({ $0 > 0 && $0 < .infinity }) {
      fatalError("lineStyle: the dash \(dash) has a length that is not above 0")
    }
    return modified(.line(width: lineWidth, dash: dash))
  }

  /// Lets what lies below show through.
  ///
  /// - Parameter opacity: From 0, unseen, to 1.
  /// - Returns: The marks with their opacity.
  public func opacity(_ opacity: Double) -> ModifiedContent<Self> {
    if !(0...1).contains(opacity) { fatalError("opacity: \(opacity) is not in 0...1") }
    return modified(.opacity(opacity))
  }

  /// Says how lines run between their points.
  ///
  /// - Parameter method: The way.
  /// - Returns: The marks with their way.
  public func interpolationMethod(_ method: InterpolationMethod) -> ModifiedContent<Self> {
    modified(.interpolation(method))
  }

  /// Writes words at each mark, where there is room.
  ///
  /// - Parameters:
  ///   - text: The words.
  ///   - position: The side to try first; annotations move so that none lies on another.
  /// - Returns: The marks with their words.
  public func annotation(
    _ text: String, position: AnnotationPosition = .top
  ) -> ModifiedContent<Self> {
    modified(.annotation(.init(text: text, position: position)))
  }
}
