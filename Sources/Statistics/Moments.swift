/// Streaming moments of a sample of numbers.
///
/// The central sums `Mₖ = Σ (x − μ̂)ᵏ`, k = 2, 3, 4, are kept about the running mean, so nothing
/// cancels. With `δ = μ̂_B − μ̂_A` and `n = n_A + n_B`, two samples are joined by
///
///     M₂ = M₂ᴬ + M₂ᴮ + δ² n_A n_B / n
///     M₃ = M₃ᴬ + M₃ᴮ + δ³ n_A n_B (n_A − n_B) / n² + 3δ (n_A M₂ᴮ − n_B M₂ᴬ) / n
///     M₄ = M₄ᴬ + M₄ᴮ + δ⁴ n_A n_B (n_A² − n_A n_B + n_B²) / n³
///          + 6δ² (n_A² M₂ᴮ + n_B² M₂ᴬ) / n² + 4δ (n_A M₃ᴮ − n_B M₃ᴬ) / n
///
/// - SeeAlso: Pébay 2008, SAND2008-6212, eqs. 2.1, 3.1.
public struct Moments: Equatable, Sendable {
  /// The number of samples.
  public private(set) var count = 0
  /// The mean μ̂; 0 before the first sample.
  public private(set) var mean = 0.0
  /// The smallest sample; infinite before the first.
  public private(set) var minimum = Double.infinity
  /// The largest sample; minus infinite before the first.
  public private(set) var maximum = -Double.infinity
  /// Σ (x − μ̂)².
  public private(set) var sumOfSquares = 0.0
  private var sumOfCubes = 0.0
  private var sumOfFourthPowers = 0.0

  /// Creates the moments of no samples.
  public init() {}

  /// Creates the moments of a few samples.
  ///
  /// - Parameter samples: The samples.
  public init(_ samples: [Double]) {
    samples.withUnsafeBufferPointer { self = Moments(block: $0) }
  }

  /// Creates the moments of a block of samples, in two passes of eight lanes.
  ///
  /// Sample i always goes to lane i mod 8, so the sums have the same bits on every processor.
  init(block: UnsafeBufferPointer<Double>) {
    guard !block.isEmpty, let start = block.baseAddress else { return }
    let whole = block.count & ~7
    let lanes = UnsafeRawPointer(start)
    count = block.count
    var sums = SIMD8<Double>.zero
    for i in stride(from: 0, to: whole, by: 8) {
      sums += lanes.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
    }
    var sum = sums.sum()
    for i in whole..<count { sum += block[i] }
    mean = sum / Double(count)

    var squares = SIMD8<Double>.zero
    var cubes = SIMD8<Double>.zero
    var fourths = SIMD8<Double>.zero
    var low = SIMD8(repeating: block[0])
    var high = low
    for i in stride(from: 0, to: whole, by: 8) {
      let x = lanes.loadUnaligned(fromByteOffset: i * 8, as: SIMD8<Double>.self)
      low.replace(with: x, where: x .< low)
      high.replace(with: x, where: x .> high)
      let difference = x - mean
      let square = difference * difference
      squares += square
      cubes += square * difference
      fourths += square * square
    }
    (minimum, maximum) = (low.min(), high.max())
    (sumOfSquares, sumOfCubes, sumOfFourthPowers) = (squares.sum(), cubes.sum(), fourths.sum())
    for i in whole..<count {
      let difference = block[i] - mean
      let square = difference * difference
      minimum = Swift.min(minimum, block[i])
      maximum = Swift.max(maximum, block[i])
      sumOfSquares += square
      sumOfCubes += square * difference
      sumOfFourthPowers += square * square
    }
  }

  /// Adds one sample.
  ///
  /// - Parameter sample: The sample.
  public mutating func add(_ sample: Double) {
    var one = Moments()
    (one.count, one.mean, one.minimum, one.maximum) = (1, sample, sample, sample)
    merge(one)
  }

  /// Adds the samples of another set.
  ///
  /// - Parameter other: The other samples' moments.
  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    guard count > 0 else {
      self = other
      return
    }
    let (a, b) = (Double(count), Double(other.count))
    let n = a + b
    let delta = other.mean - mean
    let (delta2, product) = (delta * delta, a * b)
    sumOfFourthPowers +=
      other.sumOfFourthPowers
      + delta2 * delta2 * product * (a * a - product + b * b) / (n * n * n)
      + 6 * delta2 * (a * a * other.sumOfSquares + b * b * sumOfSquares) / (n * n)
      + 4 * delta * (a * other.sumOfCubes - b * sumOfCubes) / n
    sumOfCubes +=
      other.sumOfCubes + delta2 * delta * product * (a - b) / (n * n)
      + 3 * delta * (a * other.sumOfSquares - b * sumOfSquares) / n
    sumOfSquares += other.sumOfSquares + delta2 * product / n
    mean += delta * b / n
    count += other.count
    minimum = Swift.min(minimum, other.minimum)
    maximum = Swift.max(maximum, other.maximum)
  }

  /// Σ (x − c)² about any centre c.
  ///
  /// - Parameter center: The centre c.
  /// - Returns: The sum of squares about it.
  public func sumOfSquares(about center: Double) -> Double {
    let offset = mean - center
    return sumOfSquares + Double(count) * offset * offset
  }

  /// The variance M₂ / n; 0 for fewer than two samples.
  public var variance: Double { count > 1 ? sumOfSquares / Double(count) : 0 }

  /// The variance M₂ / (n − 1), whose mean is the true variance; 0 for fewer than two samples.
  public var unbiasedVariance: Double { count > 1 ? sumOfSquares / Double(count - 1) : 0 }

  /// The standard deviation √(M₂ / n).
  public var standardDeviation: Double { variance.squareRoot() }

  /// The standard error of the mean, √(M₂ / (n − 1) / n).
  public var standardError: Double {
    count > 1 ? (unbiasedVariance / Double(count)).squareRoot() : 0
  }

  /// The skewness √n M₃ / M₂^{3/2}; 0 without spread.
  public var skewness: Double {
    guard sumOfSquares > 0 else { return 0 }
    return Double(count).squareRoot() * sumOfCubes / (sumOfSquares * sumOfSquares.squareRoot())
  }

  /// The kurtosis n M₄ / M₂², 3 for a normal distribution; 0 without spread.
  public var kurtosis: Double {
    guard sumOfSquares > 0 else { return 0 }
    return Double(count) * sumOfFourthPowers / (sumOfSquares * sumOfSquares)
  }

  /// The share of Σ (x − μ̂)² that the most distant sample owns; 0 without spread.
  public var largestSampleShare: Double {
    guard sumOfSquares > 0 else { return 0 }
    let distance = Swift.max(maximum - mean, mean - minimum)
    return distance * distance / sumOfSquares
  }
}
