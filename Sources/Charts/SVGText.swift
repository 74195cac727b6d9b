/// Writes the parts of an SVG document.
enum SVGText {
  /// Text for an element or attribute; characters that XML forbids are left out.
  static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t", "\r": result += " "
      default:
        let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        if !isForbidden { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }

  /// A coordinate with one decimal.
  static func number(_ value: Double) -> String {
    let tenths = tenths(value)
    let whole = tenths.magnitude / 10
    let rest = tenths.magnitude % 10
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }

  /// A coordinate in tenths; far outside of the plot it makes no difference how far.
  static func tenths(_ value: Double) -> Int {
    Int((min(max(value, -20_000), 20_000) * 10).rounded())
  }

  /// A path from point to point, in relative steps of tenths.
  static func path(_ points: [Place]) -> String {
    var text: [UInt8] = []
    var (x, y) = (0, 0)
    for (index, point) in points.enumerated() {
      let (nextX, nextY) = (tenths(point.x), tenths(point.y))
      if index == 0 {
        text += "M\(number(point.x)) \(number(point.y))".utf8
      } else {
        if (nextX, nextY) == (x, y) { continue }
        text += "l\(number(Double(nextX - x) / 10)) \(number(Double(nextY - y) / 10))".utf8
      }
      (x, y) = (nextX, nextY)
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A place in the picture, in pixels from its upper left corner.
struct Place: Equatable {
  var x: Double
  var y: Double
}
