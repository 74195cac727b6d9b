import VectorMath

// KL and its second derivative, which need the probabilities of all actions.
extension PolicyModel {
  /// The mean over the rows of Σ_b π(b) ∇log π(b) ⟨∇log π(b), v⟩.
  func applyFisher(
    _ observations: UnsafePointer<Float>, rowCount: Int, parameters: UnsafePointer<Float>,
    direction: UnsafePointer<Float>, into product: UnsafeMutablePointer<Float>
  ) {
    checkKept()
    var sums = Array(repeating: 0.0, count: policy.parameterCount)
    for row in 0..<rowCount {
      for number in 0..<keptCount {
        let probability = Double.exp(Double(logarithms.start[row * keptCount + number]))
        // An action that never comes has no score.
        if probability == 0 { continue }
        let score = policy.score(
          of: actions.candidates[number], at: self.observations[row], parameters: current)
        var projection = 0.0
        for place in sums.indices { projection += score[place] * Double(direction[place]) }
        let weight = probability * projection / Double(rowCount)
        for place in sums.indices { sums[place] += weight * score[place] }
      }
    }
    product.update(repeating: 0, count: parameterCount)
    for place in sums.indices { product[place] = Float(sums[place]) }
  }

  func divergences(
    from old: UnsafePointer<Float>, rowCount: Int, into divergences: UnsafeMutablePointer<Float>
  ) {
    checkKept()
    for row in 0..<rowCount {
      var sum = 0.0
      for place in row * keptCount..<(row + 1) * keptCount {
        let earlier = Double(old[place])
        let probability = Double.exp(earlier)
        if probability > 0 { sum += probability * (earlier - Double(logarithms.start[place])) }
      }
      divergences[row] = Float(sum)
    }
  }

  func checkKept() {
    if keptCount == 0 {
      fatalError(
        "\(Policy.self): KL between densities that are known point by point is not; use PPO's clip "
          + "instead of a penalty or a trust region")
    }
  }
}
