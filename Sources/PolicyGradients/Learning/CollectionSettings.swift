/// How experience is gathered, and what its advantages are.
public struct CollectionSettings: Equatable, Sendable {
  /// How much is gathered before an update.
  public enum Length: Equatable, Sendable {
    /// So many steps in every environment; episodes go on in the next rollout.
    case steps(Int)
    /// One whole episode in every environment, from its start. There is room for as many rows as
    /// the environment count times the time limit, however short episodes are.
    case episodes
  }

  /// What follows the last step of an episode that a time limit cut.
  public enum Truncation: Equatable, Sendable {
    /// The critic's value of the final observation.
    case bootstrap
    /// Nothing, as if the problem had ended: wrong, but what CleanRL's PPO does.
    case asTermination
  }

  /// What the critic is drawn to.
  public enum CriticTarget: Equatable, Sendable {
    /// A + V, the λ-return: Stable-Baselines3, CleanRL.
    case lambdaReturn
    /// Σ_k γᵏ r, up to the critic's value where the rollout or a cut ends it: Spinning Up.
    case returnToGo
  }

  /// How many environments are stepped together.
  public var environmentCount: Int

  /// How much is gathered before an update.
  public var length: Length

  /// γ, in `0...1`.
  public var discount: Double

  /// λ of generalised advantage estimation, in `0...1`.
  public var lambda: Double

  /// What follows a cut.
  public var truncation = Truncation.bootstrap

  /// What the critic is drawn to.
  public var criticTarget = CriticTarget.lambdaReturn

  /// Whether the progress that schedules follow counts the rollout at hand: Stable-Baselines3's last
  /// update has progress 1, CleanRL's first has 0.
  public var schedulesCountRollout = false

  /// Whether observations are shown with mean 0 and variance 1 by a running mean and variance, which
  /// evaluations and the ``TrainedPolicy`` are shown by too.
  public var normalizesObservations = false

  /// Within ± what normalised observations are shown, above 0; 10 in Stable-Baselines3 and CleanRL.
  public var observationLimit = 10.0

  /// Whether rewards are divided by the running deviation of discounted returns; the returns of logs
  /// and evaluations are not.
  public var normalizesRewards = false

  /// Within ± what normalised rewards are shown, above 0; 10 in Stable-Baselines3 and CleanRL.
  public var rewardLimit = 10.0

  /// Settings with nothing normalised.
  ///
  /// - Parameters:
  ///   - environmentCount: How many environments are stepped together; at least 1.
  ///   - length: How much is gathered before an update.
  ///   - discount: γ, in `0...1`.
  ///   - lambda: λ, in `0...1`.
  public init(environmentCount: Int, length: Length, discount: Double, lambda: Double) {
    self.environmentCount = environmentCount
    self.length = length
    self.discount = discount
    self.lambda = lambda
  }

  /// The most numbers that a rollout may keep, 200 MB; a row has at least ten.
  static var numberLimit: Int { 50_000_000 }

  /// What is wrong with a rollout of so many steps and numbers a row, if anything is.
  func complaint(stepCount: Int, rowWidth: Int) -> String? {
    let (rowCount, overflows) = environmentCount.multipliedReportingOverflow(by: stepCount)
    if !overflows && rowCount <= Self.numberLimit / rowWidth { return nil }
    return "a rollout of \(environmentCount) × \(stepCount) steps, each at least \(rowWidth) "
      + "numbers, has more than \(Self.numberLimit)"
  }

  /// What is wrong, if anything is.
  var complaint: String? {
    if environmentCount < 1 { return "the environment count \(environmentCount) is below 1" }
    if case .steps(let count) = length, count < 1 {
      return "a rollout of \(count) steps"
    }
    // How many steps an episode may have, only the environment knows.
    let stepCount = if case .steps(let count) = length { count } else { 1 }
    if let complaint = complaint(stepCount: stepCount, rowWidth: 10) { return complaint }
    if !(discount >= 0 && discount <= 1) { return "the discount \(discount) is outside 0...1" }
    if !(lambda >= 0 && lambda <= 1) { return "lambda \(lambda) is outside 0...1" }
    if !(observationLimit > 0) { return "the observation limit \(observationLimit) is not above 0" }
    if !(rewardLimit > 0) { return "the reward limit \(rewardLimit) is not above 0" }
    return nil
  }

  /// What is wrong with a count of rows of which each gradient step takes so many; `name` is its.
  func complaint(_ name: String, _ minibatchSize: Int) -> String? {
    if minibatchSize < 1 { return "\(name) \(minibatchSize) is below 1" }
    if case .steps(let count) = length, minibatchSize > count * environmentCount {
      return "\(name) \(minibatchSize) is larger than a rollout of \(environmentCount) × \(count) "
        + "steps"
    }
    return nil
  }
}
