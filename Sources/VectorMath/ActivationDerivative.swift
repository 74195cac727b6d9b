/// The derivative of an activation at what it gave.
struct ActivationDerivative {
  var activation: DenseLayer.Activation
  /// Where its outputs start.
  var outputs: UnsafePointer<Float>
  /// Where the sums that belong to them start, which lie alike.
  var sums: UnsafePointer<Float>

  @inline(__always)
  func outputs(ofSumAt place: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    outputs + (UnsafePointer(place) - sums)
  }
}
