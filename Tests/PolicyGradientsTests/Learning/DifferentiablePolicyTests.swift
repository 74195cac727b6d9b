import Testing

@testable import PolicyGradients

@Suite struct DifferentiablePolicyTests {
  private func demand<Action>(_ batch: any EnvironmentBatch<Action>) -> ModelDemand<Action> {
    ModelDemand(
      environments: batch, network: NetworkShape(hidden: [5]),
      continuousActions: ContinuousActionSettings(), rowCapacity: 9)
  }

  /// Two models of the same parameters, and what they say of the same rows.
  private func expectSame(_ own: any ActorCriticModel, _ library: any ActorCriticModel) {
    let count = 9
    #expect(own.parameterCount == library.parameterCount)
    #expect(own.criticParameters == library.criticParameters)
    #expect(own.keptCount == library.keptCount || own.keptCount == 0)
    var random = RandomStream(seed: 2)
    func normals(_ count: Int) -> FloatMemory {
      FloatMemory((0..<count).map { _ in Float(random.normal()) })
    }
    let observations = normals(count * own.observationCount)
    let (parameters, earlier) = (normals(own.parameterCount), normals(own.parameterCount))
    let (weights, slopes) = (normals(count), normals(count))
    let actions = FloatMemory(count: count)
    let values = FloatMemory(count: count)
    library.evaluate(
      observations.start, rowCount: count, parameters: earlier.start, values: values.start)
    for row in 0..<count { actions.start[row] = library.sample(row, using: &random).action }
    let old = FloatMemory(count: count * library.keptCount)
    old.start.update(from: library.keptDistributions, count: old.count)
    func results(_ model: any ActorCriticModel) -> [[Float]] {
      let (logs, entropies, divergences) = (
        FloatMemory(count: count), FloatMemory(count: count), FloatMemory(count: count)
      )
      model.evaluate(
        observations.start, rowCount: count, parameters: parameters.start, values: values.start)
      model.evaluate(
        actions.start, rowCount: count, logProbabilities: logs.start,
        entropies: entropies.start)
      var objective = ObjectiveWeights(logProbability: weights.start)
      objective.entropy = 0.3
      objective.value = UnsafePointer(slopes.start)
      if own.keptCount > 0 {
        model.divergences(from: old.start, rowCount: count, into: divergences.start)
        objective.divergence = -0.4
        objective.old = UnsafePointer(old.start)
      }
      let gradients = FloatMemory(count: model.parameterCount)
      model.differentiate(
        observations.start, actions.start, rowCount: count, parameters: parameters.start,
        objective: objective, gradients: gradients.start)
      let modes = (0..<count).map { model.mode($0) }
      let product = FloatMemory(count: model.parameterCount)
      if own.keptCount > 0 {
        model.applyFisher(
          observations.start, rowCount: count, parameters: parameters.start,
          direction: earlier.start, into: product.start)
      }
      return [
        logs.numbers, entropies.numbers, divergences.numbers, values.numbers, gradients.numbers,
        modes, product.numbers,
      ]
    }
    var compared = 0
    for (value, expected) in zip(results(own), results(library)) {
      // A Gaussian of one's own has no KL and no Fisher product.
      if value.allSatisfy({ $0 == 0 }) && own.keptCount == 0 { continue }
      #expect(relativeError(value, expected.map(Double.init)) < 2e-5)
      compared += 1
    }
    #expect(compared == (own.keptCount == 0 ? 5 : 7))
  }

  @Test func `a softmax of one's own is the library's`() {
    let policy = Linear(actionCount: 3, observationCount: 6)
    var demand = demand(Acrobot(count: 1, seed: 1))
    demand.network = NetworkShape(hidden: [])
    let library = ActorCriticNetwork(
      observationCount: 6, shape: demand.network,
      distribution: CategoricalDistribution(actionCount: 3, rowCapacity: 9), rowCapacity: 9)
    expectSame(
      PolicyModel(policy, PolicyActions(numbered: 3), demand: demand, hasCritic: true), library)
  }

  @Test func `a Gaussian of one's own is the library's`() {
    var demand = demand(Pendulum(count: 1, seed: 1))
    demand.network = NetworkShape(hidden: [])
    let library = ActorCriticNetwork(
      observationCount: 3, shape: demand.network,
      distribution: GaussianDistribution(
        dependsOnState: false, squashing: .none, initialLogDeviation: 0, rowCapacity: 9),
      rowCapacity: 9)
    let actions = PolicyActions(within: -50...50)
    expectSame(PolicyModel(LinearGaussian(), actions, demand: demand, hasCritic: true), library)
  }

  @Test func `without a mode the most probable of many actions is taken`() {
    let actions = PolicyActions(within: -50...50)
    let own = PolicyModel(
      LinearGaussian(hasMode: false), actions, demand: demand(Pendulum(count: 1, seed: 1)),
      hasCritic: false)
    let row = FloatMemory([0.23, -0.4, 1])
    let parameters = FloatMemory([1, 0, 0, 0, 0])
    var value = Float(7)
    own.evaluate(row.start, rowCount: 1, parameters: parameters.start, values: &value)
    // A tenth apart: 0.2 is nearest to the mean of 0.23.
    #expect((own.mode(0) - 0.2).magnitude < 1e-5)
    // Without a critic every value is 0.
    #expect(value == 0 && own.criticParameters.isEmpty)
  }

  @Test func `it is trained by every algorithm`() {
    func improvement(_ algorithm: any LearningAlgorithm, _ steps: Int) -> (Double, Double) {
      let run = algorithm.train(
        on: .cartPole.learned(by: ThrottlePolicy()), steps: steps, seed: 1)
      let first = run.episodes.prefix(20).reduce(0) { $0 + $1.undiscountedReturn } / 20
      return (first, run.meanReturn(ofLast: 10) ?? 0)
    }
    var reinforce = REINFORCE(
      episodeCount: 8, discount: 0.99, learningRate: .constant(0.1), baseline: .mean)
    reinforce.normalizesAdvantages = true
    var actorCritic = A2C.rlZoo
    actorCritic.learningRate = .constant(1e-2)
    var proximal = PPO.rlZoo
    proximal.epochCount = 4
    proximal.learningRate = .constant(2e-2)
    for algorithm in [reinforce, actorCritic, proximal] as [any LearningAlgorithm] {
      let (first, last) = improvement(algorithm, 10_000)
      #expect(first < 30 && last > 50, "\(algorithm.name): \(first) \(last)")
    }
    var trust = TRPO.rlZoo
    trust.collection.length = .steps(64)
    trust.critic.minibatchSize = 128
    let (first, last) = improvement(trust, 5_000)
    #expect(first < 30 && last > 50, "TRPO: \(first) \(last)")
    // Negative control: without learning it stays where it begins.
    proximal.learningRate = .constant(1e-12)
    #expect(improvement(proximal, 5_000).1 < 40)
  }

  @Test func `a score by the compiler trains as one by hand`() {
    var algorithm = PPO.rlZoo
    algorithm.epochCount = 2
    algorithm.learningRate = .constant(1e-2)
    let hand = algorithm.train(
      on: .cartPole.learned(by: ThrottlePolicy()), steps: 1_000, seed: 1)
    let compiler = algorithm.train(
      on: .cartPole.learned(by: DifferentiatedPolicy()), steps: 1_000, seed: 1)
    #expect(hand.episodes == compiler.episodes && hand.episodes.count > 20)
    let pairs = zip(hand.parameters, compiler.parameters)
    #expect(pairs.allSatisfy { ($0 - $1).magnitude < 1e-4 })
    #expect(compiler.parameters[0..<5].contains { $0.magnitude > 0.01 })
  }

  @Test func `continuous actions are trained, with an entropy bonus or without a critic`() {
    var algorithm = PPO.rlZooPendulum
    algorithm.collection.length = .steps(64)
    algorithm.epochCount = 2
    algorithm.entropyCoefficient = 0.01
    let bonus = algorithm.train(
      on: .pendulum.learned(by: LinearGaussian()), steps: 1_000, seed: 1,
      evaluation: EvaluationSettings(every: 500, episodeCount: 2))
    #expect(bonus.ending == .finished && bonus.parameters[4] != 0)
    algorithm.entropyCoefficient = 0
    let plain = algorithm.train(
      on: .pendulum.learned(by: LinearGaussian(hasEntropy: false)), steps: 1_000, seed: 1)
    #expect(plain.parameters != bonus.parameters)
    var reinforce = REINFORCE(episodeCount: 2, discount: 0.9, learningRate: .constant(1e-3))
    reinforce.baseline = .leaveOneOut
    let alone = reinforce.train(
      on: .pendulum.learned(by: LinearGaussian(), critic: false), steps: 1_000, seed: 1)
    #expect(alone.parameters.count == 5 && alone.parameters.contains { $0 != 0 })
  }

  @Test func `a policy that contradicts itself is refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .sign)), steps: 1, seed: 1)
      }, says: "Linear.score(of:at:parameters:): parameter 0 has ")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .oneNumber)), steps: 1, seed: 1)
      }, says: "parameter 9 has -0.505, but differences of log π of action 0 give -0.5")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .sum)), steps: 1, seed: 1)
      }, says: "Linear.logProbability: the probabilities of 2 actions sum to 1.3")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .sample)), steps: 1, seed: 1)
      }, says: "times of 4000, but its probability is 0.5 at observation [")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .scoreCount)), steps: 1, seed: 1)
      }, says: "Linear.score(of:at:parameters:): 2 numbers for 10 parameters")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .outside)), steps: 1, seed: 1)
      }, says: "Linear.sample: the action 2 is outside 0..<2")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .start)), steps: 1, seed: 1)
      }, says: "Linear: 3 initial parameters, but the parameter count is 10")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Training(
          A2C.rlZoo, on: .cartPole.learned(by: Linear(mistake: .nan)), steps: 1, seed: 1)
      }, says: "Linear.logProbability: the probabilities of 2 actions sum to nan")
  }

  // The last action is never drawn, and there are more than are checked at every observation.
  @Test func `the score of every action is checked`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = Linear(actionCount: 5, observationCount: 1, mistake: .lastAction)
        _ = Training(A2C.rlZoo, on: idle(actionCount: 5).learned(by: policy), steps: 1, seed: 1)
      }, says: "differences of log π of action 4 give ")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = Linear(actionCount: 70, observationCount: 1, mistake: .lastAction)
        _ = Training(A2C.rlZoo, on: idle(actionCount: 70).learned(by: policy), steps: 1, seed: 1)
      }, says: "differences of log π of action 69 give ")
    // Negative control.
    for count in [5, 70] {
      let policy = Linear(actionCount: count, observationCount: 1)
      _ = Training(A2C.rlZoo, on: idle(actionCount: count).learned(by: policy), steps: 1, seed: 1)
    }
  }

  @Test func `entropy and mode are those of the probabilities`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = Linear(tellsMore: true, mistake: .entropy)
        _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
      }, says: "Linear.entropy: 0.79314718, but −Σ π log π is 0.69314718 at observation [")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = Linear(tellsMore: true, mistake: .mode)
        _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
      }, says: "is more probable at observation [")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = Linear(tellsMore: true, mistake: .modeOutside)
        _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
      }, says: "Linear.mode: the action -1 is outside 0..<2")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = LinearGaussian(modeIsFinite: false)
        _ = Training(A2C.rlZooPendulum, on: .pendulum.learned(by: policy), steps: 1, seed: 1)
      }, says: "LinearGaussian.mode: the action inf at observation [")
    // Negative control: without mistakes there is nothing to say.
    let policy = Linear(tellsMore: true)
    _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
    _ = Training(A2C.rlZooPendulum, on: .pendulum.learned(by: LinearGaussian()), steps: 1, seed: 1)
  }

  @Test func `at a kink any slope between the sides' is right, and no other`() async {
    for slope in [0, 0.5, 1] {
      let policy = KinkedPolicy(slopeAtKink: slope)
      _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
    }
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = KinkedPolicy(slopeAtKink: 1.01)
        _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
      }, says: "KinkedPolicy.score(of:at:parameters:): parameter 0 has")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = KinkedPolicy(scale: 1.01)
        _ = Training(A2C.rlZoo, on: .cartPole.learned(by: policy), steps: 1, seed: 1)
      }, says: "KinkedPolicy.score(of:at:parameters:): parameter 0 has")
  }

  @Test func `what a continuous policy cannot do is refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let policy = LinearGaussian(entropySlope: 1.1)
        _ = Training(A2C.rlZooPendulum, on: .pendulum.learned(by: policy), steps: 1, seed: 1)
      }, says: "LinearGaussian.entropy(at:parameters:): parameter 4 has 1.1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = A2C.rlZooPendulum
        algorithm.entropyCoefficient = 0.1
        _ = algorithm.train(
          on: .pendulum.learned(by: LinearGaussian(hasEntropy: false)), steps: 1, seed: 1)
      }, says: "an entropy bonus of continuous actions wants entropy(at:parameters:)")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var algorithm = PPO.rlZooPendulum
        algorithm.surrogate = .penalized(targetDivergence: 0.01, initialCoefficient: 1)
        _ = algorithm.train(on: .pendulum.learned(by: LinearGaussian()), steps: 1, seed: 1)
      }, says: "use PPO's clip")
  }
}
