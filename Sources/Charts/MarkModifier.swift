/// What a modifier says of marks.
@usableFromInline struct MarkModifier {
  let change: MarkStyle.Change
  /// The number behind the marks' colour.
  var shade: Double?

  @usableFromInline static func color(by value: PlottableValue) -> MarkModifier {
    switch value.value {
    case .category(let name): MarkModifier(change: .series(name))
    case .number(let number): MarkModifier(change: .shadeLabel(value.label), shade: number)
    }
  }

  static func path(_ value: PlottableValue) -> MarkModifier {
    switch value.value {
    case .category(let name): MarkModifier(change: .path(name))
    case .number(let number): MarkModifier(change: .path("\(number)"))
    }
  }

  @usableFromInline static func color(_ color: ChartColor) -> MarkModifier {
    MarkModifier(change: .color(color))
  }

  @usableFromInline static func facet(
    row: PlottableValue?, column: PlottableValue
  ) -> MarkModifier {
    MarkModifier(change: .facet(Facet(row: row, column: column)))
  }

  @usableFromInline static func line(width: Double, dash: [Double]) -> MarkModifier {
    if !(width > 0 && width < .infinity) {
      fatalError("lineStyle: the width \(width) is not above 0")
    }
    if !dash.allSatisfy({ $0 > 0 && $0 < .infinity }) {
      fatalError("lineStyle: the dash \(dash) has a length that is not above 0")
    }
    return MarkModifier(change: .line(width: width, dash: dash))
  }

  @usableFromInline static func opacity(_ opacity: Double) -> MarkModifier {
    if !(0...1).contains(opacity) { fatalError("opacity: \(opacity) is not in 0...1") }
    return MarkModifier(change: .opacity(opacity))
  }

  @usableFromInline static func interpolation(_ method: InterpolationMethod) -> MarkModifier {
    MarkModifier(change: .interpolation(method))
  }

  @usableFromInline static func annotation(
    _ text: String, _ position: AnnotationPosition
  ) -> MarkModifier {
    MarkModifier(change: .annotation(.init(text: text, position: position)))
  }
}
