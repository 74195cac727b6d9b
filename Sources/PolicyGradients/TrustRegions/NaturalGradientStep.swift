public import VectorMath

/// A step along the natural gradient `x ≈ (F + λI)⁻¹ ∇J`, of a given length.
///
/// x is the direction in which J grows fastest for a given divergence of the policies, to the order
/// of the Taylor expansion `KL ≈ ½ δᵀFδ`. Nothing is checked: neither that J or a surrogate grows, nor
/// the divergence itself. ``TrustRegionStep`` does both.
///
/// - SeeAlso: Amari 1998, "Natural gradient works efficiently in learning"; Kakade 2001, "A natural
///   policy gradient".
public struct NaturalGradientStep: Equatable, Sendable {
  /// How long the step is.
  public enum Length: Equatable, Sendable {
    /// `δ = α x`, α the learning rate, above 0.
    case learningRate(Double)
    /// The longest with `½ δᵀ(F + λI)δ ≤ limit`, in nats: `δ = √(2 limit / xᵀ(F + λI)x) x`.
    case divergence(Double)
  }

  /// How long the step is.
  public var length: Length

  /// How x is found.
  public var solver: ConjugateGradient

  /// A way to step.
  ///
  /// - Parameters:
  ///   - length: How long the step is; its number is above 0.
  ///   - solver: How x is found.
  public init(length: Length, solver: ConjugateGradient = ConjugateGradient()) {
    self.length = length
    self.solver = solver
    if let complaint { fatalError("NaturalGradientStep: \(complaint)") }
  }

  /// What is wrong, if anything is.
  var complaint: String? {
    let (name, number) =
      switch length {
      case .learningRate(let rate): ("learning rate", rate)
      case .divergence(let limit): ("divergence limit", limit)
      }
    if !(number > 0 && number.isFinite) { return "the \(name) \(number) is not above 0" }
    return solver.complaint
  }

  /// A step, and how it was found.
  public struct Result: Equatable, Sendable {
    /// δ, of shape `[d]`; 0 where there is no direction.
    public let step: Vector
    /// The direction x, and how well it solves its equation.
    public let direction: ConjugateGradient.Solution
    /// The Taylor expansion's divergence `½ δᵀ(F + λI)δ`, in nats.
    public let predictedDivergence: Double
    /// The first-order growth `δ·∇J`.
    public let predictedImprovement: Double
  }

  /// The step from where ∇J and F were taken.
  ///
  /// - Parameters:
  ///   - gradient: ∇J, exact or estimated; shape `[d]`.
  ///   - fisherProduct: v ↦ F v, without damping.
  /// - Returns: δ. It is 0 if ∇J is, if the solver made no iteration, or if the length is not finite.
  public func step(gradient: Vector, fisherProduct: (Vector) -> Vector) -> Result {
    let found = solver.solve(gradient, product: fisherProduct)
    let direction = found.solution
    let curvature =
      found.iterationCount == 0
      ? 0 : direction.dot(solver.damped(direction, product: fisherProduct))
    let scale =
      switch length {
      case .learningRate(let rate): rate
      case .divergence(let limit): (2 * limit / curvature).squareRoot()
      }
    let square = scale * scale * curvature
    // Without a direction the curvature is 0, and a scale by divergence infinite or no number.
    let isUsable = curvature > 0 && square.isFinite && (scale * direction).squaredNorm.isFinite
    let step = isUsable ? scale * direction : .zero(count: gradient.count)
    return Result(
      step: step, direction: found, predictedDivergence: isUsable ? square / 2 : 0,
      predictedImprovement: isUsable ? step.dot(gradient) : 0)
  }
}
