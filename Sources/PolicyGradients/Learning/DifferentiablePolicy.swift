public import VectorMath

/// A policy of your own: how to draw an action, and the gradient of its log probability.
///
///     struct ThrottlePolicy: DifferentiablePolicy {
///       let parameterCount = 5
///
///       func probabilityOfRight(_ observation: Vector, _ parameters: Vector) -> Double {
///         var sum = parameters[4]
///         for feature in 0..<4 { sum += parameters[feature] * observation[feature] }
///         return 1 / (1 + Double.exp(-sum))
///       }
///
///       func sample(
///         at observation: Vector, parameters: Vector, using generator: inout RandomStream
///       ) -> Int {
///         generator.bernoulli(probabilityOfRight(observation, parameters)) ? 1 : 0
///       }
///
///       func logProbability(of action: Int, at observation: Vector, parameters: Vector) -> Double {
///         let right = probabilityOfRight(observation, parameters)
///         return Double.log(action == 1 ? right : 1 - right)
///       }
///
///       func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
///         let slope = Double(action) - probabilityOfRight(observation, parameters)
///         return slope * Vector(Array(observation) + [1])
///       }
///     }
///
///     let algorithm = REINFORCE(
///       episodeCount: 8, discount: 0.99, learningRate: .constant(0.1), baseline: .leaveOneOut)
///     let run = algorithm.train(
///       on: .cartPole.learned(by: ThrottlePolicy(), critic: false), steps: 10_000, seed: 1)
///
/// REINFORCE, A2C and PPO take it as they take networks; with numbered actions, whose KL is a sum,
/// natural gradients and TRPO too. Before a training run starts, the policy is
/// examined at observations of the environment: the score and the entropy's gradient against
/// differences, and where actions are numbered, the probabilities' sum, the frequencies of actions
/// that are drawn, the entropy, and whether the mode is the most probable action. A policy that
/// contradicts itself traps, with both numbers.
///
/// Where actions are continuous, nobody checks that log π is that of a density, that actions are
/// drawn from it, that the entropy is its own, or where its mode lies: only that drawn actions and
/// the mode are finite.
///
/// The toolchain can differentiate log π itself, if it is written for arrays and marked:
///
///     import _Differentiation
///
///     @differentiable(reverse, wrt: parameters)
///     func logPi(_ action: Int, _ observation: [Double], _ parameters: [Double]) -> Double { … }
///
///     func score(of action: Int, at observation: Vector, parameters: Vector) -> Vector {
///       Vector(gradient(at: Array(parameters)) { logPi(action, Array(observation), $0) }.base)
///     }
///
/// It knows no derivative of `Double.exp` and `Double.log` until it is told one:
///
///     extension Double {
///       @derivative(of: exp)
///       public static func slopeOfExp(_ x: Double) -> (value: Double, pullback: (Double) -> Double) {
///         let value = exp(x)
///         return (value, { $0 * value })
///       }
///     }
///
/// - SeeAlso: ``LearningEnvironment/learned(by:critic:)-(DifferentiablePolicy<Int>,_)``; Williams
///   1992, "Simple statistical gradient-following algorithms", section 4.
public protocol DifferentiablePolicy<Action>: Sendable {
  /// An `Int`, or a `Double` where actions are continuous.
  associatedtype Action: Sendable

  /// How many parameters θ has; at least 1.
  var parameterCount: Int { get }

  /// Where θ begins; zeros unless you write it.
  ///
  /// - Parameter generator: The only source of randomness.
  /// - Returns: ``parameterCount`` finite numbers; kept as `Float`.
  func initialParameters(using generator: inout RandomStream) -> Vector

  /// Draws an action from π(·∣s).
  ///
  /// - Parameters:
  ///   - observation: What the environment shows of s.
  ///   - parameters: θ, shape ``parameterCount``.
  ///   - generator: The only source of randomness.
  /// - Returns: An action; a real one is rounded to `Float`.
  func sample(at observation: Vector, parameters: Vector, using generator: inout RandomStream)
    -> Action

  /// log π(a∣s), in nats; of a density where actions are continuous.
  ///
  /// - Parameters:
  ///   - action: a.
  ///   - observation: What the environment shows of s.
  ///   - parameters: θ, shape ``parameterCount``.
  /// - Returns: A number in double precision: a score cannot be checked against rounder ones.
  func logProbability(of action: Action, at observation: Vector, parameters: Vector) -> Double

  /// ∇θ log π(a∣s).
  ///
  /// - Parameters:
  ///   - action: a.
  ///   - observation: What the environment shows of s.
  ///   - parameters: θ, shape ``parameterCount``.
  /// - Returns: One number a parameter.
  func score(of action: Action, at observation: Vector, parameters: Vector) -> Vector

  /// The most probable action, which greedy evaluations take.
  ///
  /// - Parameters:
  ///   - observation: What the environment shows of s.
  ///   - parameters: θ, shape ``parameterCount``.
  /// - Returns: Nil, unless you write it, for the most probable of all numbered actions, or of 1,001
  ///   real ones that divide the environment's range evenly.
  func mode(at observation: Vector, parameters: Vector) -> Action?

  /// The entropy of π(·∣s) in nats, and its gradient in θ.
  ///
  /// - Parameters:
  ///   - observation: What the environment shows of s.
  ///   - parameters: θ, shape ``parameterCount``.
  /// - Returns: Nil, unless you write it: then numbered actions are summed over, and continuous ones
  ///   can have no entropy bonus; logs estimate their entropy by −log π(a).
  func entropy(at observation: Vector, parameters: Vector) -> (value: Double, gradient: Vector)?
}

extension DifferentiablePolicy {
  /// Zeros.
  ///
  /// - Parameter generator: Is not used.
  /// - Returns: ``parameterCount`` zeros.
  public func initialParameters(using generator: inout RandomStream) -> Vector {
    .zero(count: parameterCount)
  }

  /// To be found among all actions, or some.
  ///
  /// - Parameters:
  ///   - observation: Is not used.
  ///   - parameters: Are not used.
  /// - Returns: Nil.
  public func mode(at observation: Vector, parameters: Vector) -> Action? { nil }

  /// To be summed over all actions, or unknown.
  ///
  /// - Parameters:
  ///   - observation: Is not used.
  ///   - parameters: Are not used.
  /// - Returns: Nil.
  public func entropy(
    at observation: Vector, parameters: Vector
  ) -> (value: Double, gradient: Vector)? { nil }
}

extension LearningEnvironment where Action == Int {
  /// The same environment, learned by a policy of one's own.
  ///
  /// ``TrainingRun/parameters`` are the policy's first, then the critic's. An algorithm's
  /// ``NetworkShape`` is the critic's; what is said there of a shared trunk or of the policy's start
  /// has no meaning here.
  ///
  /// - Parameters:
  ///   - policy: The policy; examined when a training run starts.
  ///   - critic: Whether there is a critic of dense layers; without one V is 0 everywhere.
  /// - Returns: A kind of environment.
  public func learned(by policy: some DifferentiablePolicy<Int>, critic: Bool = true)
    -> LearningEnvironment
  {
    LearningEnvironment(name: name, usesNetwork: critic, ownPolicy: policy, make: make) {
      [name] demand in
      guard let space = demand.environments.actionSpace as? DiscreteActions else {
        fatalError("\(name): the action space is not DiscreteActions")
      }
      return PolicyModel(
        policy, PolicyActions(numbered: space.count), demand: demand, hasCritic: critic)
    }
  }
}

extension LearningEnvironment where Action == Double {
  /// The same environment, learned by a policy of one's own.
  ///
  /// Actions go to the environment as they are drawn. There is no KL between densities that are only
  /// known point by point: PPO's penalty traps, its clip works. ``TrainingRun/parameters`` are the
  /// policy's first, then the critic's.
  ///
  /// - Parameters:
  ///   - policy: The policy; examined when a training run starts.
  ///   - critic: Whether there is a critic of dense layers; without one V is 0 everywhere.
  /// - Returns: A kind of environment.
  public func learned(by policy: some DifferentiablePolicy<Double>, critic: Bool = true)
    -> LearningEnvironment
  {
    LearningEnvironment(name: name, usesNetwork: critic, ownPolicy: policy, make: make) {
      [name] demand in
      guard let space = demand.environments.actionSpace as? ContinuousActions else {
        fatalError("\(name): the action space is not ContinuousActions")
      }
      return PolicyModel(
        policy, PolicyActions(within: space.range), demand: demand, hasCritic: critic)
    }
  }
}
