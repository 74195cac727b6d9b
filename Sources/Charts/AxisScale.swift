import VectorMath

/// The way numbers are spread along an axis.
public enum ScaleType: Sendable {
  /// Equal differences are equal distances.
  case linear
  /// Equal ratios are equal distances; only numbers above zero have a place.
  case log
}

/// Numbers as fractions of the way from one end of an axis to the other.
struct LinearScale {
  let start: Double
  let end: Double

  init(_ domain: ClosedRange<Double>, isReversed: Bool = false) {
    (start, end) =
      isReversed
      ? (domain.upperBound, domain.lowerBound) : (domain.lowerBound, domain.upperBound)
  }

  /// The fraction, at most 10 000 axes away: farther makes no difference.
  // Halves, since the difference of two numbers near the largest one is infinite.
  func fraction(_ value: Double) -> Double {
    var (from, length) = (value / 2 - start / 2, end / 2 - start / 2)
    // Half of the smallest number is zero.
    if length == 0 { (from, length) = (value - start, end - start) }
    return min(max(from / length, -10_000), 10_000)
  }

  /// From end to end; infinite where the ends are farther apart than the largest number.
  var width: Double { end - start }

  func value(_ fraction: Double) -> Double { start * (1 - fraction) + end * fraction }
}

/// Where the categories of an axis stand.
struct CategoryScale {
  /// How many there are.
  var count = 0
  /// The place of each name.
  var placeOfName: [String: Int] = [:]
  /// The place of each category of the list of marks, or nil where it is not on this axis.
  var placeOfIndex: [Int?] = []

  func fraction(_ value: Coordinate) -> Double? {
    let place =
      switch value {
      case .category(let index): placeOfIndex[index]
      // A number among names is a name.
      case .number(let number): placeOfName[PlottedValue.number(number).categoryName]
      }
    return place.map { (Double($0) + 0.5) / Double(count) }
  }
}

/// Where values stand along an axis, as fractions of its length.
enum AxisScale {
  case linear(LinearScale)
  case log(LinearScale)
  case category(CategoryScale)

  /// The fraction of the way, or nil where the value has no place.
  func fraction(_ value: Coordinate) -> Double? {
    switch (self, value) {
    case (.linear(let scale), .number(let number)) where number.isFinite:
      return scale.fraction(number)
    case (.log(let scale), .number(let number)) where number > 0 && number.isFinite:
      return scale.fraction(.log(number))
    case (.category(let scale), _): return scale.fraction(value)
    default: return nil
    }
  }

  /// The width of a category's band; nil for a continuous axis.
  var band: Double? {
    if case .category(let scale) = self { 1 / Double(max(scale.count, 1)) } else { nil }
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
}
