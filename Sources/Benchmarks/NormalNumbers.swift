import PolicyGradients
import VectorMath

extension FloatMemory {
  /// Normal numbers in memory like that of training.
  convenience init(normalCount count: Int) {
    self.init(count: count)
    var random = RandomStream(seed: 1)
    for index in 0..<count { start[index] = Float(random.normal()) }
  }

  /// All numbers.
  var numbers: UnsafeMutableBufferPointer<Float> { prefix(count) }
}
