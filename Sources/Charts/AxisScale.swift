import VectorMath

/// The way numbers are spread along an axis.
public enum ScaleType: Sendable {
  /// Equal differences are equal distances.
  case linear
  /// Equal ratios are equal distances; only numbers above zero have a place.
  case log
}

/// Numbers between two ends, as fractions of the way.
struct LinearScale: Equatable {
  let domain: ClosedRange<Double>

  init(_ domain: ClosedRange<Double>) { self.domain = domain }

  // Halves, since the difference of two numbers near the largest one is infinite.
  func fraction(_ value: Double) -> Double {
    let low = domain.lowerBound / 2
    return (value / 2 - low) / (domain.upperBound / 2 - low)
  }

  func value(_ fraction: Double) -> Double {
    domain.lowerBound * (1 - fraction) + domain.upperBound * fraction
  }
}

/// Where values stand along an axis, as fractions of its length.
enum AxisScale: Equatable {
  case linear(LinearScale)
  case log(LinearScale)
  case category([String: Int])

  /// The fraction of the way, or nil where the value has no place.
  func fraction(_ value: PlottedValue) -> Double? {
    switch (self, value) {
    case (.linear(let scale), .number(let number)) where number.isFinite:
      return scale.fraction(number)
    case (.log(let scale), .number(let number)) where number > 0 && number.isFinite:
      return scale.fraction(.log(number))
    case (.category(let indices), _):
      guard let index = indices[value.categoryName] else { return nil }
      return (Double(index) + 0.5) / Double(indices.count)
    default: return nil
    }
  }

  /// The width of a category's band; nil for a continuous axis.
  var band: Double? {
    if case .category(let indices) = self { 1 / Double(max(indices.count, 1)) } else { nil }
  }
}

extension PlottedValue {
  /// The value's name on an axis of categories.
  var categoryName: String {
    switch self {
    case .number(let number): NumberText.significant(number)
    case .category(let name): name
    }
  }

  /// The number, or nil for a category.
  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}
