import Testing

@testable import PolicyGradients

/// The presets, number by number, against the programs they are named after.
///
/// Every property is said here, those that a preset takes from the type's defaults too.
@Suite struct PresetTests {
  /// What gathers experience, as the programs' tables have it.
  private struct Gathering {
    var environments: Int
    /// Nil for whole episodes.
    var steps: Int?
    var discount: Double
    var lambda: Double
    /// The zoo's `normalize: true`, observations and rewards.
    var isNormalized = false
    var truncation = CollectionSettings.Truncation.bootstrap
    var criticTarget = CollectionSettings.CriticTarget.lambdaReturn
    /// Only where there is a schedule: Stable-Baselines3's count the rollout at hand.
    var schedulesCountRollout = false

    var settings: CollectionSettings {
      var result = CollectionSettings(
        environmentCount: environments, length: steps.map { .steps($0) } ?? .episodes,
        discount: discount, lambda: lambda)
      result.truncation = truncation
      result.criticTarget = criticTarget
      result.schedulesCountRollout = schedulesCountRollout
      result.normalizesObservations = isNormalized
      result.normalizesRewards = isNormalized
      return result
    }
  }

  /// Two hidden layers of 64 tanh, separate for policy and critic.
  private static func network(_ initialization: NetworkShape.Initialization) -> NetworkShape {
    NetworkShape(
      hidden: [64, 64], activation: .tanh, sharesTrunk: false, initialization: initialization)
  }

  private static let orthogonal = network(
    .orthogonal(policyGain: 0.01, criticGain: 1, hiddenGain: 2.0.squareRoot()))

  private static func actions(
    _ noise: ContinuousActionSettings.Noise = .independent, logDeviation: Double = 0,
    squashing: ContinuousActionSettings.Squashing = .clipped
  ) -> ContinuousActionSettings {
    var result = ContinuousActionSettings()
    result.squashing = squashing
    result.deviationDependsOnState = false
    result.initialLogDeviation = logDeviation
    result.noise = noise
    return result
  }

  /// The names of the properties in which two algorithms differ.
  private func differences<Algorithm>(_ one: Algorithm, _ other: Algorithm) -> [String] {
    zip(Mirror(reflecting: one).children, Mirror(reflecting: other).children)
      .filter { "\($0.value)" != "\($1.value)" }.map { $0.0.label ?? "" }
  }

  /// Stable-Baselines3's PPO, but for what the zoo and CleanRL tune.
  private func ppo(
    _ gathering: Gathering, minibatch: Int, epochs: Int, learningRate: Schedule,
    clip: Schedule = .constant(0.2), entropy: Double = 0, value: Double = 0.5,
    valueClip: Double? = nil, noise: ContinuousActionSettings.Noise = .independent
  ) -> PPO {
    var result = PPO(
      gathering.settings, learningRate: learningRate, minibatchSize: minibatch, epochCount: epochs)
    result.network = Self.orthogonal
    result.continuousActions = Self.actions(noise)
    result.rule = .adam(epsilon: 1e-5, firstDecay: 0.9, secondDecay: 0.999)
    result.criticLearningRate = nil
    result.criticEpochCount = 1
    result.surrogate = .clipped(clip)
    result.valueClipRange = valueClip
    result.entropyCoefficient = entropy
    result.valueCoefficient = value
    result.maximumGradientNorm = 0.5
    result.advantageNormalization = .minibatch
    result.targetDivergence = nil
    result.targetDivergenceFactor = 1.5
    return result
  }

  @Test func `PPO's presets are those of Stable-Baselines3, its zoo and CleanRL`() {
    let table: [(String, PPO, PPO)] = [
      (
        "Stable-Baselines3", .stableBaselines3,
        ppo(
          Gathering(environments: 1, steps: 2048, discount: 0.99, lambda: 0.95),
          minibatch: 64, epochs: 10, learningRate: .constant(3e-4))
      ),
      (
        "CartPole", .rlZoo,
        ppo(
          Gathering(
            environments: 8, steps: 32, discount: 0.98, lambda: 0.8, schedulesCountRollout: true),
          minibatch: 256, epochs: 20, learningRate: .linear(from: 1e-3, to: 0),
          clip: .linear(from: 0.2, to: 0))
      ),
      (
        "Acrobot", .rlZooAcrobot,
        ppo(
          Gathering(
            environments: 16, steps: 256, discount: 0.99, lambda: 0.94, isNormalized: true),
          minibatch: 64, epochs: 4, learningRate: .constant(3e-4))
      ),
      (
        "MountainCar", .rlZooMountainCar,
        ppo(
          Gathering(
            environments: 16, steps: 16, discount: 0.99, lambda: 0.98, isNormalized: true),
          minibatch: 64, epochs: 4, learningRate: .constant(3e-4))
      ),
      (
        "Pendulum", .rlZooPendulum,
        ppo(
          Gathering(environments: 4, steps: 1024, discount: 0.9, lambda: 0.95),
          minibatch: 64, epochs: 10, learningRate: .constant(1e-3),
          noise: .stateDependent(resampledEvery: 4))
      ),
      (
        // Four minibatches of 4 · 128 rows; 0.5 of half the squares.
        "CleanRL", .cleanRL,
        ppo(
          Gathering(
            environments: 4, steps: 128, discount: 0.99, lambda: 0.95, truncation: .asTermination),
          minibatch: 128, epochs: 4, learningRate: .linear(from: 2.5e-4, to: 0), entropy: 0.01,
          value: 0.25, valueClip: 0.2)
      ),
      (
        "CleanRL, continuous", .cleanRLContinuous,
        ppo(
          Gathering(
            environments: 1, steps: 2048, discount: 0.99, lambda: 0.95, isNormalized: true,
            truncation: .asTermination),
          minibatch: 64, epochs: 10, learningRate: .linear(from: 3e-4, to: 0), value: 0.25,
          valueClip: 0.2)
      ),
    ]
    for (name, preset, expected) in table {
      #expect(differences(preset, expected) == [], "\(name)")
      #expect(preset == expected && preset.complaint == nil, "\(name)")
    }
    // Negative control: a number that is another is seen, and by its name.
    var changed = PPO.rlZoo
    changed.collection.lambda = 0.81
    changed.epochCount = 10
    #expect(differences(changed, table[1].2) == ["collection", "epochCount"])
    #expect(differences(PPO.rlZooAcrobot, PPO.rlZooMountainCar) == ["collection"])
  }

  /// What both of Spinning Up's algorithms gather, and how they draw.
  private static let spinningUp = Gathering(
    environments: 1, steps: 4000, discount: 0.99, lambda: 0.97, truncation: .asTermination,
    criticTarget: .returnToGo)
  private static let spinningUpActions = actions(logDeviation: -0.5, squashing: .none)

  @Test func `PPO's other presets are Spinning Up's and those of the lectures`() {
    var spinningUp = ppo(
      Self.spinningUp, minibatch: 4000, epochs: 80, learningRate: .constant(3e-4), value: 1)
    spinningUp.network = Self.network(.uniform)
    spinningUp.continuousActions = Self.spinningUpActions
    spinningUp.rule = .adam(epsilon: 1e-8)
    spinningUp.criticLearningRate = .constant(1e-3)
    spinningUp.criticEpochCount = 80
    spinningUp.maximumGradientNorm = nil
    spinningUp.advantageNormalization = .rollout
    spinningUp.targetDivergence = 0.01
    // "mean((batch_returns - values_pred) ** 2)", and an optimiser each.
    // "Returns are the discounted sum of future rewards."
    var lectureNotes = ppo(
      Gathering(
        environments: 1, steps: nil, discount: 0.99, lambda: 0.95, truncation: .asTermination,
        criticTarget: .returnToGo),
      minibatch: 64, epochs: 10, learningRate: .constant(3e-4), value: 1)
    lectureNotes.criticLearningRate = .constant(3e-4)
    lectureNotes.criticEpochCount = 10
    lectureNotes.maximumGradientNorm = nil
    lectureNotes.advantageNormalization = .none
    // "Timesteps per batch: 2048-8192", "Minibatch size: 64–512", "Epochs per batch: 3–10".
    let lectureSlides = ppo(
      Gathering(environments: 1, steps: 2048, discount: 0.99, lambda: 0.95),
      minibatch: 64, epochs: 10, learningRate: .constant(3e-4))
    for (preset, expected) in [
      (PPO.spinningUp, spinningUp), (.lectureNotes, lectureNotes), (.lectureSlides, lectureSlides),
    ] {
      #expect(differences(preset, expected) == [])
      #expect(preset == expected && preset.complaint == nil)
    }
    // Negative control.
    var changed = PPO.lectureNotes
    changed.valueCoefficient = 0.5
    #expect(differences(changed, lectureNotes) == ["valueCoefficient"])
    changed = .lectureNotes
    changed.collection.criticTarget = .lambdaReturn
    #expect(differences(changed, lectureNotes) == ["collection"])
  }

  private func a2c(
    _ gathering: Gathering, learningRate: Schedule, value: Double, network: NetworkShape,
    actions: ContinuousActionSettings
  ) -> A2C {
    var result = A2C(gathering.settings, learningRate: learningRate)
    result.network = network
    result.continuousActions = actions
    result.rule = .rmsProp(epsilon: 1e-5)
    result.entropyCoefficient = 0
    result.valueCoefficient = value
    result.maximumGradientNorm = 0.5
    result.normalizesAdvantages = false
    return result
  }

  @Test func `A2C's presets are those of the zoo`() {
    let cartPole = a2c(
      Gathering(environments: 8, steps: 5, discount: 0.99, lambda: 1),
      learningRate: .constant(7e-4), value: 0.5, network: Self.orthogonal,
      actions: Self.actions())
    let pendulum = a2c(
      Gathering(
        environments: 8, steps: 8, discount: 0.9, lambda: 0.9, isNormalized: true,
        schedulesCountRollout: true),
      learningRate: .linear(from: 7e-4, to: 0), value: 0.4, network: Self.network(.uniform),
      actions: Self.actions(.stateDependent(resampledEvery: nil), logDeviation: -2))
    for (preset, expected) in [(A2C.rlZoo, cartPole), (A2C.rlZooPendulum, pendulum)] {
      #expect(differences(preset, expected) == [])
      #expect(preset == expected && preset.complaint == nil)
    }
    // Negative control.
    var changed = A2C.rlZoo
    changed.rule = .rmsProp(epsilon: 1e-8)
    #expect(differences(changed, cartPole) == ["rule"] && changed != cartPole)
  }

  private func trpo(
    _ gathering: Gathering, iterations: Int = 15, damping: Double = 0.1, tolerance: Double = 1e-10,
    minibatch: Int = 128, epochs: Int = 10, network: NetworkShape = orthogonal,
    actions: ContinuousActionSettings = actions(), epsilon: Double = 1e-5, backtrack: Double = 0.8
  ) -> TRPO {
    var result = TRPO(
      gathering.settings,
      step: TrustRegionStep(
        divergenceLimit: 0.01, backtrackFactor: backtrack, tryLimit: 10,
        solver: ConjugateGradient(
          iterationLimit: iterations, damping: damping, residualTolerance: tolerance)),
      critic: CriticFitting(
        learningRate: .constant(1e-3), minibatchSize: minibatch, epochCount: epochs))
    result.network = network
    result.continuousActions = actions
    result.rule = .adam(epsilon: epsilon)
    result.normalizesAdvantages = true
    return result
  }

  @Test func `TRPO's presets are those of sb3-contrib, its zoo, Spinning Up and the slides`() {
    let normalized = Gathering(
      environments: 2, steps: 1024, discount: 0.99, lambda: 0.95, isNormalized: true)
    let table: [(String, TRPO, TRPO)] = [
      (
        "sb3-contrib", .stableBaselines3,
        trpo(Gathering(environments: 1, steps: 2048, discount: 0.99, lambda: 0.95))
      ),
      (
        "CartPole", .rlZoo,
        trpo(
          Gathering(environments: 2, steps: 512, discount: 0.99, lambda: 0.98), damping: 1e-3,
          minibatch: 512, epochs: 20)
      ),
      ("Acrobot", .rlZooAcrobot, trpo(normalized)),
      ("MountainCar", .rlZooMountainCar, trpo(normalized, epochs: 20)),
      (
        "Pendulum", .rlZooPendulum,
        trpo(
          Gathering(environments: 2, steps: 1024, discount: 0.9, lambda: 0.95), epochs: 15,
          actions: Self.actions(.stateDependent(resampledEvery: 4)))
      ),
      (
        "Spinning Up", .spinningUp,
        trpo(
          Self.spinningUp, iterations: 10, tolerance: 0, minibatch: 4000, epochs: 80,
          network: Self.network(.uniform), actions: Self.spinningUpActions, epsilon: 1e-8)
      ),
      (
        // "α is typically set to 0.5".
        "lecture slides", .lectureSlides,
        trpo(
          Gathering(environments: 1, steps: 2048, discount: 0.99, lambda: 0.95), backtrack: 0.5)
      ),
    ]
    for (name, preset, expected) in table {
      #expect(differences(preset, expected) == [], "\(name)")
      #expect(preset == expected && preset.complaint == nil, "\(name)")
    }
    // Negative control.
    var changed = TRPO.rlZoo
    changed.step.solver.damping = 0.1
    #expect(differences(changed, table[1].2) == ["step"] && changed != table[1].2)
    #expect(differences(TRPO.rlZooAcrobot, TRPO.rlZooMountainCar) == ["critic"])
    #expect(differences(TRPO.lectureSlides, TRPO.stableBaselines3) == ["step"])
  }

  @Test func `the natural policy gradient's preset is Spinning Up's`() {
    var expected = NaturalPolicyGradient(
      Self.spinningUp.settings,
      step: NaturalGradientStep(
        length: .divergence(0.01),
        solver: ConjugateGradient(iterationLimit: 10, damping: 0.1, residualTolerance: 0)),
      critic: CriticFitting(
        learningRate: .constant(1e-3), minibatchSize: 4000, epochCount: 80))
    expected.network = Self.network(.uniform)
    expected.continuousActions = Self.spinningUpActions
    expected.rule = .adam(epsilon: 1e-8)
    expected.normalizesAdvantages = true
    let preset = NaturalPolicyGradient.spinningUp
    #expect(differences(preset, expected) == [])
    #expect(preset == expected && preset.complaint == nil)
    // Negative control.
    expected.step.length = .divergence(0.02)
    #expect(differences(preset, expected) == ["step"] && preset != expected)
  }
}
