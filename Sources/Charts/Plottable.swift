/// A value that can stand on an axis: a number or a category.
public protocol Plottable {
  /// The value as a chart places it.
  var plottedValue: PlottedValue { get }
}

/// A value as a chart places it.
public enum PlottedValue: Hashable, Sendable {
  /// A place on a continuous axis.
  case number(Double)
  /// One of the names along an axis.
  case category(String)
}

extension Double: Plottable {
  /// The number itself.
  public var plottedValue: PlottedValue { .number(self) }
}

extension Float: Plottable {
  /// The number itself.
  public var plottedValue: PlottedValue { .number(Double(self)) }
}

extension Int: Plottable {
  /// The number itself.
  public var plottedValue: PlottedValue { .number(Double(self)) }
}

extension String: Plottable {
  /// A category of that name.
  public var plottedValue: PlottedValue { .category(self) }
}

/// A value with the name of what it measures: `.value("step", 12)`.
public struct PlottableValue: Sendable {
  let label: String
  let value: PlottedValue

  /// A value with the name of what it measures.
  ///
  /// - Parameters:
  ///   - label: What the value measures; names the axis or the legend.
  ///   - value: A number or a category.
  /// - Returns: The value for a mark.
  public static func value(_ label: String, _ value: some Plottable) -> PlottableValue {
    PlottableValue(label: label, value: value.plottedValue)
  }
}
