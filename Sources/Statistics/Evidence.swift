/// What a verdict rests on.
public struct Evidence: Equatable, Sendable {
  /// How the answer was reached.
  public enum Method: String, Equatable, Sendable {
    /// A finite sum over all outcomes; no chance is involved.
    case exact
    /// A confidence sequence valid at every sample size, from a known range; of runs, an interval valid
    /// for a number of them that was fixed beforehand.
    case bounded
    /// A confidence sequence valid in the limit of many samples.
    case asymptotic
  }

  /// What the estimates are of.
  public enum Quantity: Equatable, Sendable {
    /// The mean of a draw, or an exact value.
    case mean
    /// The difference of two means.
    case difference
    /// κ Var(X) − Var(Y); the ratio is Var(Y) / Var(X) as observed, nil if X did not vary.
    case variances(factor: Double, ratio: Double?)
    /// The share of runs that succeed; the samples are runs.
    case share
    /// The probability that a run of one method beats one of another; the samples are runs.
    case improvement
  }

  /// One coordinate's interval and the values the claim allows.
  public struct Coordinate: Equatable, Sendable {
    /// The sample mean, or the exact value.
    public var estimate: Double
    /// The interval's lower end.
    public var lower: Double
    /// The interval's upper end.
    public var upper: Double
    /// The claimed value; the bound itself for a one-sided claim.
    public var target: Double
    /// The lowest mean the claim allows; −∞ if there is none.
    public var marginLower: Double
    /// The highest mean the claim allows; ∞ if there is none.
    public var marginUpper: Double
    /// The standard deviation of one sample; 0 for an exact claim.
    public var deviation: Double

    /// The estimated bias: estimate minus claimed value.
    public var bias: Double { estimate - target }
    /// Half the interval's width.
    public var halfWidth: Double { (upper - lower) / 2 }
    /// Whether the whole interval lies among the values the claim allows.
    public var isInside: Bool { lower > marginLower && upper < marginUpper }
    /// Whether the whole interval lies among the values the claim excludes.
    public var isOutside: Bool { lower > marginUpper || upper < marginLower }
    /// How far the interval, at its nearest end, is from the claimed value; 0 if it contains it.
    public var certainBias: Double { max(0, max(lower - target, target - upper)) }
  }

  /// One look at the shrinking interval.
  public struct Look: Equatable, Sendable {
    /// The samples drawn so far.
    public var sampleCount: Int
    /// The estimate minus the claimed value.
    public var deviation: Double
    /// Half the interval's width.
    public var halfWidth: Double
  }

  /// One entry a coordinate.
  public var coordinates: [Coordinate]
  /// How the answer was reached.
  public var method: Method
  /// The samples the intervals rest on; 0 for an exact claim.
  public var sampleCount = 0
  /// Earlier samples that only served to plan the run and were thrown away.
  public var pilotCount = 0
  /// The samples before which an asymptotic interval may not decide.
  public var burnInCount = 0
  /// The probability that the verdict is wrong, at most (in the limit, if asymptotic).
  public var alpha = 0.0
  /// The margin as a distance; 0 for a one-sided claim.
  public var margin = 0.0
  /// A dozen looks at the coordinate that decided, first to last; empty for an exact claim.
  public var looks: [Look] = []
  /// The bias that this run, at its length, would have told from zero 99 times in 100.
  public var smallestVisibleBias = 0.0
  /// What the estimates are of.
  public var quantity = Quantity.mean
  /// Whether two variances were compared without exact means, through differences of draws.
  public var usesDifferencesOfDraws = false
  /// The seed of the samples; nil for an exact claim.
  public var seed: UInt64?

  /// Whether some coordinate's bias is shown to be other than zero, yet inside the margin.
  public var isBiasedButNegligible: Bool {
    method != .exact && coordinates.allSatisfy(\.isInside)
      && coordinates.contains { $0.certainBias > 0 && $0.marginLower.isFinite }
  }
}
