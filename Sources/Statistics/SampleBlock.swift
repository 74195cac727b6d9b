public import VectorMath

/// A block of vector samples, stored coordinate by coordinate.
public struct SampleBlock: Sendable {
  /// Fills the samples in use with independent draws.
  typealias Fill = (inout SampleBlock, inout RandomStream) throws(ClaimError) -> Void

  /// The number of samples in use.
  public private(set) var count: Int
  /// The number of coordinates.
  public let dimension: Int
  @usableFromInline let capacity: Int
  @usableFromInline var values: [Double]

  /// Creates a block of zeros.
  ///
  /// - Parameters:
  ///   - capacity: The number of samples there is room for.
  ///   - dimension: The number of coordinates.
  public init(capacity: Int, dimension: Int) {
    self.capacity = capacity
    self.dimension = dimension
    count = capacity
    values = Array(repeating: 0, count: capacity * dimension)
  }

  /// One coordinate of one sample.
  ///
  /// - Parameters:
  ///   - sample: The sample's index, from 0.
  ///   - coordinate: The coordinate's index.
  @inlinable public subscript(sample: Int, coordinate: Int) -> Double {
    get { values[coordinate * capacity + sample] }
    set { values[coordinate * capacity + sample] = newValue }
  }

  /// Stores one sample.
  ///
  /// - Parameters:
  ///   - vector: The sample, with one entry a coordinate.
  ///   - sample: The sample's index, from 0.
  @inlinable public mutating func set(_ vector: Vector, at sample: Int) {
    precondition(vector.count == dimension)
    for j in 0..<dimension { values[j * capacity + sample] = vector[j] }
  }

  /// Sets how many samples are in use.
  mutating func use(_ count: Int) {
    precondition(count <= capacity)
    self.count = count
  }

  /// The moments of one coordinate of the samples in use.
  func moments(ofCoordinate j: Int) -> Moments {
    values.withUnsafeBufferPointer { all in
      Moments(block: UnsafeBufferPointer(rebasing: all[j * capacity..<j * capacity + count]))
    }
  }
}
