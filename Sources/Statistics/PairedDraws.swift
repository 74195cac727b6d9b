import VectorMath

/// Two estimators drawn together, from the same random numbers.
///
/// Each sees its own copy of one fresh stream, so two estimators that draw an episode in the same
/// way see the same episode. A pair is independent of every other pair; what the two have in
/// common makes their difference vary less and biases nothing.
struct PairedDraws<First: Estimator, Second: Estimator> {
  let first: First
  let second: Second

  func sample(using random: inout RandomStream) -> (Vector, Vector) {
    var one = RandomStream(seed: random.next())
    // A stream computes its words in groups: drawing one first lets both copies share the group.
    _ = one.next()
    var two = one
    return (first.sample(using: &one), second.sample(using: &two))
  }
}
