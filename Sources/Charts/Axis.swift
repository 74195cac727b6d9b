import VectorMath

/// What the author says of an axis.
struct AxisSettings: Sendable {
  var label: String?
  var domain: ClosedRange<Double>?
  var type = ScaleType.linear
  var isHidden = false
  /// Whether categories go from the axis' end to its start: from top to bottom.
  var isReversed = false
  /// Marks that reach from end to end of the axis.
  var tightKinds: [ChartMark.Kind] = [.rectangle]
}

/// An axis as it is drawn.
struct Axis {
  var label: String
  var scale: AxisScale
  /// The names of an axis of categories, in order; empty otherwise.
  var categories: [String] = []
  /// What a continuous axis covers, in the numbers' own unit.
  private var domain: ClosedRange<Double> = 0...1
  private let type: ScaleType

  /// Chooses an axis that holds all marks.
  ///
  /// - Parameters:
  ///   - marks: The marks.
  ///   - settings: What the author says.
  ///   - extent: A mark's place along the axis.
  init(_ marks: [ChartMark], settings: AxisSettings, extent: KeyPath<ChartMark, ChartMark.Extent>) {
    label =
      settings.label ?? marks.lazy.compactMap { $0[keyPath: extent].label }.first ?? ""
    type = settings.type
    let ends = extent == \.x ? Ends(marks, type) { $0.x } : Ends(marks, type) { $0.y }
    if ends.hasCategories {
      var indices: [String: Int] = [:]
      let values = marks.flatMap { mark in
        [mark[keyPath: extent].start, mark[keyPath: extent].end].compactMap { $0?.categoryName }
      }
      for name in values where indices[name] == nil {
        indices[name] = categories.count
        categories.append(name)
      }
      if settings.isReversed {
        categories.reverse()
        let last = indices.count - 1
        indices = indices.mapValues { last - $0 }
      }
      scale = .category(indices)
      return
    }
    let domain =
      settings.domain
      ?? Self.domain(
        ends, type, isTight: marks.contains { settings.tightKinds.contains($0.kind) })
    self.domain = domain
    scale =
      settings.type == .linear
      ? .linear(LinearScale(domain))
      : .log(LinearScale(.log(domain.lowerBound) ... .log(domain.upperBound)))
  }

  /// What the marks need of an axis.
  private struct Ends {
    var low = Double.infinity
    var high = -Double.infinity
    var hasCategories = false
    /// Bars and areas are read by their length, so that zero belongs to them; lines and points tell
    /// by their place.
    var needsZero = false

    init(_ marks: [ChartMark], _ type: ScaleType, _ extent: (ChartMark) -> ChartMark.Extent) {
      for mark in marks {
        let extent = extent(mark)
        add(extent.start, type)
        guard let end = extent.end else { continue }
        add(end, type)
        if (mark.kind == .bar || mark.kind == .area) && extent.start == .number(0) {
          needsZero = true
        }
      }
    }

    private mutating func add(_ value: PlottedValue?, _ type: ScaleType) {
      switch value {
      case .number(let number) where number.isFinite && (type == .linear || number > 0):
        low = min(low, number)
        high = max(high, number)
      case .category: hasCategories = true
      default: return
      }
    }
  }

  private static func domain(
    _ ends: Ends, _ type: ScaleType, isTight: Bool
  ) -> ClosedRange<Double> {
    guard ends.low <= ends.high else { return type == .linear ? 0...1 : 1...10 }
    var (low, high) = (ends.low, ends.high)
    let withZero = ends.needsZero
    if type == .log {
      if low == high { (low, high) = (low / 2, high * 2) }
      let room = isTight ? 1 : 1.15
      return max(low / room, .leastNormalMagnitude)...min(high * room, .greatestFiniteMagnitude)
    }
    if withZero {
      low = min(low, 0)
      high = max(high, 0)
    }
    if low == high {
      let room = low == 0 ? 1 : abs(low) / 10
      return max(low - room, -.greatestFiniteMagnitude)...min(high + room, .greatestFiniteMagnitude)
    }
    guard !isTight else { return low...high }
    let room = (high / 2 - low / 2) * 0.08
    let start = withZero && low == 0 ? 0 : max(low - room, -.greatestFiniteMagnitude)
    let end = withZero && high == 0 ? 0 : min(high + room, .greatestFiniteMagnitude)
    return start...end
  }

  /// The ticks with their fractions of the way.
  ///
  /// - Parameter count: How many at most; for categories there is one each.
  /// - Returns: The ticks.
  func ticks(atMost count: Int) -> [(fraction: Double, label: String)] {
    if !categories.isEmpty {
      return categories.enumerated().map { index, name in
        ((Double(index) + 0.5) / Double(categories.count), name)
      }
    }
    let ticks =
      type == .linear ? Tick.linear(domain, atMost: count) : Tick.log(domain, atMost: count)
    return ticks.compactMap { tick in
      scale.fraction(.number(tick.value)).map { ($0, tick.label) }
    }
  }

  /// The axis in words: `p, 0.5 to 0.95`.
  var words: String {
    let range =
      categories.isEmpty
      ? "\(NumberText.significant(domain.lowerBound)) to "
        + NumberText.significant(domain.upperBound)
      : categories.count <= 6
        ? categories.joined(separator: ", ") : "\(categories.count) categories"
    return label.isEmpty ? range : "\(label) (\(range))"
  }
}
