import VectorMath

/// The probabilities and scores of a policy, looked up instead of computed.
///
/// Rows are (s, a) at `s · A + a`. States of the problem that the policy does not know are terminal;
/// their rows hold zeros.
struct PolicyTable: Sendable {
  let actionCount: Int
  let parameterCount: Int
  /// π(a∣s); shape `[S·A]`.
  let probabilities: [Double]
  /// log π(a∣s); shape `[S·A]`.
  let logProbabilities: [Double]
  /// The first component of each row's score that is stored.
  private let offsets: [Int]
  /// Where in `components` those of each row start; shape `[S·A + 1]`.
  private let starts: [Int]
  private let components: [Double]

  init(_ policy: some DiscretePolicy, for problem: MarkovDecisionProcess) {
    problem.check(policy)
    actionCount = policy.actionCount
    parameterCount = policy.parameterCount
    var (probabilities, logProbabilities) = ([Double](), [Double]())
    var (offsets, starts, components) = ([Int](), [0], [Double]())
    for state in 0..<problem.stateCount {
      for action in 0..<policy.actionCount {
        if problem.isTerminal(state) {
          probabilities.append(0)
          logProbabilities.append(0)
          offsets.append(0)
        } else {
          let block = policy.scoreBlock(of: action, at: state)
          let probability = policy.probability(of: action, at: state)
          if !probability.isFinite || block.components.contains(where: { !$0.isFinite }) {
            fatalError(
              "the policy's probability or score of action \(action) at state \(state) is not finite"
            )
          }
          probabilities.append(probability)
          logProbabilities.append(policy.logProbability(of: action, at: state))
          offsets.append(block.offset)
          components.append(contentsOf: block.components)
        }
        starts.append(components.count)
      }
    }
    self.probabilities = probabilities
    self.logProbabilities = logProbabilities
    self.offsets = offsets
    self.starts = starts
    self.components = components
  }

  /// Adds `weight · score` to a vector given by its components.
  @inline(__always)
  func addScore(_ row: Int, times weight: Double, to result: inout [Double]) {
    let offset = offsets[row] - starts[row]
    for index in starts[row]..<starts[row + 1] {
      result[offset + index] += weight * components[index]
    }
  }

  /// The score's components that may differ from 0.
  func block(_ row: Int) -> (offset: Int, components: ArraySlice<Double>) {
    (offsets[row], components[starts[row]..<starts[row + 1]])
  }

  /// ‖score‖².
  func squaredNorm(_ row: Int) -> Double {
    block(row).components.reduce(0) { $0 + $1 * $1 }
  }

  /// The inner product of a row's score with a vector given by its components.
  func dot(_ row: Int, _ vector: [Double]) -> Double {
    var result = 0.0
    let (offset, components) = block(row)
    for (index, component) in components.enumerated() {
      result += component * vector[offset + index]
    }
    return result
  }
}
