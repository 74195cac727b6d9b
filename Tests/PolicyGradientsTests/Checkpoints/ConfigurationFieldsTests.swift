import Testing

@testable import PolicyGradients

/// Goes to the right or left until it is home.
private struct Walk: Environment {
  var goal = 5
  var pay: Vector = [1]
  let actionSpace = DiscreteActions(count: 2)
  var position = 0

  mutating func reset(using generator: inout RandomStream) {
    position = generator.integer(below: 3) - 1
  }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    position += action == 1 ? 1 : -1
    if position.magnitude < goal { return .running(reward: 0) }
    return .terminated(reward: position > 0 ? pay[0] : 0)
  }

  var observation: Vector { [Double(position)] }
}

extension Walk: ResumableEnvironment {
  var snapshot: [Double] {
    get { [Double(position)] }
    set { position = Int(newValue[0]) }
  }
}

/// The same without anything that has to be taken out.
private struct PlainWalk: Environment {
  var walk: (goal: Int, position: Int) = (5, 0)
  let actionSpace = DiscreteActions(count: 2)

  mutating func reset(using generator: inout RandomStream) { walk.position = 0 }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    walk.position += action == 1 ? 1 : -1
    return walk.position.magnitude < walk.goal ? .running(reward: 0) : .terminated(reward: 1)
  }

  var observation: Vector { [Double(walk.position)] }
}

/// Goes right with probability 1 / (1 + e^(−scale θ)).
private struct Coin: DifferentiablePolicy {
  var scale = 1.0
  var unused: [Double] = []
  let parameterCount = 1

  func right(_ parameters: Vector) -> Double { 1 / (1 + Double.exp(-scale * parameters[0])) }

  func sample(
    at observation: Vector, parameters: Vector, using generator: inout RandomStream
  ) -> Int {
    generator.bernoulli(right(parameters)) ? 1 : 0
  }

  func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
    Double.log(action == 1 ? right(parameters) : 1 - right(parameters))
  }

  func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
    [scale * (Double(action) - right(parameters))]
  }
}

@Suite struct ConfigurationFieldsTests {
  private func own<Single: Environment>(
    _ single: Single
  ) -> LearningEnvironment<Int> where Single.Action == Int {
    LearningEnvironment("own") { single.batch(count: $0, seed: $1, timeLimit: 30) }
  }

  /// What is said when a run of one environment goes on with another; nil if it does.
  private func complaint(
    _ saved: LearningEnvironment<Int>, _ now: LearningEnvironment<Int>
  ) throws -> CheckpointError? {
    let training = Training(A2C.rlZoo, on: saved, steps: 1_000, seed: 5)
    // So that positions are not where they began.
    for _ in 0..<3 { training.advance() }
    let bytes = try training.checkpoint()
    do throws(CheckpointError) {
      _ = try Training(resuming: bytes, A2C.rlZoo, on: now, steps: 1_000, seed: 5)
      return nil
    } catch {
      return error
    }
  }

  @Test func `another environment of the same name is refused, with its field`() throws {
    #expect(try complaint(own(Walk()), own(Walk())) == nil)
    #expect(
      try complaint(own(Walk()), own(Walk(goal: 3)))
        == .different(field: "Walk.goal", saved: "5", now: "3"))
    #expect(
      try complaint(own(Walk()), own(Walk(goal: 3)))?.description
        == "the file is of another run or policy: its Walk.goal is 5, not 3")
    #expect(
      try complaint(own(Walk()), own(Walk(pay: [1 + 0x1p-52])))
        == .different(field: "Walk.pay", saved: "[1.0]", now: "[1.0000000000000002]"))
    #expect(try complaint(own(PlainWalk()), own(PlainWalk())) == nil)
    #expect(
      try complaint(own(PlainWalk()), own(PlainWalk(walk: (3, 0))))
        == .different(
          field: "PlainWalk.walk", saved: "(goal: 5, position: 0)",
          now: "(goal: 3, position: 0)"))
    #expect(
      try complaint(own(Walk()), own(PlainWalk()))
        == .different(
          field: "kind of environments", saved: "EnvironmentArray<Walk>",
          now: "EnvironmentArray<PlainWalk>"))
  }

  @Test func `another constant of an algorithm is refused, with its name`() throws {
    func complaint<Algorithm: LearningAlgorithm>(
      _ algorithm: Algorithm, _ change: (inout Algorithm) -> Void
    ) throws -> CheckpointError? {
      let training = Training(algorithm, on: .cartPole, steps: 1_000, seed: 5)
      var changed = algorithm
      change(&changed)
      do throws(CheckpointError) {
        _ = try Training(
          resuming: try training.checkpoint(), changed, on: .cartPole, steps: 1_000, seed: 5)
        return nil
      } catch {
        return error
      }
    }
    #expect(try complaint(PPO.rlZoo) { _ in } == nil)
    #expect(
      try complaint(PPO.rlZoo) { $0.rule = .adam(epsilon: 1e-5, firstDecay: 0.5) }
        == .different(
          field: "PPO.rule", saved: "adam(epsilon: 1e-05, firstDecay: 0.9, secondDecay: 0.999)",
          now: "adam(epsilon: 1e-05, firstDecay: 0.5, secondDecay: 0.999)"))
    #expect(
      try complaint(PPO.rlZoo) { $0.targetDivergenceFactor = 1 }
        == .different(field: "PPO.targetDivergenceFactor", saved: "1.5", now: "1.0"))
    #expect(
      try complaint(PPO.rlZoo) {
        $0.network.initialization = .orthogonal(policyGain: 0.01, criticGain: 1, hiddenGain: 1)
      }
        == .different(
          field: "PPO.network.initialization",
          saved: "orthogonal(policyGain: 0.01, criticGain: 1.0, hiddenGain: 1.4142135623730951)",
          now: "orthogonal(policyGain: 0.01, criticGain: 1.0, hiddenGain: 1.0)"))
    let reinforce = REINFORCE(
      episodeCount: 1, discount: 1, learningRate: .constant(0.1), baseline: .critic)
    #expect(
      try complaint(reinforce) { $0.valueCoefficient = 1 }
        == .different(field: "REINFORCE.valueCoefficient", saved: "0.5", now: "1.0"))
  }

  /// Ten states in a row, or what is made of them.
  private func row(
    start: Int = 0, end: Int = 9, pay: Double = 1, slip: Double = 0.25, horizon: Int? = nil
  ) -> LearningEnvironment<Int> {
    let problem = MarkovDecisionProcess(
      initialProbabilities: .unit(start, count: 10), actionCount: 2, terminalStates: [end],
      horizon: horizon
    ) { state, action in
      let next = action == 1 ? min(state + 1, 9) : max(state - 1, 0)
      return [
        .init(probability: 1 - slip, nextState: next, reward: pay),
        .init(probability: slip, nextState: state, reward: 0),
      ]
    }
    return .finite("row", problem, timeLimit: 20)
  }

  @Test func `another finite problem of the same size is refused`() throws {
    #expect(try complaint(row(), row()) == nil)
    for (other, field) in [
      (row(start: 1), "initialProbabilities"), (row(end: 8), "terminalStates"),
      (row(pay: 2), "rewards"), (row(slip: 0.5), "transitions"), (row(horizon: 7), "horizon"),
    ] {
      let error = try complaint(row(), other)
      guard case .different(let found, let saved, let now) = error else {
        Issue.record("\(field): \(String(describing: error))")
        continue
      }
      #expect(found == "FiniteEnvironment.problem.\(field)" && saved != now)
      #expect(field == "horizon" || saved.hasPrefix("digest ") && now.hasPrefix("digest "))
    }
  }

  @Test func `another policy of one's own is refused`() throws {
    func learned(_ coin: Coin, critic: Bool = true) -> LearningEnvironment<Int> {
      .cartPole.learned(by: coin, critic: critic)
    }
    #expect(try complaint(learned(Coin()), learned(Coin())) == nil)
    let other = CheckpointError.different(field: "Coin.scale", saved: "1.0", now: "7.0")
    #expect(try complaint(learned(Coin()), learned(Coin(scale: 7))) == other)
    #expect(
      try complaint(learned(Coin()), .cartPole)
        == .different(field: "policy", saved: "Coin", now: "a network"))
    #expect(
      try complaint(learned(Coin()), learned(Coin(), critic: false))?.description
        .contains("count of parameters") == true)
    // Saved by itself, it is no other either.
    let policy = A2C.rlZoo.train(on: learned(Coin()), steps: 100, seed: 1)
      .policy(on: learned(Coin()))
    let bytes = try policy.checkpoint()
    let isTheSame = try TrainedPolicy(loading: bytes, on: learned(Coin())) == policy
    #expect(isTheSame)
    #expect(throws: other) { try TrainedPolicy(loading: bytes, on: learned(Coin(scale: 7))) }
  }

  @Test func `a policy may be loaded for an environment with other constants`() throws {
    let policy = A2C.rlZoo.train(on: own(Walk()), steps: 100, seed: 1).policy(on: own(Walk()))
    let loaded = try TrainedPolicy(loading: try policy.checkpoint(), on: own(Walk(goal: 3)))
    #expect(loaded.parameters == policy.parameters)
  }

  private struct Everything {
    var lanes = SIMD2<Double>(1, 2)
    var vector: Vector = [0.1 + 0.2, 1]
    var set: Set = [3, 1, 2]
    var table = ["b": 2, "a": 1]
    var nested = [[1], [2, 3]]
    var long = Array(repeating: 1, count: 100)
    var none: Int?
    var map = Map.walls([3, 1, 2])
    var pay = Map.pay([0.1 + 0.2])
    var some: [Int?] = [1, nil]
    var function: @Sendable (Int) -> Int = { $0 }
    var object = Thing()
    final class Thing: Sendable {}
    enum Map {
      case walls(Set<Int>)
      case pay(Vector)
    }
  }

  @Test func `words are the same in every process`() {
    var fields = configurationFields("e", Everything())
    #expect(fields.map(\.name).contains("e.long"))
    let long = fields.remove(at: 5)
    #expect(
      fields.map { "\($0.name) \($0.value)" } == [
        "e.lanes SIMD2<Double>(1.0, 2.0)", "e.vector [0.30000000000000004, 1.0]",
        "e.set [1, 2, 3]", "e.table [(key: a, value: 1), (key: b, value: 2)]",
        "e.nested [[1], [2, 3]]", "e.none nil",
        "e.map walls([1, 2, 3])", "e.pay pay([0.30000000000000004])", "e.some [1, nil]",
        "e.function (Function)", "e.object Thing",
      ])
    // Negative control: one of a hundred numbers is another.
    var other = Everything()
    other.long[70] = 2
    let changed = configurationFields("e", other)[5].value
    #expect(long.value.hasPrefix("digest ") && changed.hasPrefix("digest "))
    #expect(long.value != changed)
  }

  @Test func `known digest`() {
    // Of the empty string, "a" and "foobar": draft-eastlake-fnv, appendix C.
    let expected = ["cbf29ce484222325", "af63dc4c8601ec8c", "85944171f73967e8"]
    for (text, digits) in zip(["", "a", "foobar"], expected) {
      var digest = ByteDigest()
      digest.add(text.utf8)
      #expect(digest.description == "digest " + digits)
    }
  }
}
