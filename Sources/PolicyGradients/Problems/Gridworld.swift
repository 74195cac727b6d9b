import VectorMath

extension MarkovDecisionProcess {
  /// A grid drawn with letters, one string a row.
  ///
  /// `S` start (the episode starts in each with the same probability), `.` floor, `#` wall, `G` goal
  /// and `H` hole, both terminal. Actions: 0 up, 1 right, 2 down, 3 left; a step against a wall or
  /// the edge stays. With probability `slip` the step goes to one of the two sides instead, each as
  /// likely. Every step earns `stepReward`, the one that reaches a goal `goalReward` more, the one
  /// that falls into a hole `holeReward` more. States are numbered row by row, walls included.
  ///
  /// - Parameters:
  ///   - rows: All of the same length; at least one `S`.
  ///   - slip: The probability of stepping sideways, in `0...1`.
  ///   - rewards: What a step, the goal and a hole earn.
  ///   - horizon: After how many steps the episode ends, or `nil`.
  /// - Returns: A problem of as many states as letters, and four actions.
  public static func gridworld(
    _ rows: [String], slip: Double = 0, rewards: GridRewards = GridRewards(), horizon: Int? = nil
  ) -> MarkovDecisionProcess {
    if !(slip >= 0 && slip <= 1) { fatalError("gridworld: the slip \(slip) is outside 0...1") }
    let grid = Grid(rows, letters: "S.#GH")
    let walls = Set(grid.states("#"))
    let ends = Set(grid.states("GH")).union(walls)
    return MarkovDecisionProcess(
      initialProbabilities: grid.initialProbabilities, actionCount: 4, terminalStates: ends,
      horizon: horizon
    ) { state, action in
      let turns = [(action, 1 - slip), ((action + 3) % 4, slip / 2), ((action + 1) % 4, slip / 2)]
      return turns.map { direction, probability in
        let target = grid.neighbor(of: state, direction: direction)
        let next = walls.contains(target) ? state : target
        var reward = rewards.step
        if grid.letters[next] == "G" { reward += rewards.goal }
        if grid.letters[next] == "H" { reward += rewards.hole }
        return Outcome(probability: probability, nextState: next, reward: reward)
      }
    }
  }
}

/// What the steps of a gridworld earn.
public struct GridRewards: Equatable, Sendable {
  /// Every step.
  public var step: Double
  /// Added when a goal is reached.
  public var goal: Double
  /// Added when a hole is.
  public var hole: Double

  /// Rewards.
  ///
  /// - Parameters:
  ///   - step: Every step.
  ///   - goal: Added when a goal is reached.
  ///   - hole: Added when a hole is.
  public init(step: Double = -1, goal: Double = 0, hole: Double = -10) {
    self.step = step
    self.goal = goal
    self.hole = hole
  }
}

/// A rectangle of letters.
struct Grid {
  let letters: [Character]
  let columnCount: Int
  var rowCount: Int { letters.count / columnCount }

  init(_ rows: [String], letters allowed: String) {
    columnCount = rows.first?.count ?? 0
    letters = rows.flatMap { Array($0) }
    if columnCount == 0 { fatalError("the grid has no cells") }
    for (index, row) in rows.enumerated() where row.count != columnCount {
      fatalError("row \(index) of the grid has \(row.count) cells, row 0 has \(columnCount)")
    }
    if let letter = letters.first(where: { !allowed.contains($0) }) {
      fatalError("the grid contains \"\(letter)\"; the letters are \(allowed)")
    }
    if !letters.contains("S") { fatalError("the grid has no start S") }
  }

  /// The states whose letter is one of some.
  func states(_ wanted: String) -> [Int] {
    letters.indices.filter { wanted.contains(letters[$0]) }
  }

  /// Uniform over the starts.
  var initialProbabilities: Vector {
    let starts = states("S")
    return Vector(letters.indices.map { starts.contains($0) ? 1 / Double(starts.count) : 0 })
  }

  /// The cell one step up (0), right (1), down (2) or left (3); the same cell at an edge.
  func neighbor(of state: Int, direction: Int) -> Int {
    let (row, column) = (state / columnCount, state % columnCount)
    switch direction {
    case 0: return row > 0 ? state - columnCount : state
    case 1: return column < columnCount - 1 ? state + 1 : state
    case 2: return row < rowCount - 1 ? state + columnCount : state
    default: return column > 0 ? state - 1 : state
    }
  }
}
