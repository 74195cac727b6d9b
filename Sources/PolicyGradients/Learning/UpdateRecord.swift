/// What one update did, as the log keeps it.
///
/// Numbers over several gradient steps are means over them.
public struct UpdateRecord: Equatable, Sendable {
  /// Which update, from 0 on.
  public internal(set) var update = 0

  /// How many steps of environments were taken when it began.
  public internal(set) var stepCount = 0

  /// How many gradient steps it made.
  public internal(set) var gradientStepCount = 0

  /// α of the policy.
  public internal(set) var learningRate = 0.0

  /// The surrogate objective, advantages as the algorithm shows them.
  public internal(set) var surrogate = 0.0

  /// The mean of (V − R)².
  public internal(set) var valueError = 0.0

  /// The mean entropy of the policy, in nats.
  public internal(set) var entropy = 0.0

  /// Of KL(old‖new), the mean of r − 1 − log r, r the probability ratio; before each gradient step.
  ///
  /// After a step along the natural gradient it is the divergence itself, over the rollout's states.
  ///
  /// - SeeAlso: Schulman 2020, "Approximating KL divergence", the estimator k₃.
  public internal(set) var klDivergence = 0.0

  /// The share of samples with |r − 1| > ε, whether or not the clip takes their gradient: what
  /// Stable-Baselines3 and CleanRL report.
  public internal(set) var clipFraction = 0.0

  /// The share of samples whose gradient the clip takes: A > 0 and r > 1 + ε, or A < 0 and r < 1 − ε.
  public internal(set) var zeroGradientFraction = 0.0

  /// The norm of the gradient before it is shortened.
  public internal(set) var gradientNorm = 0.0

  /// 1 − Var(R − V)/Var(R), of the critic that gathered the rollout.
  public internal(set) var explainedVariance = 0.0

  /// β of a penalty on KL(old‖new); 0 without.
  public internal(set) var penaltyCoefficient = 0.0

  /// How the natural gradient was found; nil without.
  public internal(set) var naturalGradient: NaturalGradientRecord?

  /// How the line search of a trust region went; nil without.
  public internal(set) var lineSearch: LineSearchRecord?

  /// The mean undiscounted return of the episodes that ended in the rollout; nil if none did.
  public internal(set) var meanReturn: Double?
}
