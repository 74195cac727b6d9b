public import VectorMath

/// A step of trust region policy optimization, TRPO.
///
/// It maximises the surrogate L(θ) subject to `KL(π_old‖π_θ) ≤ δ`, approximately: the full step is
/// that of the natural gradient, as long as the Taylor expansion of the divergence allows, and a line
/// search shortens it until it passes two checks of the functions themselves,
///
///     θ_j = θ + αʲ √(2δ / xᵀFx) x,   x ≈ F⁻¹ g,   j = 0, 1, 2, …
///     KL(θ_j) ≤ δ   and   L(θ_j) > L(θ)
///
/// If no try passes, the parameters stay. A step that passes need not improve J: L agrees with J to
/// first order only. (Spinning Up also accepts L(θ_j) = L(θ); sb3-contrib wants KL < δ.)
///
/// - SeeAlso: Schulman et al. 2015, "Trust Region Policy Optimization", arXiv:1502.05477, eq. 14
///   and appendix C.
public struct TrustRegionStep: Equatable, Sendable {
  /// δ, the largest divergence, in nats; Spinning Up's `delta`, sb3-contrib's `target_kl`.
  public var divergenceLimit: Double

  /// α, by which each try is shorter than the one before; Spinning Up's `backtrack_coeff`.
  public var backtrackFactor: Double

  /// The most tries; Spinning Up's `backtrack_iters`.
  public var tryLimit: Int

  /// How x is found; its damping is part of F in the full step's length, as in both programs.
  public var solver: ConjugateGradient

  /// A way to step.
  ///
  /// - Parameters:
  ///   - divergenceLimit: δ, above 0, in nats.
  ///   - backtrackFactor: α, above 0 and below 1.
  ///   - tryLimit: The most tries, at least 1.
  ///   - solver: How x is found.
  public init(
    divergenceLimit: Double, backtrackFactor: Double = 0.8, tryLimit: Int = 10,
    solver: ConjugateGradient = ConjugateGradient()
  ) {
    self.divergenceLimit = divergenceLimit
    self.backtrackFactor = backtrackFactor
    self.tryLimit = tryLimit
    self.solver = solver
    if let complaint { fatalError("TrustRegionStep: \(complaint)") }
  }

  /// What is wrong, if anything is.
  var complaint: String? {
    if !(divergenceLimit > 0 && divergenceLimit.isFinite) {
      return "the divergence limit \(divergenceLimit) is not above 0"
    }
    if !(backtrackFactor > 0 && backtrackFactor < 1) {
      return "the backtrack factor \(backtrackFactor) is not between 0 and 1"
    }
    if tryLimit < 1 { return "the try limit \(tryLimit) is below 1" }
    return solver.complaint
  }

  /// The defaults of OpenAI's Spinning Up: δ = 0.01, α = 0.8, 10 tries, 10 iterations, damping 0.1.
  public static let spinningUp = TrustRegionStep(
    divergenceLimit: 0.01,
    solver: ConjugateGradient(iterationLimit: 10, damping: 0.1, residualTolerance: 0))

  /// The defaults of sb3-contrib: δ = 0.01, α = 0.8, 10 tries, 15 iterations, damping 0.1.
  public static let stableBaselines = TrustRegionStep(
    divergenceLimit: 0.01,
    solver: ConjugateGradient(iterationLimit: 15, damping: 0.1, residualTolerance: 1e-10))

  /// The lecture's slides: α = 0.5, "step size halving"; the rest, which they leave open or, as the
  /// damping, out, is that of ``stableBaselines``.
  ///
  /// - SeeAlso: W. van Heeswijk, "Introduction to Policy Gradient Methods", slide "TRPO Line Search:
  ///   Update Rule".
  public static let lectureSlides: TrustRegionStep = {
    var result = stableBaselines
    result.backtrackFactor = 0.5
    return result
  }()

  /// What a policy with other parameters is worth, measured from the old one.
  public struct Measurement: Equatable, Sendable {
    /// `L(θ_j) − L(θ)`, in the reward's unit.
    public var improvement: Double
    /// `KL(π_θ‖π_θj)`, mean over the states, in nats.
    public var divergence: Double

    /// Measured numbers.
    ///
    /// - Parameters:
    ///   - improvement: `L(θ_j) − L(θ)`.
    ///   - divergence: `KL(π_θ‖π_θj)`, in nats.
    public init(improvement: Double, divergence: Double) {
      self.improvement = improvement
      self.divergence = divergence
    }
  }

  /// What the two checks say of a try.
  public enum Outcome: Equatable, Sendable {
    /// Both checks passed.
    case accepted
    /// The surrogate grows, but the divergence is above the limit.
    case tooFar
    /// The divergence is within the limit, but the surrogate does not grow.
    case noImprovement
    /// Neither check passed.
    case tooFarWithoutImprovement
    /// A measured number is not finite.
    case notFinite
  }

  /// One try of the line search.
  public struct Try: Equatable, Sendable {
    /// αʲ.
    public let scale: Double
    /// What was measured.
    public let measurement: Measurement
    /// What the checks say.
    public let outcome: Outcome
  }

  /// A step, and everything that was tried.
  public struct Result: Equatable, Sendable {
    /// The new parameters; the old ones if no try was accepted.
    public let parameters: Vector
    /// The full step, with its direction.
    public let fullStep: NaturalGradientStep.Result
    /// The tries, in order; at most the last is accepted.
    ///
    /// Empty where there is no direction.
    public let tries: [Try]

    /// The number j of the accepted try, from 0; `nil` if the parameters stay.
    public var acceptedTry: Int? { tries.last?.outcome == .accepted ? tries.count - 1 : nil }
  }

  /// The step from given parameters.
  ///
  /// - Parameters:
  ///   - parameters: θ; shape `[d]`.
  ///   - gradient: g = ∇L(θ) = ∇J(θ), exact or estimated; shape `[d]`.
  ///   - fisherProduct: v ↦ F v, without damping.
  ///   - measure: From parameters to their surrogate and divergence.
  /// - Returns: The new parameters and the tries.
  public func step(
    from parameters: Vector, gradient: Vector, fisherProduct: (Vector) -> Vector,
    measure: (Vector) -> Measurement
  ) -> Result {
    if gradient.count != parameters.count {
      fatalError(
        "TrustRegionStep: the gradient has \(gradient.count) components, there are "
          + "\(parameters.count) parameters")
    }
    let full = NaturalGradientStep(length: .divergence(divergenceLimit), solver: solver)
      .step(gradient: gradient, fisherProduct: fisherProduct)
    var tries: [Try] = []
    var scale = 1.0
    while tries.count < tryLimit && full.predictedDivergence > 0 {
      let candidate = parameters + scale * full.step
      let measurement = measure(candidate)
      let outcome = outcome(of: measurement)
      tries.append(Try(scale: scale, measurement: measurement, outcome: outcome))
      if outcome == .accepted {
        return Result(parameters: candidate, fullStep: full, tries: tries)
      }
      scale *= backtrackFactor
    }
    return Result(parameters: parameters, fullStep: full, tries: tries)
  }

  private func outcome(of measurement: Measurement) -> Outcome {
    if !(measurement.improvement.isFinite && measurement.divergence.isFinite) { return .notFinite }
    switch (measurement.divergence <= divergenceLimit, measurement.improvement > 0) {
    case (true, true): return .accepted
    case (false, true): return .tooFar
    case (true, false): return .noImprovement
    case (false, false): return .tooFarWithoutImprovement
    }
  }
}
