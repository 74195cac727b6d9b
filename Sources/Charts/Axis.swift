import VectorMath

/// What the author says of an axis.
struct AxisSettings: Sendable {
  var label: String?
  var domain: ClosedRange<Double>?
  var type = ScaleType.linear
  var isHidden = false
  /// Whether the axis goes from its end to its start.
  var isReversed = false
  /// Whether categories usually go from the axis' end to its start: from top to bottom.
  var hasReversedCategories = false
  /// Marks that reach from end to end of the axis.
  var tightKinds: [ChartMark.Kind] = [.rectangle]
}

/// An axis as it is drawn.
struct Axis {
  /// A tick, its place as a fraction of the way.
  typealias Tick = (fraction: Double, label: String)

  var label: String
  var scale: AxisScale
  /// The names of an axis of categories, in order; empty otherwise.
  var categories: [String] = []
  /// What a continuous axis covers, in the numbers' own unit.
  private var domain: ClosedRange<Double> = 0...1
  private let type: ScaleType
  /// Whether cells stand at whole numbers, between which ticks would mean nothing.
  private var hasCells = false
  /// Where the axis' smallest number stands.
  private(set) var lowFraction = 0.0

  /// Chooses an axis that holds all marks.
  ///
  /// - Parameters:
  ///   - marks: The marks.
  ///   - list: The list they are from.
  ///   - isX: Whether it is the x axis.
  ///   - settings: What the author says.
  init(_ marks: [ChartMark], of list: MarkList, isX: Bool, settings: AxisSettings) {
    label = settings.label ?? (isX ? list.xLabel : list.yLabel) ?? ""
    type = settings.type
    let ends = isX ? Ends(marks, type) { $0.x } : Ends(marks, type) { $0.y }
    if ends.hasCategories {
      categories = Self.names(marks, list.categories) { isX ? $0.x : $0.y }
      if settings.isReversed != settings.hasReversedCategories { categories.reverse() }
      var scale = CategoryScale(count: categories.count)
      for (place, name) in categories.enumerated() { scale.placeOfName[name] = place }
      scale.placeOfIndex = list.categories.map { scale.placeOfName[$0] }
      self.scale = .category(scale)
      return
    }
    let domain =
      settings.domain
      ?? Self.domain(
        ends, type, isTight: marks.contains { settings.tightKinds.contains($0.kind) })
    self.domain = domain
    scale =
      settings.type == .linear
      ? .linear(LinearScale(domain, isReversed: settings.isReversed))
      : .log(
        LinearScale(
          .log(domain.lowerBound) ... .log(domain.upperBound), isReversed: settings.isReversed))
    lowFraction = settings.isReversed ? 1 : 0
    hasCells = marks.contains { mark in
      let extent = isX ? mark.x : mark.y
      guard mark.kind == .rectangle, case .number(let start) = extent.start else { return false }
      return start + 0.5 == (start + 0.5).rounded() && extent.end == .number(start + 1)
    }
  }

  /// The names of marks along an axis, in their order.
  private static func names(
    _ marks: [ChartMark], _ categories: [String], _ extent: (ChartMark) -> ChartMark.Extent
  ) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for mark in marks {
      let extent = extent(mark)
      for value in [extent.start, extent.end] {
        let name: String? =
          switch value {
          case .number(let number): PlottedValue.number(number).categoryName
          case .category(let index): categories[index]
          case nil: nil
          }
        if let name, seen.insert(name).inserted { names.append(name) }
      }
    }
    return names
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

    private mutating func add(_ value: Coordinate?, _ type: ScaleType) {
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
      let room = low == 0 ? 1 : max(abs(low) / 10, .leastNormalMagnitude)
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
  func ticks(atMost count: Int) -> [Tick] {
    if !categories.isEmpty {
      return categories.enumerated().map { index, name in
        ((Double(index) + 0.5) / Double(categories.count), name)
      }
    }
    let cells = hasCells && linearLength ?? 0 < 1e9 ? max(Int(linearLength ?? 0), 1) : count
    let count = min(count, cells)
    let ticks =
      type == .linear
      ? Charts.Tick.linear(domain, atMost: count) : Charts.Tick.log(domain, atMost: count)
    return ticks.compactMap { tick in
      scale.fraction(.number(tick.value)).map { ($0, tick.label) }
    }
  }

  /// The numbers the axis covers; nil for categories and for a log axis.
  var linearLength: Double? {
    categories.isEmpty && type == .linear ? domain.upperBound - domain.lowerBound : nil
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
