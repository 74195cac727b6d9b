import VectorMath

// Two small problems whose exact numbers are known to twelve digits; the book and the tests use them.

extension MarkovDecisionProcess {
  /// Problem A: two states, two actions, three steps, no terminal state; 128 trajectories.
  ///
  /// With ``TabularSoftmaxPolicy/problemA`` and γ = 0.8 the expected return is 1.398040606774.
  public static var problemA: MarkovDecisionProcess {
    MarkovDecisionProcess(
      initialProbabilities: [0.6, 0.4],
      transitions: [[[0.7, 0.3], [0.2, 0.8]], [[0.5, 0.5], [0.9, 0.1]]],
      rewards: [[1, -0.5], [2, 0.3]], horizon: 3)
  }

  /// Problem Z: three states and an absorbing end, three actions, four steps; 27,063 trajectories.
  ///
  /// With ``TabularSoftmaxPolicy/problemZ`` and γ = 0.8 the expected return is 0.474645542889.
  public static var problemZ: MarkovDecisionProcess {
    MarkovDecisionProcess(
      initialProbabilities: [0.5, 0.3, 0.2, 0],
      transitions: [
        [[0.20, 0.15, 0.10, 0.55], [0.25, 0.30, 0.20, 0.25], [0.40, 0.25, 0.30, 0.05]],
        [[0.05, 0.30, 0.10, 0.55], [0.35, 0.10, 0.30, 0.25], [0.15, 0.45, 0.35, 0.05]],
        [[0.15, 0.10, 0.20, 0.55], [0.10, 0.45, 0.20, 0.25], [0.50, 0.30, 0.15, 0.05]],
      ],
      rewards: [[0.5, 1.2, -0.4], [1.8, -0.6, 0.9], [-0.3, 0.7, 2.0]], terminalStates: [3],
      horizon: 4)
  }
}

extension TabularSoftmaxPolicy {
  /// The policy that goes with ``MarkovDecisionProcess/problemA``.
  public static var problemA: TabularSoftmaxPolicy {
    TabularSoftmaxPolicy(logits: [[0.3, -0.2], [-0.4, 0.5]])
  }

  /// The policy that goes with ``MarkovDecisionProcess/problemZ``; the absorbing end has no row.
  public static var problemZ: TabularSoftmaxPolicy {
    TabularSoftmaxPolicy(logits: [[0.3, -0.5, 0.8], [-0.7, 0.4, 0.1], [0.6, -0.2, -0.9]])
  }
}
