/// Marks of a list that are drawn together, such as the points of one line.
struct MarkGroup {
  /// Runs of marks that follow each other in the list; usually one.
  private var runs: [Range<Int>]

  init(_ index: Int) { runs = [index..<index + 1] }

  /// The index of the first mark.
  var first: Int { runs[0].lowerBound }

  /// Adds a mark that comes later in the list.
  mutating func add(_ index: Int) {
    if runs[runs.count - 1].upperBound == index {
      runs[runs.count - 1] = runs[runs.count - 1].lowerBound..<index + 1
    } else {
      runs.append(index..<index + 1)
    }
  }

  /// How many marks there are.
  var count: Int { runs.reduce(0) { $0 + $1.count } }

  /// The marks, in their order.
  func marks(_ list: [ChartMark]) -> some Sequence<ChartMark> {
    runs.lazy.flatMap { list[$0] }
  }
}
