/// A short column of numbers: parameters, scores, gradients.
///
/// Arithmetic is that of linear algebra: `+` and `-` add and subtract components, `*` and `/` scale.
/// Sums run from the first component to the last, so results are the same bits on every machine.
///
/// Up to eight components are stored inline, without heap allocation; sampling loops rely on it.
/// Vectors of different counts do not mix: the operation traps with a message that names both.
public struct Vector: Sendable {
  /// How many components there are.
  public let count: Int

  /// The components when there are at most eight; lanes from `count` on are unspecified.
  @usableFromInline var lanes: EightLanes

  /// The components when there are more than eight, otherwise `nil`.
  @usableFromInline var overflow: [Double]?

  @inlinable init(count: Int, lanes: EightLanes) {
    self.count = count
    self.lanes = lanes
    self.overflow = nil
  }

  /// A vector whose components are all the same.
  ///
  /// - Parameters:
  ///   - value: Every component.
  ///   - count: How many components; at least 0.
  @inlinable @inline(__always)
  public init(repeating value: Double, count: Int) {
    self.count = count
    lanes = EightLanes(repeating: value)
    overflow = count > 8 || count < 0 ? Vector.overflow(repeating: value, count: count) : nil
  }

  /// A vector with the components of an array, in order.
  ///
  /// - Parameter components: The components, first to last.
  @inlinable @inline(__always)
  public init(_ components: [Double]) {
    count = components.count
    if components.count > 8 {
      lanes = EightLanes(repeating: 0)
      overflow = components
    } else {
      // Constant indices, so that a literal needs no array at all.
      func component(_ index: Int) -> Double { index < components.count ? components[index] : 0 }
      lanes = EightLanes(
        SIMD2(component(0), component(1)), SIMD2(component(2), component(3)),
        SIMD2(component(4), component(5)), SIMD2(component(6), component(7)))
      overflow = nil
    }
  }

  /// A vector with the components of a sequence, in order.
  ///
  /// - Parameter components: The components, first to last.
  @inlinable public init(_ components: some Sequence<Double>) {
    self.init(Array(components))
  }

  /// The zero vector.
  ///
  /// - Parameter count: How many components; at least 0.
  /// - Returns: A vector of `count` zeros.
  @inlinable public static func zero(count: Int) -> Vector {
    Vector(repeating: 0, count: count)
  }

  /// The unit vector along one coordinate.
  ///
  /// - Parameters:
  ///   - index: The component that is 1; in `0..<count`.
  ///   - count: How many components.
  /// - Returns: A vector of zeros with a one at `index`.
  @inlinable @inline(__always)
  public static func unit(_ index: Int, count: Int) -> Vector {
    var result = Vector(repeating: 0, count: count)
    result[index] = 1
    return result
  }
}

extension Vector: ExpressibleByArrayLiteral {
  /// A vector written as a list of numbers.
  ///
  /// - Parameter arrayLiteral: The components, first to last.
  @inlinable @inline(__always)
  public init(arrayLiteral: Double...) {
    self.init(arrayLiteral)
  }
}

extension Vector: RandomAccessCollection, MutableCollection {
  /// The position of the first component: 0.
  @inlinable public var startIndex: Int { 0 }

  /// The position after the last component: `count`.
  @inlinable public var endIndex: Int { count }

  /// One component.
  ///
  /// - Parameter index: Which, in `0..<count`.
  @inlinable public subscript(index: Int) -> Double {
    @inline(__always) get {
      if UInt(bitPattern: index) >= UInt(bitPattern: count) {
        Vector.trap(index: index, count: count)
      }
      return count > 8 ? Vector.outOfLine(overflow, index) : lanes[index]
    }
    @inline(__always) set {
      if UInt(bitPattern: index) >= UInt(bitPattern: count) {
        Vector.trap(index: index, count: count)
      }
      if count > 8 {
        Vector.setOutOfLine(&overflow, index, newValue)
      } else {
        lanes[index] = newValue
      }
    }
  }
}

extension Vector: Equatable, Hashable {
  /// Whether two vectors have the same count and equal components.
  ///
  /// - Parameters:
  ///   - left: One vector.
  ///   - right: The other.
  /// - Returns: False when any component is NaN, as for numbers.
  @inlinable public static func == (left: Vector, right: Vector) -> Bool {
    left.elementsEqual(right)
  }

  /// Feeds the components into a hasher.
  ///
  /// - Parameter hasher: Receives count and components.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for component in self { hasher.combine(component) }
  }
}

extension Vector: CustomStringConvertible {
  /// The components with five significant digits, as in `[0.2475, -0.2475]`.
  public var description: String {
    "[" + map { NumberText.significant($0, digits: 5) }.joined(separator: ", ") + "]"
  }
}

extension Vector {
  @usableFromInline @inline(never)
  static func setOutOfLine(_ components: inout [Double]?, _ index: Int, _ value: Double) {
    components?[index] = value
  }

  @usableFromInline @inline(never)
  static func outOfLine(_ components: [Double]?, _ index: Int) -> Double {
    components?[index] ?? .nan
  }

  @usableFromInline @inline(never)
  static func overflow(repeating value: Double, count: Int) -> [Double] {
    if count < 0 { fatalError("Vector(repeating:count:): the count \(count) is negative") }
    return Array(repeating: value, count: count)
  }

  // Kept out of line: `fatalError` keeps its message under -O, `preconditionFailure` does not.
  @usableFromInline @inline(never)
  static func trap(index: Int, count: Int) -> Never {
    fatalError("Vector: the index \(index) is outside 0..<\(count)")
  }

  @usableFromInline @inline(never)
  static func trap(_ operation: StaticString, _ left: Int, _ right: Int) -> Never {
    fatalError("Vector \(operation): the counts differ, \(left) and \(right)")
  }
}
