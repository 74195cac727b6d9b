public import VectorMath

/// The method of conjugate gradients: solves `(F + λI) x = g`, given only products of F with vectors.
///
/// F is symmetric and positive semidefinite, as a Fisher information. From x = 0, r = p = g,
///
///     α = r·r / p·Fp      x ← x + α p      r ← r − α Fp
///     β = r·r after / r·r before           p ← r + β p
///
/// The directions p are conjugate, `pᵢ·Fpⱼ = 0`, so that without rounding at most as many iterations
/// are needed as F has different eigenvalues above 0. A singular F does no harm as long as g lies in
/// its range, as ∇J does in that of the exact Fisher information; the solution is then the shortest.
///
/// - SeeAlso: Golub and Van Loan 2013, "Matrix Computations", section 11.3; Schulman et al. 2015,
///   arXiv:1502.05477, appendix C.
public struct ConjugateGradient: Equatable, Sendable {
  /// The most iterations, each with one product.
  public var iterationLimit: Int

  /// λ, what is added to the diagonal of F; at least 0.
  public var damping: Double

  /// The iteration ends once `‖r‖²` is at most this, in the unit of g squared; at least 0.
  public var residualTolerance: Double

  /// A way to solve.
  ///
  /// With the defaults nothing is added to F and all iterations are made until the residual is at
  /// rounding. Spinning Up makes 10 with a damping of 0.1, whatever the residual; sb3-contrib makes up
  /// to 15 with a damping of 0.1, and ends at a tolerance of 1e-10.
  ///
  /// - Parameters:
  ///   - iterationLimit: The most iterations, at least 1.
  ///   - damping: λ, at least 0.
  ///   - residualTolerance: Ends the iteration once `‖r‖²` is at most this; at least 0.
  public init(
    iterationLimit: Int = 10, damping: Double = 0, residualTolerance: Double = 1e-28
  ) {
    self.iterationLimit = iterationLimit
    self.damping = damping
    self.residualTolerance = residualTolerance
    if let complaint { fatalError("ConjugateGradient: \(complaint)") }
  }

  /// What is wrong, if anything is.
  var complaint: String? {
    if iterationLimit < 1 { return "the iteration limit \(iterationLimit) is below 1" }
    for (name, number) in [("damping", damping), ("residual tolerance", residualTolerance)]
    where !(number >= 0 && number.isFinite) {
      return "the \(name) \(number) is not a number of at least 0"
    }
    return nil
  }

  /// Why the iteration ended.
  public enum Ending: Equatable, Sendable {
    /// The residual is within the tolerance.
    case converged
    /// All iterations were made; the solution is an approximation.
    case iterationLimit
    /// `p·(F + λI)p` was not above 0: F is not positive definite along p, to within rounding.
    ///
    /// The solution is the one before, which is no worse than its predecessors.
    case nonPositiveCurvature
    /// g, a product or the residual has a component that is no finite number.
    ///
    /// The solution is the last finite one.
    case notFinite
  }

  /// What was found.
  public struct Solution: Equatable, Sendable {
    /// x, always finite; 0 if no iteration succeeded.
    public let solution: Vector
    /// ‖r‖ as the iteration carries it along: `‖g − (F + λI) x‖` up to rounding.
    public let residual: Double
    /// How many iterations changed x.
    public let iterationCount: Int
    /// Why the iteration ended.
    public let ending: Ending
  }

  /// Solves `(F + λI) x = g`.
  ///
  /// - Parameters:
  ///   - right: g; shape `[d]`.
  ///   - product: v ↦ F v, without damping; shape `[d]` to `[d]`.
  /// - Returns: x, and how good it is.
  public func solve(_ right: Vector, product: (Vector) -> Vector) -> Solution {
    var solution = Vector.zero(count: right.count)
    var residual = right
    var direction = right
    var square = right.squaredNorm
    var largestCurvature = 0.0
    var iterationCount = 0
    func ended(_ ending: Ending) -> Solution {
      Solution(
        solution: solution, residual: square.squareRoot(), iterationCount: iterationCount,
        ending: ending)
    }
    while square.isFinite {
      if square <= residualTolerance { return ended(.converged) }
      if iterationCount == iterationLimit { return ended(.iterationLimit) }
      let image = damped(direction, product: product)
      let product = direction.dot(image)
      if !product.isFinite || !image.squaredNorm.isFinite { return ended(.notFinite) }
      // A direction that F sends to 0 has a curvature of about 1e-16 of the others, of either sign.
      let curvature = product / direction.squaredNorm
      largestCurvature = Swift.max(largestCurvature, curvature)
      if !(curvature > 1e-14 * largestCurvature) { return ended(.nonPositiveCurvature) }
      let step = square / product
      let next = solution + step * direction
      residual -= step * image
      let nextSquare = residual.squaredNorm
      if !nextSquare.isFinite || !next.squaredNorm.isFinite { return ended(.notFinite) }
      solution = next
      iterationCount += 1
      direction = residual + (nextSquare / square) * direction
      square = nextSquare
    }
    return ended(.notFinite)
  }

  /// `(F + λI) v`.
  func damped(_ vector: Vector, product: (Vector) -> Vector) -> Vector {
    let image = product(vector)
    if image.count != vector.count {
      fatalError(
        "ConjugateGradient: the product of a vector of \(vector.count) components has "
          + "\(image.count)")
    }
    return damping == 0 ? image : image + damping * vector
  }
}
