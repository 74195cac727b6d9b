/// What colours, dashes and symbols stand for, in all panels alike.
struct ColorScale {
  /// A series as the legend shows it.
  struct Entry {
    var name: String
    var index: Int
    var kind: ChartMark.Kind
  }

  /// The series in the order of their first marks.
  private(set) var entries: [Entry] = []
  /// The smallest and largest number behind a colour, and what they measure.
  private(set) var shades: (label: String, range: ClosedRange<Double>)?
  private var indices: [String: Int] = [:]
  /// The series that have bars: these stand beside each other.
  private var barSlots: [String: Int] = [:]
  /// Whether bars of several series stand at one place.
  private var hasBarsBeside = false

  /// Where a bar stands.
  private struct BarPlace: Hashable {
    var place: Coordinate
    var facet: Facet?
  }

  /// Whether cells have colours that differ with their numbers.
  private(set) var hasShadedCells = false
  private let palette: ColorSequence

  init(_ list: MarkList, _ settings: ColorSettings) {
    palette = settings.sequence
    var low = Double.infinity
    var high = -Double.infinity
    var label: String?
    var latest: (kind: ChartMark.Kind, style: Int)?
    var seriesOfBars: [BarPlace: String] = [:]
    for mark in list.marks {
      if let shade = mark.shade, shade.isFinite {
        if label == nil { label = list.style(mark).shadeLabel }
        if mark.kind == .rectangle { hasShadedCells = true }
        low = min(low, shade)
        high = max(high, shade)
      }
      if mark.kind == .bar, !hasBarsBeside {
        let style = list.style(mark)
        let across = mark.y.end == nil ? mark.y : mark.x
        if let place = across.start, across.end == nil, let series = style.series {
          let before = seriesOfBars.updateValue(
            series, forKey: BarPlace(place: place, facet: style.facet))
          hasBarsBeside = before != nil && before != series
        }
      }
      // Marks of one series mostly follow each other.
      if let latest, latest.kind == mark.kind, latest.style == mark.style { continue }
      latest = (mark.kind, mark.style)
      if let name = list.style(mark).series { add(name, mark.kind) }
    }
    if let label { shades = (label, settings.range(low, high)) }
  }

  private mutating func add(_ name: String, _ kind: ChartMark.Kind) {
    if kind == .bar, barSlots[name] == nil { barSlots[name] = barSlots.count }
    if let index = indices[name] {
      // A line tells more of a series than the band around it.
      if kind == .line { entries[index].kind = .line }
      return
    }
    indices[name] = entries.count
    entries.append(Entry(name: name, index: entries.count, kind: kind))
  }

  /// How many bars stand beside each other.
  var barSlotCount: Int { hasBarsBeside ? barSlots.count : 1 }

  /// Which of the bars beside each other belongs to a style's series, if any does.
  func barSlot(_ style: MarkStyle) -> Int? { style.series.flatMap { barSlots[$0] } }

  /// The number of a style's series; 0 without one.
  func index(_ style: MarkStyle) -> Int { style.series.flatMap { indices[$0] } ?? 0 }

  /// The colour class of a mark.
  func color(_ mark: ChartMark, _ style: MarkStyle) -> String {
    if let color = style.color { return color.seriesClass }
    if style.series != nil { return ChartColor.series(index(style)).seriesClass }
    return mark.kind == .rule ? "n" : "s0"
  }

  /// A colour for the number behind a mark, and whether dark words are read on it; nil for no
  /// finite number.
  func shade(_ mark: ChartMark) -> (hex: String, isLight: Bool)? {
    fraction(mark).map { shade($0) }
  }

  /// Where the number behind a mark stands between the smallest and the largest.
  private func fraction(_ mark: ChartMark) -> Double? {
    guard let value = mark.shade, value.isFinite, let range = shades?.range else { return nil }
    guard range.lowerBound < range.upperBound else { return 0.5 }
    return min(max(LinearScale(range).fraction(value), 0), 1)
  }

  /// Which of some colours stands for the number behind a mark; nil for no finite number.
  func step(_ mark: ChartMark, of count: Int) -> Int? {
    fraction(mark).map { Int(($0 * Double(count - 1)).rounded()) }
  }

  /// The colour of a step.
  func hex(_ step: Int, of count: Int) -> String {
    shade(Double(step) / Double(count - 1)).hex
  }

  /// The colour of a fraction of the way from the smallest number to the largest.
  func shade(_ fraction: Double) -> (hex: String, isLight: Bool) {
    Palette.shade(fraction, palette)
  }
}

extension ChartColor {
  /// The colour's class in the style sheet.
  var seriesClass: String {
    switch self {
    case .neutral: "n"
    case .series(let index): "s\(abs(index % Palette.light.count))"
    }
  }
}
