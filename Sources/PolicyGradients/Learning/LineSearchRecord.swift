/// How a natural gradient x ≈ (F + λI)⁻¹ g was found.
public struct NaturalGradientRecord: Equatable, Sendable {
  /// How many iterations of conjugate gradients changed x.
  public internal(set) var iterationCount: Int

  /// ‖g − (F + λI) x‖ as the iteration carries it along.
  public internal(set) var residual: Double

  /// Why the iteration ended.
  public internal(set) var ending: ConjugateGradient.Ending

  /// ½ δᵀ(F + λI)δ of the full step, in nats.
  public internal(set) var predictedDivergence: Double

  /// δ·g of the full step.
  public internal(set) var predictedImprovement: Double

  init(_ result: NaturalGradientStep.Result) {
    iterationCount = result.direction.iterationCount
    residual = result.direction.residual
    ending = result.direction.ending
    predictedDivergence = result.predictedDivergence
    predictedImprovement = result.predictedImprovement
  }

  init(
    iterationCount: Int, residual: Double, ending: ConjugateGradient.Ending,
    predictedDivergence: Double, predictedImprovement: Double
  ) {
    self.iterationCount = iterationCount
    self.residual = residual
    self.ending = ending
    self.predictedDivergence = predictedDivergence
    self.predictedImprovement = predictedImprovement
  }
}

/// How a line search along a natural gradient went.
public struct LineSearchRecord: Equatable, Sendable {
  /// The tries, in order; at most the last is accepted.
  public internal(set) var tries: [TrustRegionStep.Try]

  /// Which try was taken, from 0 on; nil if none was, so that the policy stayed.
  public var acceptedTry: Int? { tries.last?.outcome == .accepted ? tries.count - 1 : nil }

  /// How many tries the limit on KL refused.
  public var refusedByDivergence: Int {
    count { $0 == .tooFar || $0 == .tooFarWithoutImprovement }
  }

  /// How many tries the surrogate refused, which did not grow.
  public var refusedBySurrogate: Int {
    count { $0 == .noImprovement || $0 == .tooFarWithoutImprovement }
  }

  private func count(_ isMeant: (TrustRegionStep.Outcome) -> Bool) -> Int {
    tries.reduce(0) { isMeant($1.outcome) ? $0 + 1 : $0 }
  }
}
