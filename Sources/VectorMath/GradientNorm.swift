/// The Euclidean norm of all gradients together, and its limit.
public enum GradientNorm {
  /// The norm √(Σ g²).
  ///
  /// Every sixteenth square is added up by itself, in `Float`, and the sixteen sums in order, in
  /// `Double`: the same bits for every vector width.
  ///
  /// - Parameter gradients: g; any count.
  /// - Returns: At least 0; infinite or NaN if a gradient is, or if squares overflow.
  public static func of(_ gradients: Span<Float>) -> Double {
    gradients.withUnsafeBufferPointer { norm($0) }
  }

  /// Shortens gradients that are too long: g ← g · min(1, c / (‖g‖ + 10⁻⁶)).
  ///
  /// PyTorch's `clip_grad_norm_`. Gradients whose norm is not finite stay as they are, for the
  /// caller to stop at.
  ///
  /// - Parameters:
  ///   - gradients: g, changed in place; any count.
  ///   - maximum: c, above 0; may be infinite.
  /// - Returns: The norm before.
  @discardableResult
  public static func clip(_ gradients: inout MutableSpan<Float>, maximum: Double) -> Double {
    if !(maximum > 0) { fatalError("GradientNorm.clip: the maximum \(maximum) is not above 0") }
    return gradients.withUnsafeMutableBufferPointer { gradients in
      let norm = GradientNorm.norm(UnsafeBufferPointer(gradients))
      let factor = Float(maximum / (norm + 1e-6))
      if norm.isFinite && factor < 1 {
        for index in 0..<gradients.count { gradients[index] *= factor }
      }
      return norm
    }
  }

  private static func norm(_ gradients: UnsafeBufferPointer<Float>) -> Double {
    guard let start = gradients.baseAddress else { return 0 }
    var sums = SIMD16<Float>.zero
    let whole = gradients.count - gradients.count % 16
    for index in stride(from: 0, to: whole, by: 16) {
      let group = UnsafeRawPointer(start + index).loadUnaligned(as: SIMD16<Float>.self)
      sums = sums.addingProduct(group, group)
    }
    for index in whole..<gradients.count {
      sums[index - whole].addProduct(gradients[index], gradients[index])
    }
    return (0..<16).reduce(0.0) { $0 + Double(sums[$1]) }.squareRoot()
  }
}
