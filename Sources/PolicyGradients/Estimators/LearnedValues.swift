import VectorMath

// Critics learned from episodes, to be used as baselines for *other* episodes: a baseline that has
// seen the episode it is subtracted from depends on its actions, and biases.
extension StateValues {
  /// V learned by averaging: the mean return-to-go of every visit to a state.
  ///
  /// Consistent. Truncated episodes count as if nothing followed.
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
    var sums = Vector.zero(count: stateCount)
    var counts = sums
    for episode in episodes {
      for (step, returnToGo) in zip(episode, episode.returnsToGo(discount)) {
        sums[step.state] += returnToGo
        counts[step.state] += 1
      }
    }
    return StateValues(
      Vector((0..<stateCount).map { counts[$0] > 0 ? sums[$0] / counts[$0] : initialValue }))
  }

  /// V learned by TD(0), step by step through the episodes.
  ///
  ///     V(s_t) ← V(s_t) + α (r_t + γ V(s_{t+1}) − V(s_t))
  ///
  /// The next value is 0 after a terminated episode, and the final state's after a truncated one.
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
