public import VectorMath

/// Streaming moments of a sample of vectors, coordinate by coordinate.
public struct VectorMoments: Equatable, Sendable {
  /// One entry a coordinate.
  public private(set) var coordinates: [Moments]

  /// Creates the moments of no samples.
  ///
  /// - Parameter dimension: The number of coordinates.
  public init(dimension: Int) {
    coordinates = Array(repeating: Moments(), count: dimension)
  }

  /// The number of samples.
  public var count: Int { coordinates.first?.count ?? 0 }

  /// The mean of each coordinate.
  public var mean: Vector { Vector(coordinates.map(\.mean)) }

  /// The variance of each coordinate.
  public var variance: Vector { Vector(coordinates.map(\.variance)) }

  /// The sum of all variances, the trace of the covariance matrix.
  public var totalVariance: Double { coordinates.reduce(0) { $0 + $1.variance } }

  /// Adds one sample.
  ///
  /// - Parameter sample: The sample, with one entry a coordinate.
  public mutating func add(_ sample: Vector) {
    precondition(sample.count == coordinates.count)
    for j in coordinates.indices { coordinates[j].add(sample[j]) }
  }

  /// Adds the samples of a block.
  ///
  /// - Parameter block: The block, of the same dimension.
  public mutating func add(_ block: SampleBlock) {
    precondition(block.dimension == coordinates.count)
    for j in coordinates.indices { coordinates[j].merge(block.moments(ofCoordinate: j)) }
  }

  /// Adds the samples of another set.
  ///
  /// - Parameter other: The other samples' moments, of the same dimension.
  public mutating func merge(_ other: VectorMoments) {
    precondition(other.coordinates.count == coordinates.count)
    for j in coordinates.indices { coordinates[j].merge(other.coordinates[j]) }
  }
}
