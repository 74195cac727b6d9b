/// The marks of a chart, in drawing order.
///
/// A chart's content adds its marks to the list. Names and styles that many marks share are kept
/// once, so that a hundred thousand marks are a hundred thousand times a few numbers.
public struct MarkList: Sendable {
  private(set) var marks: [ChartMark] = []
  private(set) var styles = [MarkStyle()]
  /// Which kinds of marks there are, by their numbers.
  private var hasKind = [Bool](repeating: false, count: ChartMark.Kind.allCases.count)
  /// The names of categories, in the order of their first marks.
  private(set) var categories: [String] = []
  private var categoryIndices: [String: Int] = [:]
  /// What the axes measure, as the first mark with a place on them says.
  private(set) var xLabel: String?
  private(set) var yLabel: String?

  /// A change of a style.
  private struct Step: Hashable {
    var style: Int
    var change: MarkStyle.Change
  }

  /// The number of the style after each change so far.
  private var results: [Step: Int] = [:]
  private var recentSteps: [(step: Step, result: Int)] = []
  private var nextRecent = 0

  /// An empty list.
  public init() {}

  /// How many marks there are.
  @usableFromInline var count: Int { marks.count }

  /// A mark's style.
  func style(_ mark: ChartMark) -> MarkStyle { styles[mark.style] }

  /// Adds a mark.
  ///
  /// - Parameters:
  ///   - mark: The mark without its places.
  ///   - x: Where it stands, or starts, along the x axis; nil for a rule that crosses the plot.
  ///   - xEnd: Where it ends along the x axis, or nil.
  ///   - y: Where it stands, or starts, along the y axis; nil for a rule that crosses the plot.
  ///   - yEnd: Where it ends along the y axis, or nil.
  mutating func add(
    _ mark: ChartMark, x: PlottableValue?, xEnd: PlottableValue? = nil, y: PlottableValue?,
    yEnd: PlottableValue? = nil
  ) {
    if xLabel == nil { xLabel = x?.label }
    if yLabel == nil { yLabel = y?.label }
    var mark = mark
    mark.x = .init(start: coordinate(x), end: coordinate(xEnd))
    mark.y = .init(start: coordinate(y), end: coordinate(yEnd))
    marks.append(mark)
    hasKind[Int(mark.kind.rawValue)] = true
  }

  /// Whether there is a mark of a kind.
  func contains(_ kind: ChartMark.Kind) -> Bool { hasKind[Int(kind.rawValue)] }

  private mutating func coordinate(_ value: PlottableValue?) -> Coordinate? {
    switch value?.value {
    case nil: return nil
    case .number(let number): return .number(number)
    case .category(let name):
      if let index = categoryIndices[name] { return .category(index) }
      categories.append(name)
      categoryIndices[name] = categories.count - 1
      return .category(categories.count - 1)
    }
  }

  /// Changes the style of the marks from an index on.
  ///
  /// - Parameters:
  ///   - start: The index of the first.
  ///   - modifier: What changes.
  @usableFromInline mutating func change(from start: Int, _ modifier: MarkModifier) {
    for index in start..<marks.count {
      if let shade = modifier.shade { marks[index].shade = shade }
      marks[index].style = number(of: marks[index].style, after: modifier.change)
    }
  }

  /// The number of a changed style.
  private mutating func number(of style: Int, after change: MarkStyle.Change) -> Int {
    // The marks of a loop are changed alike, mostly by a few modifiers in turn.
    for recent in recentSteps where recent.step.style == style && recent.step.change == change {
      return recent.result
    }
    let step = Step(style: style, change: change)
    let result = results[step] ?? styles.count
    if result == styles.count {
      styles.append(styles[style].with(change))
      results[step] = result
    }
    if recentSteps.count < 8 {
      recentSteps.append((step, result))
    } else {
      recentSteps[nextRecent] = (step, result)
      nextRecent = (nextRecent + 1) % 8
    }
    return result
  }
}
