import PolicyGradients
import Testing

@Suite struct AcrobotTests {
  private func start(_ state: Vector) -> Rollout<Acrobot> {
    var acrobot = Acrobot(count: 1, seed: 1)
    acrobot.setState(state, of: 0)
    return Rollout(acrobot)
  }

  @Test func `pumping, as in Gymnasium`() {
    var rollout = start([0.05, -0.03, 0.02, 0.08])
    func run(_ count: Int) -> Vector {
      rollout.run(count) { $1.state(of: 0)[2] >= 0 ? 2 : 0 }
      return rollout.environments.state(of: 0)
    }
    let one: Vector = [
      0.03405213846708049, 0.027539970333267196, -0.17417025006198744, 0.48249323535960276,
    ]
    let fifty: Vector = [
      -0.014657446261435463, 0.06477774910053105, -0.0270531367009713, 0.5015852595123145,
    ]
    #expect(isClose(run(1), one, 1e-15))
    let shown: Vector = [
      0.9994202852249146, 0.03404555842280388, 0.999620795249939, 0.027536489069461823,
      -0.17417025566101074, 0.48249322175979614,
    ]
    #expect(isClose(rollout.environments.observations[0], shown, 1e-7))
    #expect(isClose(run(49), fifty, 1e-14))
    #expect(rollout.undiscountedReturn == -50)
  }

  @Test func `random torques, as in Gymnasium`() {
    let actions = congruentialActions(100, below: 3, seed: 7)
    var rollout = start([0.05, -0.03, 0.02, 0.08])
    rollout.run(100) { t, _ in actions[t] }
    let expected: Vector = [
      -0.13709384734781951, 0.5326154057723508, 0.18660289609678302, 0.5074515633339325,
    ]
    let state = rollout.environments.state(of: 0)
    #expect(isClose(state, expected, 1e-14))
    // Negative control: Gymnasium with the paper's dynamics in place of the book's.
    let paper: Vector = [
      -0.1402958724414272, 0.511190679236855, 0.1436585296497759, 0.5957353021838113,
    ]
    #expect(!isClose(state, paper, 1e-14))
  }

  @Test func `angles are wrapped and speeds limited`() {
    var rollout = start([3.1, 3.0, 12, 28])
    rollout.run(1) { _, _ in 2 }
    let expected: Vector = [
      1.2840609136815913, 2.1866696172873574, -4 * Double.pi, 28.233968383413746,
    ]
    #expect(isClose(rollout.environments.state(of: 0), expected, 1e-13))
  }

  @Test func `the step that swings up earns 0`() {
    var rollout = start([3.1, 0, 0, 0])
    rollout.run(1) { _, _ in 1 }
    #expect(rollout.end?.status.isTerminated == true)
    #expect(rollout.undiscountedReturn == 0)
  }
}
