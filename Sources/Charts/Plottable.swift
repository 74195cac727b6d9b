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
  // Indirect, so that values of numbers, of which there may be very many, are half as large.
  indirect case category(String)
}

extension Double: Plottable {
  /// The number itself.
  @inlinable public var plottedValue: PlottedValue { .number(self) }
}

extension Float: Plottable {
  /// The number itself.
  @inlinable public var plottedValue: PlottedValue { .number(Double(self)) }
}

extension Int: Plottable {
  /// The number itself.
  @inlinable public var plottedValue: PlottedValue { .number(Double(self)) }
}

extension String: Plottable {
  /// A category of that name.
  @inlinable public var plottedValue: PlottedValue { .category(self) }
}

/// A value with the name of what it measures: `.value("step", 12)`.
public struct PlottableValue: Sendable {
  @usableFromInline let label: String
  @usableFromInline let value: PlottedValue

  @usableFromInline init(label: String, value: PlottedValue) {
    self.label = label
    self.value = value
  }

  /// A value with the name of what it measures.
  ///
  /// - Parameters:
  ///   - label: What the value measures; names the axis or the legend.
  ///   - value: A number or a category.
  /// - Returns: The value for a mark.
  @inlinable
  public static func value(_ label: String, _ value: some Plottable) -> PlottableValue {
    PlottableValue(label: label, value: value.plottedValue)
  }
}
