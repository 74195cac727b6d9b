/// Where a sample stands in the clipped surrogate objective: ratio by sign of the advantage.
///
/// The first six are the rows of the usual table. *Inside* holds both bounds, except where the
/// objective has a kink; the bound that does nothing for a sign is no kink.
///
/// - SeeAlso: ``ClippedSurrogate``.
public enum ClipCase: CaseIterable, Sendable {
  /// r within the bounds, A > 0: gradient A.
  case insidePositive
  /// r within the bounds, A < 0: gradient A.
  case insideNegative
  /// r < 1 − ε, A > 0: a good action has become rare. Gradient A, which undoes it.
  case belowPositive
  /// r < 1 − ε, A < 0: a bad action has become rare, by enough. No gradient.
  case belowNegative
  /// r > 1 + ε, A > 0: a good action has become likely, by enough. No gradient.
  case abovePositive
  /// r > 1 + ε, A < 0: a bad action has become likely. Gradient A, which undoes it.
  case aboveNegative
  /// r = 1 + ε, A > 0: the slope is A to the left and 0 to the right.
  case upperKink
  /// r = 1 − ε, A < 0: the slope is 0 to the left and A to the right.
  case lowerKink
  /// A = 0, whatever r: no gradient.
  case zeroAdvantage

  /// Whether the clip takes the sample's gradient.
  public var isClipped: Bool { self == .belowNegative || self == .abovePositive }

  /// Whether the derivative is A rather than 0, at the kinks by convention.
  public var hasGradient: Bool { !isClipped && self != .zeroAdvantage }
}
