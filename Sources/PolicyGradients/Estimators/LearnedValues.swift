import VectorMath

// Critics learned from episodes, to be used as baselines for *other* episodes: a baseline that has
// seen the episode it is subtracted from depends on its actions, and biases.
extension StateValues {
  /// V learned by averaging: the mean return-to-go of every visit to a state.
  ///
  /// Consistent.
  ///
  /// - Parameters:
  ///   - episodes: The episodes.
  ///   - stateCount: S.
  ///   - discount: γ, in `0...1`.
  ///   - initialValue: The number of states that were never visited.
  /// - Returns: Values that do not depend on time.
  /// - SeeAlso: Sutton and Barto 2018, section 5.1.
  public static func monteCarlo(
    from episodes: [Episode], stateCount: Int, discount: Double, initialValue: Double = 0
  ) -> StateValues {
    var means = VisitMeans(stateCount: stateCount)
    for episode in episodes { means.add(episode, returns: episode.returnsToGo(discount)) }
    return means.values(initialValue: initialValue)
  }

  /// V learned by averaging returns of which some were cut.
  ///
  /// Consistent if the values that stand for what was not seen are the exact ones.
  ///
  /// - Parameters:
  ///   - episodes: The episodes, ended or cut.
  ///   - values: V for what follows a cut, such as the critic learned so far.
  ///   - stateCount: S.
  ///   - discount: γ, in `0...1`.
  ///   - initialValue: The number of states that were never visited.
  /// - Returns: Values that do not depend on time.
  public static func monteCarlo(
    from episodes: [LimitedEpisode], bootstrap values: StateValues, stateCount: Int,
    discount: Double, initialValue: Double = 0
  ) -> StateValues {
    var means = VisitMeans(stateCount: stateCount)
    for episode in episodes {
      means.add(episode.seen, returns: episode.returnsToGo(discount, bootstrap: values))
    }
    return means.values(initialValue: initialValue)
  }

  /// V learned by TD(0), step by step through the episodes.
  ///
  ///     V(s_t) ← V(s_t) + α (r_t + γ V(s_{t+1}) − V(s_t))
  ///
  /// The value after the last step is 0.
  ///
  /// - Parameters:
  ///   - episodes: The episodes, in order.
  ///   - values: Where to begin.
  ///   - discount: γ, in `0...1`.
  ///   - learningRate: α, in `0...1`.
  /// - Returns: Values that do not depend on time.
  /// - SeeAlso: Sutton and Barto 2018, eq. 6.2.
  public static func temporalDifference(
    from episodes: [Episode], startingAt values: Vector, discount: Double, learningRate: Double
  ) -> StateValues {
    temporalDifference(
      from: episodes.map { LimitedEpisode($0) }, startingAt: values, discount: discount,
      learningRate: learningRate)
  }

  /// V learned by TD(0), step by step through episodes of which some were cut.
  ///
  /// The next value is 0 after a terminated episode, and the final state's after a truncated one.
  ///
  /// - Parameters:
  ///   - episodes: The episodes, in order, ended or cut.
  ///   - values: Where to begin.
  ///   - discount: γ, in `0...1`.
  ///   - learningRate: α, in `0...1`.
  /// - Returns: Values that do not depend on time.
  /// - SeeAlso: Sutton and Barto 2018, eq. 6.2.
  public static func temporalDifference(
    from episodes: [LimitedEpisode], startingAt values: Vector, discount: Double,
    learningRate: Double
  ) -> StateValues {
    var values = values
    for episode in episodes {
      for step in episode {
        let isLast = step.index == episode.length - 1
        let next =
          isLast
          ? episode.status.bootstrapValue(
            running: values[step.nextState], truncated: { values[$0] })
          : values[step.nextState]
        let delta = step.reward + discount * next - values[step.state]
        values[step.state] += learningRate * delta
      }
    }
    return StateValues(values)
  }
}

/// The mean of the returns that followed each state.
private struct VisitMeans {
  private var sums: Vector
  private var counts: Vector

  init(stateCount: Int) {
    sums = .zero(count: stateCount)
    counts = sums
  }

  mutating func add(_ episode: Episode, returns: [Double]) {
    for (step, returnToGo) in zip(episode, returns) {
      sums[step.state] += returnToGo
      counts[step.state] += 1
    }
  }

  func values(initialValue: Double) -> StateValues {
    StateValues(
      Vector(sums.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : initialValue }))
  }
}
