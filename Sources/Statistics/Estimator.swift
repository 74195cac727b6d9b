public import VectorMath

/// A random vector whose mean is of interest, with what is known about it beforehand.
///
/// One call of `sample(using:)` is one independent draw: an episode or a batch, never one step of
/// an episode. What is known exactly, by enumeration, makes a claim about the mean safer: with
/// `range` the bounded confidence sequence is used, which holds at every sample size.
public protocol Estimator {
  /// The number of coordinates of a draw.
  var dimension: Int { get }

  /// One independent draw.
  ///
  /// - Parameter random: The source of randomness.
  /// - Returns: The draw, with `dimension` coordinates.
  func sample(using random: inout RandomStream) -> Vector

  /// Fills a block with independent draws; by default one after the other.
  ///
  /// - Parameters:
  ///   - block: The block, of the same dimension.
  ///   - random: The source of randomness.
  func sample(into block: inout SampleBlock, using random: inout RandomStream)

  /// Whether draws may be made on several threads at once: nothing outside is changed by one.
  var drawsConcurrently: Bool { get }

  /// The exact mean of a draw, if it is known.
  var exactMean: Vector? { get }

  /// The exact standard deviation of each coordinate of a draw, if they are known.
  var deviations: Vector? { get }

  /// The smallest and largest value of each coordinate, if they are known.
  var range: [ClosedRange<Double>]? { get }

  /// A lower bound on the probability of every outcome that can happen; 0 if none is known.
  var smallestOutcomeProbability: Double { get }
}

extension Estimator {
  /// Fills a block with independent draws, one after the other.
  ///
  /// - Parameters:
  ///   - block: The block, of the same dimension.
  ///   - random: The source of randomness.
  public func sample(into block: inout SampleBlock, using random: inout RandomStream) {
    for i in 0..<block.count {
      block.set(sample(using: &random), at: i)
    }
  }

  /// Draws are made one after the other.
  public var drawsConcurrently: Bool { false }
  /// Nothing is known.
  public var exactMean: Vector? { nil }
  /// Nothing is known.
  public var deviations: Vector? { nil }
  /// Nothing is known.
  public var range: [ClosedRange<Double>]? { nil }
  /// Nothing is known.
  public var smallestOutcomeProbability: Double { 0 }
}
