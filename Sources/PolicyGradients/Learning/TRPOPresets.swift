import VectorMath

extension TRPO {
  /// RL Baselines3 Zoo's CartPole: 2 environments of 512 steps, γ 0.99, λ 0.98, damping 10⁻³, the
  /// critic with 20 epochs of minibatches of 512, otherwise sb3-contrib's own.
  ///
  /// - SeeAlso: rl-baselines3-zoo, `hyperparams/trpo.yml`; sb3-contrib, `sb3_contrib/trpo/trpo.py`.
  public static var rlZoo: TRPO {
    var result = stableBaselines3
    result.collection = CollectionSettings(
      environmentCount: 2, length: .steps(512), discount: 0.99, lambda: 0.98)
    result.step.solver.damping = 1e-3
    result.critic.minibatchSize = 512
    result.critic.epochCount = 20
    return result
  }

  /// RL Baselines3 Zoo's Acrobot: 2 environments of 1,024 steps, observations and rewards normalised,
  /// otherwise sb3-contrib's own.
  public static var rlZooAcrobot: TRPO {
    var result = stableBaselines3
    result.collection.environmentCount = 2
    result.collection.length = .steps(1024)
    result.collection.normalizesObservations = true
    result.collection.normalizesRewards = true
    return result
  }

  /// RL Baselines3 Zoo's MountainCar: as ``rlZooAcrobot``, the critic with 20 epochs.
  public static var rlZooMountainCar: TRPO {
    var result = rlZooAcrobot
    result.critic.epochCount = 20
    return result
  }

  /// RL Baselines3 Zoo's Pendulum: 2 environments of 1,024 steps, γ 0.9, the critic with 15 epochs,
  /// noise that depends on the state, drawn every 4 steps, otherwise sb3-contrib's own.
  public static var rlZooPendulum: TRPO {
    var result = stableBaselines3
    result.collection = CollectionSettings(
      environmentCount: 2, length: .steps(1024), discount: 0.9, lambda: 0.95)
    result.critic.epochCount = 15
    result.continuousActions.noise = .stateDependent(resampledEvery: 4)
    return result
  }

  /// The defaults of sb3-contrib: one environment of 2,048 steps, γ 0.99, λ 0.95, δ 0.01, up to 15
  /// iterations with a damping of 0.1, 10 tries each 0.8 times the one before; the critic with 10
  /// epochs of minibatches of 128, α 10⁻³.
  ///
  /// Its line search measures KL(π‖π_old) and wants it below δ; here KL(π_old‖π) is at most δ.
  public static var stableBaselines3: TRPO {
    TRPO(
      CollectionSettings(
        environmentCount: 1, length: .steps(2048), discount: 0.99, lambda: 0.95),
      step: .stableBaselines,
      critic: CriticFitting(learningRate: .constant(1e-3), minibatchSize: 128, epochCount: 10))
  }

  /// Spinning Up's TRPO: one environment of 4,000 steps, γ 0.99, λ 0.97, δ 0.01, 10 iterations with a
  /// damping of 0.1; the critic, drawn to returns-to-go, with 80 steps on all rows, α 10⁻³; log σ
  /// −0.5 at first.
  ///
  /// As there, an episode that the environment's own limit cuts is taken for an ended one, and what is
  /// drawn is what the environment gets. Left out: its weights begin as TensorFlow's (Glorot's,
  /// without biases), here as PyTorch's. It cuts episodes at the rollout's end and after 1,000 steps;
  /// here they go on, and the environment decides. It also takes a step that leaves the surrogate as
  /// it is.
  ///
  /// - SeeAlso: openai/spinningup, `spinup/algos/tf1/trpo/trpo.py`.
  public static var spinningUp: TRPO {
    var result = TRPO(
      CollectionSettings(
        environmentCount: 1, length: .steps(4000), discount: 0.99, lambda: 0.97),
      step: .spinningUp,
      critic: CriticFitting(learningRate: .constant(1e-3), minibatchSize: 4000, epochCount: 80))
    result.collection.criticTarget = .returnToGo
    result.collection.truncation = .asTermination
    result.continuousActions.squashing = .none
    result.rule = .adam(epsilon: 1e-8)
    result.network.initialization = .uniform
    result.continuousActions.initialLogDeviation = -0.5
    return result
  }

  /// TRPO with the line search of the lecture's slides, each try half as long as the one before; all
  /// that they leave open is that of ``stableBaselines3``.
  ///
  /// - SeeAlso: ``TrustRegionStep/lectureSlides``.
  public static var lectureSlides: TRPO {
    var result = stableBaselines3
    result.step = .lectureSlides
    return result
  }
}
