/// What a chart is made of: marks.
public protocol ChartContent {
  /// The marks, in drawing order.
  var marks: [ChartMark] { get }
}

/// Marks after a modifier.
public struct ModifiedMarks: ChartContent {
  /// The marks, in drawing order.
  public let marks: [ChartMark]
}

extension ChartContent {
  private func modified(_ change: (inout ChartMark) -> Void) -> ModifiedMarks {
    ModifiedMarks(
      marks: marks.map { mark in
        var mark = mark
        change(&mark)
        return mark
      })
  }

  /// Colours marks by a value, and tells what the colours mean in a legend.
  ///
  /// A category makes a series: series differ by colour and by dash or symbol. A number picks from a
  /// continuous scale, as in a heat map.
  ///
  /// - Parameter value: The category or number.
  /// - Returns: The marks with their colour.
  public func foregroundStyle(by value: PlottableValue) -> ModifiedMarks {
    modified { mark in
      switch value.value {
      case .category(let name): mark.series = name
      case .number(let number): mark.shade = (value.label, number)
      }
    }
  }

  /// Colours marks.
  ///
  /// - Parameter color: A colour of the palette.
  /// - Returns: The marks with their colour.
  public func foregroundStyle(_ color: ChartColor) -> ModifiedMarks {
    modified { $0.color = color }
  }

  /// Draws lines with a width, or dashed.
  ///
  /// - Parameters:
  ///   - lineWidth: The width in pixels of the chart's own size, above 0.
  ///   - dash: Lengths of dashes and gaps in turn; empty for a solid line.
  /// - Returns: The marks with their lines.
  public func lineStyle(lineWidth: Double = 2, dash: [Double] = []) -> ModifiedMarks {
    if !(lineWidth > 0 && lineWidth < .infinity) {
      fatalError("lineStyle: the width \(lineWidth) is not above 0")
    }
    if !dash.allSatisfy({ $0 > 0 && $0 < .infinity }) {
      fatalError("lineStyle: the dash \(dash) has a length that is not above 0")
    }
    return modified { mark in
      mark.lineWidth = lineWidth
      mark.dash = dash
    }
  }

  /// Lets what lies below show through.
  ///
  /// - Parameter opacity: From 0, unseen, to 1.
  /// - Returns: The marks with their opacity.
  public func opacity(_ opacity: Double) -> ModifiedMarks {
    if !(0...1).contains(opacity) { fatalError("opacity: \(opacity) is not in 0...1") }
    return modified { $0.opacity = opacity }
  }

  /// Says how lines run between their points.
  ///
  /// - Parameter method: The way.
  /// - Returns: The marks with their way.
  public func interpolationMethod(_ method: InterpolationMethod) -> ModifiedMarks {
    modified { $0.interpolation = method }
  }

  /// Writes words at each mark, where there is room.
  ///
  /// - Parameters:
  ///   - text: The words.
  ///   - position: The side to try first; annotations move so that none lies on another.
  /// - Returns: The marks with their words.
  public func annotation(
    _ text: String, position: AnnotationPosition = .top
  ) -> ModifiedMarks {
    modified { $0.annotation = (text, position) }
  }
}

/// Collects the marks of a chart's braces.
@resultBuilder
public enum ChartContentBuilder {
  /// The marks of one statement.
  ///
  /// - Parameter content: A mark, or several.
  /// - Returns: The marks.
  public static func buildExpression(_ content: some ChartContent) -> [ChartMark] {
    content.marks
  }

  /// No marks.
  ///
  /// - Returns: An empty list.
  public static func buildBlock() -> [ChartMark] { [] }

  /// The marks of the first statement.
  ///
  /// - Parameter first: The marks.
  /// - Returns: The marks.
  public static func buildPartialBlock(first: [ChartMark]) -> [ChartMark] { first }

  /// The marks of the statements so far and of the next.
  ///
  /// - Parameters:
  ///   - accumulated: The marks so far.
  ///   - next: The next marks.
  /// - Returns: The marks.
  public static func buildPartialBlock(
    accumulated: [ChartMark], next: [ChartMark]
  ) -> [ChartMark] {
    accumulated + next
  }

  /// The marks of a loop.
  ///
  /// - Parameter parts: The rounds' marks.
  /// - Returns: The marks.
  public static func buildArray(_ parts: [[ChartMark]]) -> [ChartMark] {
    parts.flatMap { $0 }
  }

  /// The marks of an `if` without `else`.
  ///
  /// - Parameter part: The marks, if the condition held.
  /// - Returns: The marks.
  public static func buildOptional(_ part: [ChartMark]?) -> [ChartMark] { part ?? [] }

  /// The marks of the first branch.
  ///
  /// - Parameter first: The marks.
  /// - Returns: The marks.
  public static func buildEither(first: [ChartMark]) -> [ChartMark] { first }

  /// The marks of the second branch.
  ///
  /// - Parameter second: The marks.
  /// - Returns: The marks.
  public static func buildEither(second: [ChartMark]) -> [ChartMark] { second }
}
