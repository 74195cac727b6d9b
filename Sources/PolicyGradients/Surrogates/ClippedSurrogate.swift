/// The clipped surrogate objective of proximal policy optimization, for one sample.
///
/// With r the probability ratio π/π_old of the action that was taken and A its advantage,
///
///     L(r, A) = min(r A, clip(r, 1 − ε, 1 + ε) A)
///
/// For A > 0 that is `min(r, 1 + ε) A`, for A < 0 it is `max(r, 1 − ε) A`: each sign has one bound,
/// and the other one does nothing. L ≤ r A everywhere, with equality unless the move *gains* beyond
/// its bound; only there the gradient vanishes. A move that has done harm keeps all of its gradient,
/// however far it went. Objectives are maximised.
///
/// - SeeAlso: Schulman et al. 2017, arXiv:1707.06347, eq. 7 and figure 1.
public struct ClippedSurrogate: Equatable, Sendable {
  /// ε, in `0..<1` without 0.
  public let clipRange: Double

  /// The objective of a clip range.
  ///
  /// 0 is no clip range: at r = 1, where every update starts, both signs would stand at their
  /// bounds, and no policy could move. From 1 on, the lower bound 1 − ε is a ratio that no policy
  /// reaches, so that one sign would never be clipped.
  ///
  /// - Parameter clipRange: ε, above 0 and below 1; traps with its value otherwise.
  public init(clipRange: Double) {
    if !(clipRange > 0 && clipRange < 1) {
      fatalError("ClippedSurrogate: the clip range \(clipRange) is not above 0 and below 1")
    }
    self.clipRange = clipRange
  }

  /// The ratios that are left as they are, `1 − ε ... 1 + ε`.
  public var bounds: ClosedRange<Double> { (1 - clipRange)...(1 + clipRange) }

  /// L(r, A).
  ///
  /// - Parameters:
  ///   - ratio: r, at least 0 and finite.
  ///   - advantage: A, finite.
  /// - Returns: At most `ratio * advantage`, in the advantage's unit.
  public func value(ratio: Double, advantage: Double) -> Double {
    check(ratio, advantage)
    let clipped = min(max(ratio, bounds.lowerBound), bounds.upperBound)
    return min(ratio * advantage, clipped * advantage)
  }

  /// ∂L/∂r: A, or 0 where L is flat.
  ///
  ///     A > 0:  A for r ≤ 1 + ε, else 0        A < 0:  A for r ≥ 1 − ε, else 0
  ///
  /// L has no derivative at its kink, r = 1 + ε for A > 0 and r = 1 − ε for A < 0. The slope from
  /// the inside is A, from the outside 0; here it is A, as in PyTorch, whose `min` gives each of two
  /// equal arguments half of the gradient, and whose `clamp` passes it on at its bounds: ½A + ½A.
  /// At A = 0, L is 0 for every r, and so is the derivative.
  ///
  /// - Parameters:
  ///   - ratio: r, at least 0 and finite.
  ///   - advantage: A, finite.
  /// - Returns: `advantage` or 0. The gradient by θ is this times `r ∇log π`.
  /// - SeeAlso: PyTorch, `minimum` in tools/autograd/derivatives.yaml, `clamp_backward` in
  ///   torch/csrc/autograd/FunctionsManual.cpp.
  public func derivative(ratio: Double, advantage: Double) -> Double {
    clipCase(ratio: ratio, advantage: advantage).hasGradient ? advantage : 0
  }

  /// Which case of the objective a sample is.
  ///
  /// - Parameters:
  ///   - ratio: r, at least 0 and finite.
  ///   - advantage: A, finite.
  /// - Returns: One of nine; a kink only where L has one.
  public func clipCase(ratio: Double, advantage: Double) -> ClipCase {
    check(ratio, advantage)
    if advantage == 0 { return .zeroAdvantage }
    let isGood = advantage > 0
    if isGood && ratio == bounds.upperBound { return .upperKink }
    if !isGood && ratio == bounds.lowerBound { return .lowerKink }
    if ratio > bounds.upperBound { return isGood ? .abovePositive : .aboveNegative }
    if ratio < bounds.lowerBound { return isGood ? .belowPositive : .belowNegative }
    return isGood ? .insidePositive : .insideNegative
  }

  /// The share of samples whose gradient the clip takes: ``ClipCase/isClipped``.
  ///
  /// Samples with A = 0 are not among them: they have no gradient that could be taken.
  ///
  /// - Parameters:
  ///   - ratios: One a sample, each at least 0 and finite; at least one.
  ///   - advantages: As many, finite.
  /// - Returns: In `0...1`.
  public func zeroGradientFraction(
    ratios: some Collection<Double>, advantages: some Collection<Double>
  ) -> Double {
    if ratios.count != advantages.count {
      fatalError(
        "zeroGradientFraction: \(ratios.count) ratios, but \(advantages.count) advantages")
    }
    if ratios.isEmpty { fatalError("zeroGradientFraction: there are no samples") }
    let clipped = zip(ratios, advantages).count { clipCase(ratio: $0, advantage: $1).isClipped }
    return Double(clipped) / Double(ratios.count)
  }

  /// The share of samples with r outside the bounds, the usual metric.
  ///
  /// It does not look at the advantage, so it also counts samples beyond the bound that does nothing
  /// for their sign. At least ``zeroGradientFraction(ratios:advantages:)``.
  ///
  /// - Parameter ratios: One a sample, each at least 0 and finite; at least one.
  /// - Returns: In `0...1`.
  /// - SeeAlso: `clipfracs`, the mean of `|r − 1| > ε`, in CleanRL's ppo.py.
  public func clipFraction(ratios: some Collection<Double>) -> Double {
    if ratios.isEmpty { fatalError("clipFraction: there are no samples") }
    let outside = ratios.count { ratio in
      check(ratio, 0)
      return !bounds.contains(ratio)
    }
    return Double(outside) / Double(ratios.count)
  }

  private func check(_ ratio: Double, _ advantage: Double) {
    if !(ratio >= 0 && ratio.isFinite) {
      fatalError("ClippedSurrogate: the ratio \(ratio) is not a finite number of at least 0")
    }
    if !advantage.isFinite {
      fatalError("ClippedSurrogate: the advantage \(advantage) is not a finite number")
    }
  }
}
