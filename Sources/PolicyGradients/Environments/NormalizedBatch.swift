/// A batch of environments that shows normalised observations.
///
/// The running mean and variance take in what every step and reset shows, then all of it is shown
/// by them, final observations too. Set ``isLearning`` to false to keep them as they are, as one
/// must when a policy is evaluated.
///
/// This is for environments that you step yourself. A ``Training`` normalises what it is shown if
/// ``CollectionSettings/normalizesObservations`` says so, and refuses these: its evaluations and its
/// policy would be shown by another mean.
public struct NormalizedBatch<Base: EnvironmentBatch>: EnvironmentBatch {
  private var base: Base

  /// The running mean and variance.
  public private(set) var normalizer: ObservationNormalizer

  /// Whether new observations change the running mean and variance.
  public var isLearning = true

  /// A batch shown by a normaliser.
  ///
  /// - Parameters:
  ///   - base: The environments; what they show now is taken in if the normaliser learns.
  ///   - normalizer: What was learned before; it is kept as it is. `nil` to learn from nothing.
  ///   - limit: How large a shown number may be, if nothing was learned before.
  public init(_ base: Base, normalizer: ObservationNormalizer? = nil, limit: Double = 10) {
    self.base = base
    self.normalizer =
      normalizer ?? ObservationNormalizer(observationCount: base.observationCount, limit: limit)
    isLearning = normalizer == nil
    show()
  }

  /// What the environments tell, observations normalised.
  public var ledger: EpisodeLedger {
    get { base.ledger }
    set { base.ledger = newValue }
  }

  /// The actions that every environment takes.
  public var actionSpace: Base.Actions { base.actionSpace }

  /// Takes one action in every environment.
  ///
  /// - Parameter actions: One an environment.
  public mutating func step(_ actions: [Base.Action]) {
    base.step(actions)
    show()
  }

  /// Starts a new episode in every environment.
  public mutating func reset() {
    base.reset()
    show()
  }

  private mutating func show() {
    if isLearning { normalizer.update(base.observations) }
    base.ledger.makeUnique()
    normalizer.normalize(base.ledger.memory)
  }
}

/// Environments whose observations depend on what was shown before.
protocol RunningObservations {}

extension NormalizedBatch: RunningObservations {}

extension RecordedBatch: RunningObservations where Base: RunningObservations {}

extension EnvironmentBatch {
  /// The same environments, with observations brought to mean 0 and variance 1.
  ///
  /// - Parameter limit: How large a shown number may be, positive.
  /// - Returns: A batch that learns the mean and variance as it goes.
  public func normalized(limit: Double = 10) -> NormalizedBatch<Self> {
    NormalizedBatch(self, limit: limit)
  }
}
