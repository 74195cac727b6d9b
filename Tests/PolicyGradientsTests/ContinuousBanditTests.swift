import PolicyGradients
import Testing

@Suite struct ContinuousBanditTests {
  private let parabola = ContinuousBandit(
    reward: { -($0 - 1) * ($0 - 1) }, derivative: { -2 * ($0 - 1) })

  // E49, at μ = 0: the gradient is 2 for every σ; only the score's variance explodes.
  @Test func `noise and the gradient of a Gaussian`() {
    for (deviation, variance, pathwise) in [
      (1.0, 30.0, 4.0), (0.1, 114, 0.04), (0.01, 10_014, 0.0004),
    ] {
      let policy = GaussianPolicy(mean: 0, deviation: deviation)
      let score = parabola.scoreMoments(of: policy)
      #expect((score.mean[0] - 2).magnitude < 1e-10)
      #expect((parabola.gradient(of: policy)[0] - 2).magnitude < 1e-13)
      // 10014.0014 at σ = 0.01: printed as 10 014.
      #expect((score.covariance[0, 0] / variance - 1).magnitude < 2e-3)
      let value = parabola.expectedReturn(of: policy)
      #expect((value + 1 + deviation * deviation).magnitude < 1e-13)
      let withValue = parabola.scoreMoments(of: policy, baseline: value)
      #expect((withValue.mean[0] - 2).magnitude < 1e-12)
      #expect(withValue.covariance[0, 0] < score.covariance[0, 0])
      let slope = parabola.pathwiseMoments(of: policy)
      #expect((slope.covariance[0, 0] / pathwise - 1).magnitude < 1e-11)
    }
    let narrow = GaussianPolicy(mean: 0, deviation: 1e-3)
    let value = parabola.expectedReturn(of: narrow)
    #expect(
      (parabola.scoreMoments(of: narrow, baseline: value).covariance[0, 0] - 8).magnitude < 1e-4)
    // For a softmax the exact gradient does vanish near determinism (Amendment 9).
    let bandit = Bandit(rewards: [1, 0])
    #expect(bandit.gradient(of: SoftmaxPolicy(logits: [20, 0])).norm < 1e-8)
  }

  // E51: f = sin(ka), σ = 1: the pathwise estimator is not always the better one.
  @Test func `pathwise against score`() {
    for (k, score, pathwise) in [
      (1.0, 0.335, 0.200), (2, 0.429, 1.93), (5, 0.5, 12.5), (20, 0.5, 200),
    ] {
      let bandit = ContinuousBandit(
        reward: { Double.sin(k * $0) }, derivative: { k * Double.cos(k * $0) })
      let policy = GaussianPolicy(mean: 0, deviation: 1)
      let found = (bandit.scoreMoments(of: policy), bandit.pathwiseMoments(of: policy))
      #expect((found.0.mean[0] - k * Double.exp(-k * k / 2)).magnitude < 1e-12)
      #expect((found.1.mean[0] - k * Double.exp(-k * k / 2)).magnitude < 1e-12)
      #expect((found.0.covariance[0, 0] / score - 1).magnitude < 3e-3)
      #expect((found.1.covariance[0, 0] / pathwise - 1).magnitude < 3e-3)
    }
  }

  @Test func `the gradient by log σ agrees with differences`() {
    let policy = GaussianPolicy(mean: 0.3, logDeviation: -0.2)
    let gradient = parabola.gradient(of: policy)
    let differences = Vector(
      (0..<2).map { index in
        let step = 1e-5 * Vector.unit(index, count: 2)
        return
          (parabola.expectedReturn(of: policy.withParameters(policy.parameters + step))
          - parabola.expectedReturn(of: policy.withParameters(policy.parameters - step))) / 2e-5
      })
    #expect(gradient.isClose(to: differences, tolerance: 1e-8))
    #expect(parabola.scoreMoments(of: policy).mean.isClose(to: gradient, tolerance: 1e-12))
  }
}
