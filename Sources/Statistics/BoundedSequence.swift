import VectorMath

/// A confidence sequence for samples in a known range, valid at every sample size.
///
/// Let the samples lie in `[a, b]`, `c = b − a`, and let `x̂ᵢ` in `[a, b]` be known before sample i
/// is drawn. For every λ in `[0, 1/c)`, with `ψ(λ) = (−ln(1 − cλ) − cλ) / c²`,
///
///     exp(λ Σ (xᵢ − μ) − ψ(λ) Σ (xᵢ − x̂ᵢ)²)
///
/// is a supermartingale that starts at 1, and so is its average over a fixed set of λ. By Ville's
/// inequality that average ever reaches `2/α` with probability at most `α/2`; likewise for −x.
/// Solving for μ gives the interval. The mean of the earlier blocks serves as x̂, so the sum
/// `Σ (xᵢ − x̂)²` follows from a block's moments and a sample costs no more than those.
///
/// The set is `cλ = 0.9 · 2^{−k/2}`: its nearest member loses at most 3 % of the exponent against
/// the best λ, at every variance and at every sample size up to the horizon.
///
/// - SeeAlso: Howard et al. 2021, arXiv:1810.08240, theorem 4; Fan, Grama and Liu 2015,
///   arXiv:1311.6273, lemma 4.1.
public struct BoundedSequence: ConfidenceSequence {
  /// The samples seen so far.
  public private(set) var moments = Moments()
  /// The range the samples lie in.
  public let range: ClosedRange<Double>
  /// Σ (xᵢ − x̂ᵢ)², in units of c².
  private var variation = 0.0
  /// ln(2K/α) for K rates.
  private let threshold: Double
  private let rates: [Rate]

  /// One λ, in units of 1/c, with its ψ.
  private struct Rate {
    var lambda: Double
    var psi: Double
  }

  /// Creates a sequence that has seen no samples.
  ///
  /// - Parameters:
  ///   - range: The range `[a, b]` that contains every sample.
  ///   - alpha: The probability that any of the intervals misses the mean.
  ///   - horizon: The largest number of samples to be good for. Valid beyond it, only wider.
  public init(range: ClosedRange<Double>, alpha: Double, horizon: Int) {
    precondition(alpha > 0 && alpha < 1 && horizon > 0)
    self.range = range
    // The variance is at most c²/4, so no smaller λ than √(2 ln(2/α) / (horizon/4)) is best.
    let smallest = (8 * Double.log(2 / alpha) / Double(horizon)).squareRoot()
    var lambda = 0.9
    var rates: [Rate] = []
    repeat {
      rates.append(Rate(lambda: lambda, psi: BoundedSequence.psi(lambda)))
      lambda *= 0.5.squareRoot()
    } while lambda > smallest * 0.8
    self.rates = rates
    threshold = Double.log(2 * Double(rates.count) / alpha)
  }

  /// −ln(1 − λ) − λ, never too small.
  ///
  /// For small λ the difference cancels; there the series λ²/2 + λ³/3 + … is used, its tail
  /// λ⁶/6 + λ⁷/7 + … rounded up to λ⁶/5, which bounds it for λ ≤ 0.1.
  private static func psi(_ lambda: Double) -> Double {
    guard lambda < 0.1 else { return (-Double.log(1 - lambda) - lambda) * (1 + 1e-12) }
    var sum = 0.2
    for k in stride(from: 5.0, through: 2, by: -1) { sum = 1 / k + lambda * sum }
    return lambda * lambda * sum
  }

  private var width: Double { range.upperBound - range.lowerBound }

  /// Takes a block of new samples.
  ///
  /// - Parameter block: The block's moments.
  public mutating func add(_ block: Moments) {
    let middle = range.lowerBound + width / 2
    let mean = moments.count > 0 ? moments.mean : middle
    let forecast = min(max(mean, range.lowerBound), range.upperBound)
    if width > 0 {
      variation += block.sumOfSquares(about: forecast) / (width * width)
    }
    moments.merge(block)
  }

  /// Half the present interval's width; infinite before there is one.
  public var halfWidth: Double {
    guard moments.count > 0 else { return .infinity }
    return width * boundary(variation) / Double(moments.count)
  }

  /// The present interval, inside the range.
  public var interval: ClosedRange<Double> {
    guard moments.count > 0 else { return range }
    let mean = min(max(moments.mean, range.lowerBound), range.upperBound)
    let half = halfWidth
    return max(mean - half, range.lowerBound)...min(mean + half, range.upperBound)
  }

  /// The half-width to expect.
  ///
  /// - Parameters:
  ///   - count: The number of samples.
  ///   - deviation: The standard deviation of one sample.
  /// - Returns: Half the interval's width after that many samples.
  public func halfWidth(afterSamples count: Double, deviation: Double) -> Double {
    guard width > 0 else { return 0 }
    let ratio = deviation / width
    return width * boundary(count * ratio * ratio) / count
  }

  /// The smallest s with `Σ_k exp(λ_k s − ψ_k v) = 2K/α`.
  ///
  /// The logarithm of the left side is convex and increases with s. Newton's method starts right
  /// of the root, where one term alone suffices, so it comes down to it and never passes it.
  private func boundary(_ v: Double) -> Double {
    var s = Double.infinity
    for rate in rates { s = min(s, (threshold + rate.psi * v) / rate.lambda) }
    for _ in 0..<50 {
      var largest = -Double.infinity
      for rate in rates { largest = max(largest, rate.lambda * s - rate.psi * v) }
      var (sum, slope) = (0.0, 0.0)
      for rate in rates {
        let exponent = rate.lambda * s - rate.psi * v - largest
        guard exponent > -40 else { continue }
        let term = Double.exp(exponent)
        sum += term
        slope += rate.lambda * term
      }
      let step = (largest + Double.log(sum) - threshold) * sum / slope
      s -= step
      if step < 1e-9 * s { break }
    }
    return s
  }
}
