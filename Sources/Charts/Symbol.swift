/// The shapes of points, one a series.
enum Symbol {
  static func path(_ index: Int, at place: Place) -> String {
    let (x, y) = (SVGText.number(place.x), SVGText.number(place.y))
    return switch index % 4 {
    case 1: "M\(x) \(y)m-4 -4h8v8h-8z"
    case 2: "M\(x) \(y)m0 -5l5 9h-10z"
    case 3: "M\(x) \(y)m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z"
    default: "M\(x) \(y)m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
    }
  }
}
