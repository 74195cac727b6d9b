import Testing

@testable import PolicyGradients

/// A walk that earns its place, ends at ±3, and is cut after four steps.
private struct Line: Environment {
  let actionSpace = DiscreteActions(count: 2)
  var place = 0.0

  mutating func reset(using generator: inout RandomStream) { place = generator.normal() }

  mutating func step(_ action: Int, using generator: inout RandomStream) -> StepOutcome {
    place += action == 1 ? 0.8 : -0.8
    return place.magnitude < 3 ? .running(reward: place) : .terminated(reward: 10)
  }

  var observation: Vector { [place, place * place] }
}

@Suite struct CollectorTests {
  private let line = LearningEnvironment("Line") { count, seed in
    Line().batch(count: count, seed: seed, timeLimit: 4)
  }
  private let reference = ReferenceModel(
    observationCount: 2, hidden: [6], family: .categorical(2))

  private func algorithm(_ steps: Int = 30) -> A2C {
    var result = A2C(
      CollectionSettings(environmentCount: 3, length: .steps(steps), discount: 0.9, lambda: 0.95),
      learningRate: .constant(1e-3))
    result.network = NetworkShape(
      hidden: [6], initialization: .orthogonal(policyGain: 1, criticGain: 1))
    return result
  }

  private func row(_ rollout: PolicyGradients.Rollout, _ row: Int) -> [Double] {
    (0..<2).map { Double(rollout.observations.start[row * 2 + $0]) }
  }

  @Test func `a rollout is what the environments did, and what the policy said`() {
    let training = Training(algorithm(), on: line, steps: 100, seed: 6)
    var copy = training.collector.environments
    let parameters = training.run.parameters.map(Double.init)
    _ = training.advance()
    let rollout = training.learner.rollout
    var (terminated, truncated) = (0, 0)
    for step in 0..<30 {
      let before = (0..<3).map { copy.observations[$0] }
      copy.step((0..<3).map { Int(rollout.actions.start[step * 3 + $0]) })
      for index in 0..<3 {
        let place = step * 3 + index
        #expect(Vector(row(rollout, place)) == before[index])
        #expect(rollout.rewards.start[place] == Float(copy.rewards[index]))
        let (now, value) = reference.evaluate(row(rollout, place), parameters)
        #expect((Double(rollout.values.start[place]) - value).magnitude < 1e-5)
        let action = Int(rollout.actions.start[place])
        #expect((Double(rollout.logProbabilities.start[place]) - now[action]).magnitude < 1e-5)
        #expect((Double(rollout.kept.start[place * 2]) - now[0]).magnitude < 1e-5)
        let following = Double(rollout.following.start[place])
        let status = copy.status(of: index)
        #expect(rollout.continues.start[place] == (status.isRunning ? 1 : 0))
        if status.isTerminated {
          terminated += 1
          #expect(following == 0)
        }
        if let final = status.finalObservation {
          truncated += 1
          let value = reference.evaluate(Array(final), parameters).value
          #expect((following - value).magnitude < 1e-5)
          // Negative control: the value of the next episode's start is another number.
          let next = reference.evaluate(Array(copy.observations[index]), parameters).value
          #expect((following - next).magnitude > 1e-5)
        }
      }
    }
    #expect(terminated > 3 && truncated > 3)
    for index in 0..<3 {
      let value = reference.evaluate(Array(copy.observations[index]), parameters).value
      #expect((Double(rollout.lastValues.start[index]) - value).magnitude < 1e-5)
    }
    #expect(training.run.episodes.count == terminated + truncated)
    #expect(training.run.episodes.count { $0.isTerminated } == terminated)
  }

  @Test func `cut episodes can be taken for ended ones`() {
    var wrong = algorithm()
    wrong.collection.truncation = .asTermination
    let training = Training(wrong, on: line, steps: 100, seed: 6)
    _ = training.advance()
    #expect(training.run.episodes.contains { !$0.isTerminated })
    #expect(training.learner.rollout.following.numbers.allSatisfy { $0 == 0 })
  }

  @Test func `observations are shown by the running mean and deviation`() {
    var normalizing = algorithm()
    normalizing.collection.normalizesObservations = true
    let training = Training(normalizing, on: line, steps: 100, seed: 6)
    var copy = training.collector.environments
    let parameters = training.run.parameters.map(Double.init)
    _ = training.advance()
    let rollout = training.learner.rollout
    var seen: [[Double]] = []
    /// (x − μ)/σ over all that was seen, one made-up observation of weight 10⁻⁴ among it.
    func shown(_ observation: Vector) -> [Double] {
      let total = Double(seen.count) + 1e-4
      return (0..<2).map { feature in
        let mean = seen.reduce(0) { $0 + $1[feature] } / total
        let square = seen.reduce(1e-4) { $0 + $1[feature] * $1[feature] } / total
        let value = (observation[feature] - mean) / (square - mean * mean + 1e-8).squareRoot()
        return min(max(value, -10), 10)
      }
    }
    for step in 0..<30 {
      for index in 0..<3 { seen.append(Array(copy.observations[index])) }
      for index in 0..<3 {
        let expected = shown(copy.observations[index])
        for feature in 0..<2 {
          let value = row(rollout, step * 3 + index)[feature]
          #expect((value - expected[feature]).magnitude < 1e-4)
          // Negative control: it is not what the environment shows.
          if step > 5 { #expect((value - copy.observations[index][feature]).magnitude > 1e-4) }
        }
      }
      copy.step((0..<3).map { Int(rollout.actions.start[step * 3 + $0]) })
      for end in copy.ends {
        guard let final = end.status.finalObservation else { continue }
        // The final observation is shown by what was seen up to the next episode's start.
        let before = seen
        for index in 0..<3 { seen.append(Array(copy.observations[index])) }
        let value = reference.evaluate(shown(final), parameters).value
        seen = before
        let following = Double(rollout.following.start[step * 3 + end.environment])
        #expect((following - value).magnitude < 1e-3)
      }
    }
  }

  /// r / √Var(R) over all discounted sums so far, one of weight 10⁻⁴ with variance 1 among them.
  private struct PlainRewards {
    var sums = [0.0, 0, 0]
    var count = 1e-4
    var total = 0.0
    var squares = 1e-4

    mutating func shown(_ rewards: [Double], ended: [Int]) -> [Double] {
      for index in 0..<3 {
        sums[index] = 0.9 * sums[index] + rewards[index]
        total += sums[index]
        squares += sums[index] * sums[index]
        count += 1
      }
      let mean = total / count
      let deviation = (squares / count - mean * mean + 1e-8).squareRoot()
      for index in ended { sums[index] = 0 }
      return rewards.map { min(max($0 / deviation, -10), 10) }
    }
  }

  @Test func `rewards are divided by the deviation of discounted returns`() {
    var normalizing = algorithm()
    normalizing.collection.normalizesRewards = true
    let training = Training(normalizing, on: line, steps: 100, seed: 6)
    var copy = training.collector.environments
    _ = training.advance()
    let rollout = training.learner.rollout
    var plain = PlainRewards()
    var never = PlainRewards()
    var noticed = false
    for step in 0..<30 {
      copy.step((0..<3).map { Int(rollout.actions.start[step * 3 + $0]) })
      let expected = plain.shown(Array(copy.rewards), ended: copy.ends.map(\.environment))
      let wrong = never.shown(Array(copy.rewards), ended: [])
      for index in 0..<3 {
        let value = Double(rollout.rewards.start[step * 3 + index])
        #expect((value - expected[index]).magnitude < 1e-5)
        if (value - wrong[index]).magnitude > 1e-3 { noticed = true }
      }
    }
    // Negative control: sums that go on after an episode's end would be noticed.
    #expect(noticed)
  }

  @Test func `what is shown stays within the limits`() {
    var normalizing = algorithm()
    normalizing.collection.normalizesObservations = true
    normalizing.collection.normalizesRewards = true
    /// The largest observation and reward of a rollout.
    func largest() -> (Float, Float) {
      let training = Training(normalizing, on: line, steps: 100, seed: 6)
      _ = training.advance()
      let rollout = training.learner.rollout
      func largest(_ numbers: UnsafeMutableBufferPointer<Float>) -> Float {
        numbers.map(\.magnitude).max() ?? 0
      }
      return (largest(rollout.observations.prefix(180)), largest(rollout.rewards.prefix(90)))
    }
    let wide = largest()
    #expect(wide.0 > 0.75 && wide.1 > 0.25)
    (normalizing.collection.observationLimit, normalizing.collection.rewardLimit) = (0.75, 0.25)
    #expect(largest() == (0.75, 0.25))
  }

  @Test func `whole episodes start with fresh discounted returns`() {
    var algorithm = REINFORCE(
      episodeCount: 3, discount: 0.9, learningRate: .constant(1e-3), baseline: .critic)
    algorithm.collection.normalizesRewards = true
    algorithm.network = NetworkShape(hidden: [6])
    let training = Training(algorithm, on: line, steps: 100, seed: 1)
    var copy = training.collector.environments
    var plain = PlainRewards()
    for _ in 0..<3 {
      _ = training.advance()
      let rollout = training.learner.rollout
      copy.reset()
      plain.sums = [0, 0, 0]
      for step in 0..<rollout.stepCount {
        copy.step((0..<3).map { Int(rollout.actions.start[step * 3 + $0]) })
        let expected = plain.shown(Array(copy.rewards), ended: copy.ends.map(\.environment))
        for index in 0..<3 {
          let value = Double(rollout.rewards.start[step * 3 + index])
          #expect((value - expected[index]).magnitude < 1e-5)
        }
      }
    }
  }

  @Test func `rollouts of episodes are one whole episode an environment`() {
    let algorithm = REINFORCE(
      episodeCount: 5, discount: 0.99, learningRate: .constant(1e-2))
    let training = Training(algorithm, on: .cartPole, steps: 1000, seed: 3)
    var steps = 0
    var restarted = 0
    for update in 0..<4 {
      _ = training.advance()
      let rollout = training.learner.rollout
      let episodes = training.run.episodes.suffix(5)
      #expect(training.run.episodes.count == 5 * (update + 1))
      #expect(episodes.map(\.environment).sorted() == [0, 1, 2, 3, 4])
      for episode in episodes {
        let rows = rollout.rows.filter { $0 % 5 == episode.environment }
        #expect(rows == (0..<episode.length).map { $0 * 5 + episode.environment })
        #expect(episode.undiscountedReturn == Double(episode.length))
        #expect(rows.dropLast().allSatisfy { rollout.continues.start[$0] == 1 })
        #expect(rows.last.map { rollout.continues.start[$0] } == 0)
      }
      #expect(rollout.stepCount == episodes.map(\.length).max())
      steps += episodes.reduce(0) { $0 + $1.length }
      #expect(training.run.stepCount == steps && rollout.rows.count <= 5 * rollout.stepCount)
      restarted += 5 * rollout.stepCount - rollout.rows.count
    }
    // Negative control: environments did go on to second episodes, which are left out.
    #expect(restarted > 20)
  }
}
