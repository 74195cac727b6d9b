extension RandomStream {
  /// A uniform number in `0..<1`.
  ///
  /// - Returns: A multiple of 2⁻⁵³.
  /// - Randomness: draws exactly one value.
  @inlinable public mutating func uniform() -> Double {
    Double(Int64(truncatingIfNeeded: next() &>> 11)) * 0x1p-53
  }

  /// A uniform number in a range.
  ///
  /// - Parameter range: Finite bounds, not empty.
  /// - Returns: `lowerBound + u · (upperBound − lowerBound)`, below the upper bound.
  /// - Randomness: draws exactly one value.
  public mutating func uniform(in range: Range<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    if !(width > 0 && width.isFinite) {
      fatalError("uniform(in:): the range \(range) is empty or not finite")
    }
    let value = range.lowerBound + uniform() * width
    return value < range.upperBound ? value : range.upperBound.nextDown
  }

  /// A uniform integer in `0..<bound`, every value exactly as likely.
  ///
  /// - Parameter bound: How many values; at least 1.
  /// - Returns: An integer in `0..<bound`.
  /// - Randomness: draws one value, rarely more (with probability below `bound / 2⁶⁴`).
  /// - SeeAlso: Lemire 2019, "Fast random integer generation in an interval", algorithm 5.
  public mutating func integer(below bound: Int) -> Int {
    if bound < 1 { fatalError("integer(below:): the bound \(bound) is not positive") }
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A standard normal number.
  ///
  /// By inversion: `Φ⁻¹(u)` with `u = (k + ½) / 2⁵²`, so values lie within ±8.21 and the order of
  /// the uniform numbers is kept, which couples runs that share a stream.
  ///
  /// - Returns: Mean 0, deviation 1.
  /// - Randomness: draws exactly one value.
  public mutating func normal() -> Double {
    let integer = Int64(truncatingIfNeeded: next() &>> 12)
    return Double.normalQuantile(Double(2 &* integer &+ 1) * 0x1p-53)
  }

  /// A normal number.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - deviation: The standard deviation; at least 0.
  /// - Returns: `mean + deviation · z`.
  /// - Randomness: draws exactly one value.
  @inlinable public mutating func normal(mean: Double, deviation: Double) -> Double {
    if !(deviation >= 0) { fatalError("normal: the deviation \(deviation) is negative") }
    return mean + deviation * normal()
  }

  /// An event of a given probability.
  ///
  /// - Parameter probability: In `0...1`; 0 never and 1 always happens.
  /// - Returns: True with that probability.
  /// - Randomness: draws exactly one value.
  @inlinable public mutating func bernoulli(_ probability: Double) -> Bool {
    if !(probability >= 0 && probability <= 1) {
      fatalError("bernoulli: the probability \(probability) is outside 0...1")
    }
    return uniform() < probability
  }

  /// An index drawn with given probabilities.
  ///
  /// For many draws from the same probabilities, keep a ``Categorical``: the numbers are the same.
  ///
  /// - Parameter probabilities: One per index, not negative, with sum 1 within 1e-9.
  /// - Returns: An index in `0..<probabilities.count`.
  /// - Randomness: draws exactly one value.
  public mutating func categorical(_ probabilities: Vector) -> Int {
    Categorical(probabilities).sample(using: &self)
  }

  /// Brings a collection into random order, every order equally likely.
  ///
  /// - Parameter collection: What is reordered in place.
  /// - Randomness: draws `count − 1` values, rarely more.
  /// - SeeAlso: Durstenfeld 1964, "Algorithm 235: random permutation".
  @inlinable public mutating func shuffle<Items: MutableCollection & RandomAccessCollection>(
    _ collection: inout Items
  ) {
    var last = collection.endIndex
    for remaining in stride(from: collection.count, to: 1, by: -1) {
      collection.formIndex(before: &last)
      let chosen = collection.index(collection.startIndex, offsetBy: integer(below: remaining))
      collection.swapAt(last, chosen)
    }
  }
}
