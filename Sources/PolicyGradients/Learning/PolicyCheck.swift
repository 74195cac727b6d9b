import VectorMath

/// Examines a policy of one's own before it is trained.
///
/// The environment is walked through by the policy itself, so that observations and actions are
/// ones that occur; at each observation θ is the initial one and one moved by N(0, 0.1²) a number,
/// because many mistakes are invisible at zeros. Actions are also drawn with θ moved further: only
/// where probabilities are unlike does it show that two of them are swapped.
struct PolicyCheck<Policy: DifferentiablePolicy> {
  let policy: Policy
  let actions: PolicyActions<Policy.Action>

  /// How many observations are looked at, and how many steps lie between two.
  private var observationCount: Int { 4 }
  private var stride: Int { 7 }
  /// Up to how many numbered actions have their scores checked at every observation; more only at
  /// the first one, where all are.
  private var everywhereLimit: Int { 64 }
  /// How many actions are drawn with the initial θ at the first observation, and everywhere else.
  private var drawCounts: (first: Int, other: Int) { (4_000, 400) }
  /// By which deviations θ is moved, only to draw from it.
  private var wideDeviations: [Double] { [1, 3, 9] }
  /// h of (log π(θ + h) − log π(θ)) / h and the same to the left, between which the slope lies; where
  /// log π is smooth they are about h apart, and off by 10⁻¹⁶/h.
  private var step: Double { 1e-5 }
  /// What a score may be off, as a share of 1 + |log π| + the largest number of the score.
  private var tolerance: Double { 1e-5 }

  init(policy: Policy, actions: PolicyActions<Policy.Action>) {
    self.policy = policy
    self.actions = actions
  }

  /// Traps if the policy contradicts itself.
  func run(
    in environments: any EnvironmentBatch<Policy.Action>, normalizer: ObservationNormalizer?,
    parameters: Vector, using random: inout RandomStream
  ) {
    var environments = environments
    for index in 0..<observationCount {
      let shown = environments.observations[0]
      let observation = normalizer?.normalize(shown) ?? shown
      let near = moved(parameters, by: 0.1, using: &random)
      let action = draw(observation, parameters, using: &random)
      let isDefined = policy.logProbability(of: action, at: observation, parameters: near).isFinite
      for (place, parameters) in [parameters, isDefined ? near : parameters].enumerated() {
        checkProbabilities(observation, parameters)
        checkFrequencies(
          observation, parameters,
          drawCount: index == 0 && place == 0 ? drawCounts.first : drawCounts.other,
          using: &random)
        let drawn = draw(observation, parameters, using: &random)
        let isEveryOneChecked = actions.count.map { index == 0 || $0 <= everywhereLimit } ?? false
        for action in isEveryOneChecked ? actions.candidates : [drawn] {
          checkScore(action, observation, parameters)
        }
        checkEntropy(observation, parameters)
        checkMode(observation, parameters)
      }
      for deviation in wideDeviations {
        let wide = moved(parameters, by: deviation, using: &random)
        // What overflows so far away may be right where it is trained.
        guard let sum = sumOfProbabilities(observation, wide), (sum - 1).magnitude <= 1e-6
        else { continue }
        checkFrequencies(observation, wide, drawCount: drawCounts.other, using: &random)
      }
      for _ in 0..<stride {
        let now = environments.observations[0]
        environments.step([draw(normalizer?.normalize(now) ?? now, parameters, using: &random)])
      }
    }
  }

  private func moved(
    _ parameters: Vector, by deviation: Double, using random: inout RandomStream
  ) -> Vector {
    Vector(parameters.map { $0 + random.normal(mean: 0, deviation: deviation) })
  }

  private func draw(
    _ observation: Vector, _ parameters: Vector, using random: inout RandomStream
  ) -> Policy.Action {
    let action = policy.sample(at: observation, parameters: parameters, using: &random)
    if let count = actions.count, let number = action as? Int, !(0..<count).contains(number) {
      fatalError("\(Policy.self).sample: the action \(number) is outside 0..<\(count)")
    }
    let kept = actions.kept(action)
    if !kept.isFinite {
      fatalError("\(Policy.self).sample: the action \(action) at observation \(observation)")
    }
    return actions.action(kept)
  }

  /// Nil for actions that have densities.
  private func sumOfProbabilities(_ observation: Vector, _ parameters: Vector) -> Double? {
    if actions.count == nil { return nil }
    return actions.candidates.reduce(0) { sum, action in
      sum + Double.exp(policy.logProbability(of: action, at: observation, parameters: parameters))
    }
  }

  private func checkProbabilities(_ observation: Vector, _ parameters: Vector) {
    guard let count = actions.count, let sum = sumOfProbabilities(observation, parameters)
    else { return }
    if !((sum - 1).magnitude <= 1e-6) {
      fatalError(
        "\(Policy.self).logProbability: the probabilities of \(count) actions sum to \(text(sum)) at "
          + Self.describe(observation, parameters))
    }
  }

  /// Whether actions come as often as they should: off by at most t = 7 √v + 16 events, v the variance.
  ///
  /// By Bernstein's inequality a right policy exceeds t with a probability of at most
  /// 2 exp(−½ t² / (v + t / 3)) ≤ 2 e⁻²⁴ < 10⁻¹⁰ for any v. There are 20 times as many comparisons as
  /// actions: a right policy of two is refused in less than one of 10⁸ trainings.
  private func checkFrequencies(
    _ observation: Vector, _ parameters: Vector, drawCount: Int, using random: inout RandomStream
  ) {
    guard let count = actions.count else { return }
    var counts = Array(repeating: 0, count: count)
    for _ in 0..<drawCount {
      counts[Int(actions.kept(draw(observation, parameters, using: &random)))] += 1
    }
    for (number, action) in actions.candidates.enumerated() {
      let probability = Double.exp(
        policy.logProbability(of: action, at: observation, parameters: parameters))
      let expected = probability * Double(drawCount)
      let deviation = (expected * max(1 - probability, 0)).squareRoot()
      if (Double(counts[number]) - expected).magnitude > 7 * deviation + 16 {
        fatalError(
          "\(Policy.self).sample: the action \(action) was drawn \(counts[number]) times of "
            + "\(drawCount), but its probability is \(text(probability)) at "
            + Self.describe(observation, parameters))
      }
    }
  }

  private func checkScore(
    _ action: Policy.Action, _ observation: Vector, _ parameters: Vector
  ) {
    let logProbability = policy.logProbability(
      of: action, at: observation, parameters: parameters)
    // An action that never comes has no score.
    if logProbability == -.infinity { return }
    if !logProbability.isFinite {
      fatalError(
        "\(Policy.self).logProbability: \(text(logProbability)) for action \(action) at "
          + Self.describe(observation, parameters))
    }
    compare(
      "score(of:at:parameters:)", "log π of action \(action)",
      policy.score(of: action, at: observation, parameters: parameters), scale: logProbability,
      observation, parameters
    ) { policy.logProbability(of: action, at: observation, parameters: $0) }
  }

  private func checkEntropy(_ observation: Vector, _ parameters: Vector) {
    guard let entropy = policy.entropy(at: observation, parameters: parameters) else { return }
    if actions.count != nil {
      var sum = 0.0
      for action in actions.candidates {
        let logarithm = policy.logProbability(of: action, at: observation, parameters: parameters)
        if logarithm != -.infinity { sum -= Double.exp(logarithm) * logarithm }
      }
      if !((entropy.value - sum).magnitude <= 1e-6 * (1 + sum.magnitude)) {
        fatalError(
          "\(Policy.self).entropy: \(text(entropy.value)), but −Σ π log π is \(text(sum)) at "
            + Self.describe(observation, parameters))
      }
    }
    compare(
      "entropy(at:parameters:)", "the entropy", entropy.gradient, scale: entropy.value,
      observation, parameters
    ) { policy.entropy(at: observation, parameters: $0)?.value ?? .nan }
  }

  /// A numbered mode has to be as probable as any action; a continuous one has to be finite.
  private func checkMode(_ observation: Vector, _ parameters: Vector) {
    guard let mode = policy.mode(at: observation, parameters: parameters) else { return }
    guard let count = actions.count else {
      if actions.kept(mode).isFinite { return }
      fatalError(
        "\(Policy.self).mode: the action \(mode) at " + Self.describe(observation, parameters))
    }
    if let number = mode as? Int, !(0..<count).contains(number) {
      fatalError("\(Policy.self).mode: the action \(number) is outside 0..<\(count)")
    }
    func logarithm(_ action: Policy.Action) -> Double {
      policy.logProbability(of: action, at: observation, parameters: parameters)
    }
    for action in actions.candidates where logarithm(action) > logarithm(mode) + 1e-6 {
      fatalError(
        "\(Policy.self).mode: the action \(mode), but \(action) is more probable at "
          + Self.describe(observation, parameters))
    }
  }

  private func compare(
    _ name: String, _ what: String, _ gradient: Vector, scale: Double, _ observation: Vector,
    _ parameters: Vector, _ function: (Vector) -> Double
  ) {
    if gradient.count != parameters.count {
      fatalError(
        "\(Policy.self).\(name): \(gradient.count) numbers for \(parameters.count) parameters")
    }
    let largest = gradient.map(\.magnitude).max() ?? 0
    let here = function(parameters)
    for place in 0..<parameters.count {
      var (above, below) = (parameters, parameters)
      above[place] += step
      below[place] -= step
      let (right, left) = (function(above) - here, here - function(below))
      let difference = (right + left) / (above[place] - below[place])
      // At a kink, such as max(θ, 0) has at 0, any slope between the two sides' is right.
      let (upper, lower) = (max(right, left) / step, min(right, left) / step)
      let error = max(gradient[place] - upper, lower - gradient[place])
      if !(error <= tolerance * (1 + scale.magnitude + largest)) {
        fatalError(
          "\(Policy.self).\(name): parameter \(place) has \(text(gradient[place])), but differences of "
            + "\(what) give \(text(difference)) at " + Self.describe(observation, parameters))
      }
    }
  }

  private func text(_ number: Double) -> String { NumberText.significant(number, digits: 8) }

  /// A place, with the first parameters.
  static func describe(_ observation: Vector, _ parameters: Vector) -> String {
    let shown = Vector(Array(parameters.prefix(8)))
    return "observation \(observation) and parameters \(shown)"
      + (parameters.count > 8 ? " … (\(parameters.count))" : "")
  }
}
