import VectorMath

extension PPO {
  /// RL Baselines3 Zoo's CartPole: 8 environments of 32 steps, one batch of all 256, 20 epochs,
  /// α from 10⁻³ and ε from 0.2 to 0 on straight lines, γ 0.98, λ 0.8.
  ///
  /// - SeeAlso: rl-baselines3-zoo, `hyperparams/ppo.yml`; Stable-Baselines3 2.9.
  public static var rlZoo: PPO {
    var result = PPO(
      CollectionSettings(
        environmentCount: 8, length: .steps(32), discount: 0.98, lambda: 0.8),
      learningRate: .linear(from: 1e-3, to: 0), minibatchSize: 256, epochCount: 20)
    result.collection.schedulesCountRollout = true
    result.surrogate = .clipped(.linear(from: 0.2, to: 0))
    return result
  }

  /// RL Baselines3 Zoo's Acrobot: 16 environments of 256 steps, 4 epochs of minibatches of 64, γ
  /// 0.99, λ 0.94, observations and rewards normalised, otherwise Stable-Baselines3's own.
  public static var rlZooAcrobot: PPO {
    var result = PPO.stableBaselines3
    result.collection = CollectionSettings(
      environmentCount: 16, length: .steps(256), discount: 0.99, lambda: 0.94)
    result.collection.normalizesObservations = true
    result.collection.normalizesRewards = true
    result.epochCount = 4
    return result
  }

  /// RL Baselines3 Zoo's MountainCar: 16 environments of 16 steps, 4 epochs of minibatches of 64, γ
  /// 0.99, λ 0.98, observations and rewards normalised, otherwise Stable-Baselines3's own.
  public static var rlZooMountainCar: PPO {
    var result = rlZooAcrobot
    result.collection.length = .steps(16)
    result.collection.lambda = 0.98
    return result
  }

  /// RL Baselines3 Zoo's Pendulum: 4 environments of 1,024 steps, 10 epochs of minibatches of 64, α
  /// 10⁻³, γ 0.9, λ 0.95, noise that depends on the state, drawn every 4 steps.
  public static var rlZooPendulum: PPO {
    var result = PPO.stableBaselines3
    result.collection = CollectionSettings(
      environmentCount: 4, length: .steps(1024), discount: 0.9, lambda: 0.95)
    result.learningRate = .constant(1e-3)
    result.continuousActions.noise = .stateDependent(resampledEvery: 4)
    return result
  }

  /// The defaults of Stable-Baselines3 2.9: one environment of 2,048 steps, minibatches of 64, 10
  /// epochs, α 3 · 10⁻⁴, γ 0.99, λ 0.95.
  public static var stableBaselines3: PPO {
    PPO(
      CollectionSettings(
        environmentCount: 1, length: .steps(2048), discount: 0.99, lambda: 0.95),
      learningRate: .constant(3e-4), minibatchSize: 64, epochCount: 10)
  }

  /// CleanRL's `ppo.py`: 4 environments of 128 steps, 4 epochs of 4 minibatches, α from 2.5 · 10⁻⁴
  /// to 0, entropy bonus 0.01, value clipped at 0.2, and cut episodes taken for ended ones.
  ///
  /// Its value's error is half a square and its coefficient 0.5, which is 0.25 of the square.
  public static var cleanRL: PPO {
    var result = PPO(
      CollectionSettings(
        environmentCount: 4, length: .steps(128), discount: 0.99, lambda: 0.95),
      learningRate: .linear(from: 2.5e-4, to: 0), minibatchSize: 128, epochCount: 4)
    result.collection.truncation = .asTermination
    result.entropyCoefficient = 0.01
    result.valueCoefficient = 0.25
    result.valueClipRange = 0.2
    return result
  }

  /// CleanRL's `ppo_continuous_action.py`: one environment of 2,048 steps, 10 epochs of 32 minibatches,
  /// α from 3 · 10⁻⁴ to 0, value clipped at 0.2, observations and rewards normalised, and cut episodes
  /// taken for ended ones.
  ///
  /// Its value's error is half a square and its coefficient 0.5, which is 0.25 of the square.
  ///
  /// What it normalises by is a little different here, where it is Stable-Baselines3's. CleanRL's
  /// running mean of observations also takes in the last of each episode, this one only those that
  /// the policy acts on. Gymnasium, from 0.27 on, begins the running return of rewards anew only
  /// where an episode terminates, and with that last step's reward in it; here a cut begins it anew
  /// too, and with 0. With more than one environment, CleanRL keeps means and returns for each by
  /// itself; here all have the same.
  ///
  /// - SeeAlso: vwxyzjn/cleanrl, `cleanrl/ppo_continuous_action.py`; Gymnasium,
  ///   `wrappers/stateful_reward.py`.
  public static var cleanRLContinuous: PPO {
    var result = PPO(
      CollectionSettings(
        environmentCount: 1, length: .steps(2048), discount: 0.99, lambda: 0.95),
      learningRate: .linear(from: 3e-4, to: 0), minibatchSize: 64, epochCount: 10)
    result.collection.truncation = .asTermination
    result.collection.normalizesObservations = true
    result.collection.normalizesRewards = true
    result.valueCoefficient = 0.25
    result.valueClipRange = 0.2
    return result
  }

  /// Spinning Up's PPO: one environment of 4,000 steps, 80 steps of the policy on all of them with
  /// α 3 · 10⁻⁴, ended where KL is above 1.5 · 0.01, then 80 of the critic, drawn to returns-to-go,
  /// with α 10⁻³; γ 0.99, λ 0.97; PyTorch's initialisation, log σ −0.5, advantages normalised over
  /// the rollout.
  ///
  /// As there, an episode that the environment's own limit cuts is taken for an ended one, and what is
  /// drawn is what the environment gets. Left out: Spinning Up starts a new episode with each
  /// rollout, cuts at 1,000 steps, divides by the deviation over n where this is over n − 1, and
  /// estimates KL by the mean of −log r where this is r − 1 − log r.
  ///
  /// - SeeAlso: openai/spinningup, `spinup/algos/pytorch/ppo/ppo.py`.
  public static var spinningUp: PPO {
    var result = PPO(
      CollectionSettings(
        environmentCount: 1, length: .steps(4000), discount: 0.99, lambda: 0.97),
      learningRate: .constant(3e-4), minibatchSize: 4000, epochCount: 80)
    result.collection.criticTarget = .returnToGo
    result.collection.truncation = .asTermination
    result.continuousActions.squashing = .none
    result.criticLearningRate = .constant(1e-3)
    result.criticEpochCount = 80
    result.rule = .adam(epsilon: 1e-8)
    result.valueCoefficient = 1
    result.maximumGradientNorm = nil
    result.advantageNormalization = .rollout
    result.targetDivergence = 0.01
    result.network.initialization = .uniform
    result.continuousActions.initialLogDeviation = -0.5
    return result
  }

  /// The pseudo-code of the lecture notes on PPO, as it stands: one whole episode a rollout, ε 0.2, 10
  /// epochs of minibatches of 64, γ 0.99, λ 0.95, two optimisers, the critic drawn to "the discounted
  /// sum of future rewards" by the mean of squares, and nothing after a cut.
  ///
  /// What the notes are silent on is left out: advantages are not normalised, gradients not
  /// shortened. So is their limit of 1,000 steps an episode: here the environment cuts, `cartPole`
  /// after 500; and the entropy, which they compute and do not use. Networks, Adam and α 3 · 10⁻⁴,
  /// which a program cannot leave out, are those of Stable-Baselines3. The critic makes its steps after
  /// the policy's, not in turn with them, which for networks and optimisers of their own only changes
  /// how rows are shuffled.
  public static var lectureNotes: PPO {
    var result = PPO(
      CollectionSettings(environmentCount: 1, length: .episodes, discount: 0.99, lambda: 0.95),
      learningRate: .constant(3e-4), minibatchSize: 64, epochCount: 10)
    result.collection.criticTarget = .returnToGo
    result.collection.truncation = .asTermination
    result.criticLearningRate = .constant(3e-4)
    result.criticEpochCount = 10
    result.valueCoefficient = 1
    result.maximumGradientNorm = nil
    result.advantageNormalization = .none
    return result
  }

  /// The numbers of the lecture's slides on PPO: rollouts of 2,048 steps, minibatches of 64, 10
  /// epochs, each at that end of the slides' ranges, 2,048–8,192, 64–512 and 3–10, which is
  /// Stable-Baselines3's default.
  ///
  /// The slides leave all else open, but for generalised advantages and "Adam": one environment, ε
  /// 0.2, α 3 · 10⁻⁴, γ 0.99, λ 0.95, networks and the rest are those of ``stableBaselines3``, which
  /// this is therefore number by number. For the other ends of the ranges, change
  /// ``collection``, ``minibatchSize`` and ``epochCount``.
  ///
  /// - SeeAlso: W. van Heeswijk, "Introduction to Policy Gradient Methods", slide "Mini-batching and
  ///   Optimization in PPO".
  public static var lectureSlides: PPO {
    var result = PPO.stableBaselines3
    result.collection.length = .steps(2048)
    result.minibatchSize = 64
    result.epochCount = 10
    return result
  }
}
