/// One line of the table: something that can be measured again and again.
struct Row {
  /// What a number means.
  enum Unit {
    /// Less is better.
    case seconds
    /// More is better; shown in millions.
    case perSecond
    /// More is better; additions and multiplications, shown in GFLOP/s.
    case operationsPerSecond
    /// Less is better; shown in MB.
    case bytes
    /// Neither is better; shown in percent.
    case share
  }

  /// What is measured.
  let name: String
  let unit: Unit
  /// The number to reach, if there is one.
  let reach: Double?
  /// The row that no lesson can beat, if one is known.
  let limit: String?
  /// What others need for the same work.
  let others: String
  /// Measures once; the round makes every edit a new one.
  let body: (_ round: Int) throws -> Double
  private(set) var measured: [Double] = []

  init(
    _ name: String, _ unit: Unit, reach: Double? = nil, limit: String? = nil, others: String = "",
    body: @escaping (_ round: Int) throws -> Double
  ) {
    self.name = name
    self.unit = unit
    self.reach = reach
    self.limit = limit
    self.others = others
    self.body = body
  }

  mutating func measure(round: Int) throws {
    measured.append(try body(round))
  }

  var median: Double {
    let sorted = measured.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
