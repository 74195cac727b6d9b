/// Writes words at marks, none on another and all within the plot.
struct Annotations {
  private struct Box {
    var left: Double, top: Double, right: Double, bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private(set) var svg = ""
  private var taken: [Box] = []

  /// A mark with its words.
  typealias Annotated = (mark: ChartMark, annotation: MarkStyle.Annotation, place: Place)

  init(_ annotated: [Annotated], _ panel: Panel) {
    let size = ChartLayout.textSize
    for (mark, annotation, place) in annotated {
      let width = TextWidth.estimate(annotation.text, size: size)
      let isInside = annotation.position == .overlay
      let others: [AnnotationPosition] = isInside ? [] : [.top, .bottom, .trailing, .leading]
      for position in [annotation.position] + others {
        var box = Self.box(position, place, width: width, height: size * 1.2)
        // Words may move along the edge of the plot, but not off their mark.
        let shift = max(panel.left - box.left, 0) - max(box.right - panel.right, 0)
        box.left += shift
        box.right += shift
        let isWithin =
          box.top >= panel.top - 2 && box.bottom <= panel.bottom + 2
          && box.left >= panel.left - 0.5 && box.right <= panel.right + 0.5
        guard isWithin, !taken.contains(where: box.overlaps),
          position == .top || position == .bottom || isInside || shift == 0
        else { continue }
        taken.append(box)
        let shade = panel.colors.shade(mark)
        let ink = shade.map { $0.isLight ? "#111" : "#fff" }
        let look = ink.map { " fill=\"\($0)\" style=\"fill:\($0)\"" } ?? " class=\"h\""
        let middle = (box.left + box.right) / 2
        svg +=
          "<text\(look) text-anchor=\"middle\" x=\"\(SVGText.number(middle))\""
          + " y=\"\(SVGText.number(box.bottom - size * 0.3))\">\(SVGText.escape(annotation.text))</text>"
        break
      }
    }
  }

  private static func box(
    _ position: AnnotationPosition, _ place: Place, width: Double, height: Double
  ) -> Box {
    let (x, y) = (place.x, place.y)
    return switch position {
    case .top: Box(left: x - width / 2, top: y - 6 - height, right: x + width / 2, bottom: y - 6)
    case .bottom: Box(left: x - width / 2, top: y + 6, right: x + width / 2, bottom: y + 6 + height)
    case .leading:
      Box(left: x - 9 - width, top: y - height / 2, right: x - 9, bottom: y + height / 2)
    case .trailing:
      Box(left: x + 9, top: y - height / 2, right: x + 9 + width, bottom: y + height / 2)
    case .overlay:
      Box(
        left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2)
    }
  }
}
