/// What a chart is made of: marks.
public protocol ChartContent {
  /// Adds the marks.
  ///
  /// - Parameter list: The marks so far, in drawing order.
  func add(to list: inout MarkList)
}

/// Marks after a modifier.
public struct ModifiedContent<Content: ChartContent>: ChartContent {
  @usableFromInline let content: Content
  @usableFromInline let modifier: MarkModifier

  @usableFromInline init(_ content: Content, _ modifier: MarkModifier) {
    self.content = content
    self.modifier = modifier
  }

  /// Adds the marks.
  ///
  /// - Parameter list: The marks so far.
  @inlinable
  public func add(to list: inout MarkList) {
    let start = list.count
    content.add(to: &list)
    list.change(from: start, modifier)
  }
}

// Whatever is generic is inlined: compiled for the caller's types, a mark costs no metadata and no
// witness. What a modifier says is worked out once, in `MarkModifier`.
extension ChartContent {
  /// Colours marks by a value, and tells what the colours mean in a legend.
  ///
  /// A category makes a series: series differ by colour and by dash or symbol. A number picks from a
  /// continuous scale, as in a heat map.
  ///
  /// - Parameter value: The category or number.
  /// - Returns: The marks with their colour.
  @inlinable
  public func foregroundStyle(by value: PlottableValue) -> ModifiedContent<Self> {
    ModifiedContent(self, .color(by: value))
  }

  /// Colours marks.
  ///
  /// - Parameter color: A colour of the palette.
  /// - Returns: The marks with their colour.
  @inlinable
  public func foregroundStyle(_ color: ChartColor) -> ModifiedContent<Self> {
    ModifiedContent(self, .color(color))
  }

  /// Draws the marks in a panel of their own: one a value, side by side on the same axes.
  ///
  /// Marks without a facet are drawn in every panel. ``Chart/chartFacets(columns:freeX:freeY:)``
  /// arranges the panels.
  ///
  /// - Parameter value: What the panel shows; its title is the category, or `seed 3` for a number.
  /// - Returns: The marks with their panel.
  @inlinable
  public func facet(by value: PlottableValue) -> ModifiedContent<Self> {
    ModifiedContent(self, .facet(row: nil, column: value))
  }

  /// Draws the marks in a panel of a grid, with one row and one column a value.
  ///
  /// - Parameters:
  ///   - row: What the panels of a row have in common.
  ///   - column: What the panels of a column have in common.
  /// - Returns: The marks with their panel.
  @inlinable
  public func facet(row: PlottableValue, column: PlottableValue) -> ModifiedContent<Self> {
    ModifiedContent(self, .facet(row: row, column: column))
  }

  /// Draws lines with a width, or dashed.
  ///
  /// - Parameters:
  ///   - lineWidth: The width in pixels of the chart's own size, above 0.
  ///   - dash: Lengths of dashes and gaps in turn; empty for a solid line.
  /// - Returns: The marks with their lines.
  @inlinable
  public func lineStyle(lineWidth: Double = 2, dash: [Double] = []) -> ModifiedContent<Self> {
    ModifiedContent(self, .line(width: lineWidth, dash: dash))
  }

  /// Lets what lies below show through.
  ///
  /// - Parameter opacity: From 0, unseen, to 1.
  /// - Returns: The marks with their opacity.
  @inlinable
  public func opacity(_ opacity: Double) -> ModifiedContent<Self> {
    ModifiedContent(self, .opacity(opacity))
  }

  /// Says how lines run between their points.
  ///
  /// - Parameter method: The way.
  /// - Returns: The marks with their way.
  @inlinable
  public func interpolationMethod(_ method: InterpolationMethod) -> ModifiedContent<Self> {
    ModifiedContent(self, .interpolation(method))
  }

  /// Writes words at each mark, where there is room.
  ///
  /// - Parameters:
  ///   - text: The words.
  ///   - position: The side to try first; annotations move so that none lies on another.
  /// - Returns: The marks with their words.
  @inlinable
  public func annotation(
    _ text: String, position: AnnotationPosition = .top
  ) -> ModifiedContent<Self> {
    ModifiedContent(self, .annotation(text, position))
  }
}
