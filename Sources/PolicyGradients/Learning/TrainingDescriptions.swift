import VectorMath

// What a cell shows of a training whose value is its last expression: a few lines, where the fields
// one by one would fill a hundred pages.

extension TrainingRun: CustomStringConvertible {
  /// How the run ended, the mean return of the last 100 episodes, the last evaluation if there is
  /// one, and whether the policy stopped learning unnoticed; numbers with four digits.
  public var description: String { description(plannedSteps: nil) }

  func description(plannedSteps: Int?) -> String {
    var lines = ["\(algorithm) on \(environment), seed \(seed): \(progress(of: plannedSteps))"]
    if let mean = meanReturn() {
      let count = counted(episodes.count, "episode")
      lines.append(
        "mean return of \(episodes.count > 100 ? "the last 100 of " : "")\(count): \(text(mean))")
    } else if let complaint = complaintAboutEpisodes {
      lines.append(complaint)
    }
    if let last = evaluations.last { lines.append("last evaluation, \(last)") }
    if let complaintAboutEntropy { lines.append(complaintAboutEntropy) }
    return lines.joined(separator: "\n")
  }

  /// What to do about episodes that never end.
  static var timeLimitRemedy: String {
    "give the environment a time limit: batch(count:seed:timeLimit:)"
  }

  /// That no episode has ended, and what to do about it; nil if one has, or before the first step.
  var complaintAboutEpisodes: String? {
    if !episodes.isEmpty || stepCount == 0 { return nil }
    let complaint = "no episode ended in \(counted(stepCount, "step"))"
    guard let timeLimit else { return "\(complaint); \(TrainingRun.timeLimitRemedy)" }
    return "\(complaint); the time limit is \(counted(timeLimit, "step")) of an environment"
  }

  /// How far the run is, or how it ended, cause included.
  private func progress(of plannedSteps: Int?) -> String {
    switch ending {
    case .running:
      if let plannedSteps {
        "running, \(NumberText.count(stepCount)) of \(counted(plannedSteps, "step"))"
      } else {
        endingText
      }
    case .diverged, .failed: "\(ending)"
    case .finished, .reachedTarget: endingText
    }
  }

  /// How the run ended, without the cause.
  fileprivate var endingText: String {
    switch ending {
    case .running: "running, \(counted(stepCount, "step")) so far"
    case .finished: "finished after \(counted(stepCount, "step"))"
    case .reachedTarget: "reached its target after \(counted(stepCount, "step"))"
    case .diverged(let update, let stepCount, _):
      "diverged after \(counted(stepCount, "step")), in update \(NumberText.count(update))"
    case .failed(let stepCount, _): "failed after \(counted(stepCount, "step"))"
    }
  }
}

extension TrainingRun.Ending: CustomStringConvertible {
  /// What the run did, to follow "it", with its cause.
  public var description: String {
    switch self {
    case .running: "is not over"
    case .finished: "finished"
    case .reachedTarget: "reached its target"
    case .diverged(let update, let stepCount, let cause):
      "diverged after \(counted(stepCount, "step")), in update \(NumberText.count(update)): \(cause)"
    case .failed(let stepCount, let cause):
      "failed after \(counted(stepCount, "step")): \(cause)"
    }
  }
}

extension Training: CustomStringConvertible {
  /// How far the run is, as ``TrainingRun/description`` tells it, and how many steps there will be.
  public var description: String { run.description(plannedSteps: steps) }
}

extension Experiment: CustomStringConvertible {
  /// How many lines there are at most.
  private static var lineLimit: Int { 25 }

  /// What was trained and how the runs ended, then a line a seed, 25 lines at most; numbers with
  /// four digits.
  public var description: String {
    var lines = ["\(subject), \(counted(runs.count, "seed")): \(endings)"]
    // Of too many, the last line tells how many are left out.
    let isWhole = runs.count < Experiment.lineLimit
    let shown = isWhole ? runs.count : Experiment.lineLimit - 2
    lines += runs.prefix(shown).map(line)
    if !isWhole { lines.append("and \(NumberText.count(runs.count - shown)) more seeds") }
    return lines.joined(separator: "\n")
  }

  private var subject: String {
    var subjects: [String] = []
    for run in runs where !subjects.contains("\(run.algorithm) on \(run.environment)") {
      subjects.append("\(run.algorithm) on \(run.environment)")
    }
    return subjects.count > 3
      ? "\(subjects.count) algorithms and environments" : subjects.joined(separator: ", ")
  }

  private var endings: String {
    func count(_ isMeant: (TrainingRun.Ending) -> Bool) -> Int {
      runs.count { isMeant($0.ending) }
    }
    let counts = [
      (count { $0 == .finished }, "finished"),
      (count { $0 == .reachedTarget }, "reached the target"),
      (count { if case .diverged = $0 { true } else { false } }, "diverged"),
      (count { if case .failed = $0 { true } else { false } }, "failed"),
      (count { $0 == .running }, "running"),
    ]
    return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }

  private func line(_ run: TrainingRun) -> String {
    var parts = ["seed \(run.seed): \(run.endingText)"]
    if let mean = run.meanReturn() {
      parts.append("mean return \(text(mean))")
    } else if run.stepCount > 0 {
      parts.append("no episode ended")
    }
    if let last = run.evaluations.last { parts.append("last evaluation \(text(last.greedyMean))") }
    return parts.joined(separator: ", ")
  }
}

extension Experiment.CurvePoint: CustomStringConvertible {
  /// The steps, and the mean with its interval.
  public var description: String { "after \(counted(stepCount, "step")): \(meanReturn)" }
}

extension Evaluation: CustomStringConvertible {
  /// The mean return of either kind of episodes, with four digits.
  public var description: String {
    "after \(counted(stepCount, "step")): mean return \(text(greedyMean)) greedy, "
      + "\(text(stochasticMean)) drawn, \(counted(greedyReturns.count, "episode")) each"
  }
}

extension TrainingRun.EpisodeRecord: CustomStringConvertible {
  /// Return, length and ending.
  public var description: String {
    "return \(text(undiscountedReturn)) in \(counted(length, "step")), "
      + (isTerminated ? "terminated" : "cut by the time limit")
  }
}

extension UpdateRecord: CustomStringConvertible {
  /// The numbers that every algorithm has, with four digits, and those of a trust region.
  public var description: String {
    var parts = [
      "surrogate \(text(surrogate))", "value error \(text(valueError))",
      "entropy \(text(entropy))", "KL \(text(klDivergence))",
      "gradient norm \(text(gradientNorm))",
      "explained variance \(text(explainedVariance))", "learning rate \(text(learningRate))",
    ]
    if clipFraction > 0 { parts.append("clipped \(text(100 * clipFraction)) %") }
    if let naturalGradient { parts.append("\(naturalGradient)") }
    if let lineSearch { parts.append("\(lineSearch)") }
    if let meanReturn { parts.append("mean return \(text(meanReturn))") }
    return "update \(NumberText.count(update)), after \(counted(stepCount, "step")): "
      + parts.joined(separator: ", ")
  }
}

extension NaturalGradientRecord: CustomStringConvertible {
  /// How the conjugate gradients went; numbers with four digits.
  public var description: String {
    "conjugate gradients \(ending) in \(counted(iterationCount, "iteration")) with residual "
      + text(residual)
  }
}

extension LineSearchRecord: CustomStringConvertible {
  /// How many tries there were, and whether the last was accepted.
  public var description: String {
    "line search \(acceptedTry == nil ? "refused all of" : "accepted the last of") "
      + (tries.count == 1 ? "1 try" : "\(NumberText.count(tries.count)) tries")
  }
}

extension TrainedPolicy: CustomStringConvertible {
  /// Where it was trained, for how long, and how large it is.
  public var description: String {
    "policy on \(environment.name), trained for \(counted(stepCount, "step")): "
      + counted(parameters.count, "parameter")
      + (observationNormalizer == nil ? "" : ", observations normalised")
  }
}

extension LearningEnvironment: CustomStringConvertible {
  /// Its name.
  public var description: String { name }
}

extension AsynchronousActorCritic.Record: CustomStringConvertible {
  /// When it was made.
  public var description: String { "policy after \(counted(stepCount, "step"))" }
}

extension AsynchronousActorCritic.Run: CustomStringConvertible {
  /// How many updates there were, how stale, and how many were lost.
  public var description: String {
    "\(counted(updateCount, "update")), mean staleness \(text(meanStaleness)), "
      + "\(NumberText.count(lostUpdateCount)) lost, \(counted(records.count, "record"))"
  }
}

private func text(_ number: Double) -> String { NumberText.significant(number, digits: 4) }

/// Such as "1 step" and "5,000 steps".
private func counted(_ count: Int, _ what: String) -> String {
  "\(NumberText.count(count)) \(what)\(count == 1 ? "" : "s")"
}
