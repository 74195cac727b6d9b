/// An estimator that was once published as a policy gradient and is not one.
public protocol HistoricalEstimator: GradientEstimator {
  /// What it does wrong, in a few words.
  var mistake: String { get }

  /// Where it was reported in public: an issue, or a paper where no issue is known.
  var report: String { get }
}

/// The wrong estimators, all runnable.
public enum BugZoo {
  /// All exhibits that need no critic.
  public static var exhibits: [any HistoricalEstimator] {
    [
      MissingDiscountFactor(), AveragedLogProbability(), ShiftedReward(), WhitenedReturns(),
      DividedByLength(), OwnRewardOnly(),
    ]
  }

  /// All exhibits, with the critics that two of them need.
  ///
  /// - Parameter oracle: The oracle that knows the critics.
  /// - Returns: Eight estimators. The last is wrong only where episodes are truncated.
  public static func exhibits(for oracle: Oracle) -> [any HistoricalEstimator] {
    exhibits + [
      ActionDependentBaseline(actionValues: oracle.actionValues),
      TruncationAsTermination(values: oracle.values),
    ]
  }
}
