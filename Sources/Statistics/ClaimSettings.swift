/// How hard a claim is tested, and what is known about its samples.
public struct ClaimSettings: Sendable {
  /// The probability of a wrong verdict, shared by all coordinates.
  public var alpha = 1e-6
  /// The largest number of samples to draw.
  public var budget = 4_000_000
  /// The range of each coordinate of a sample, if known.
  ///
  /// Then the claim's intervals hold at every sample size, otherwise in the limit of many samples.
  public var range: [ClosedRange<Double>]?
  /// The probability p of the rarest outcome, if known.
  ///
  /// Without ranges no verdict is given before 50/p samples.
  public var smallestOutcomeProbability: Double?

  /// Creates settings.
  ///
  /// - Parameters:
  ///   - alpha: The probability of a wrong verdict.
  ///   - budget: The largest number of samples to draw.
  public init(alpha: Double = 1e-6, budget: Int = 4_000_000) {
    self.alpha = alpha
    self.budget = budget
  }
}
