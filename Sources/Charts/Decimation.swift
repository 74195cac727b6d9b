/// Leaves out what the eye cannot resolve.
enum Decimation {
  /// A line that looks the same with fewer points.
  ///
  /// Of the points that follow each other within one column of pixels, the first, lowest, highest and
  /// last stay: no peak is lost (Jugel et al. 2014, "M4", doi:10.14778/2732951.2732953).
  ///
  /// - Parameter points: The line.
  /// - Returns: At most four points for each visit of a column.
  static func line(_ points: [Place]) -> [Place] {
    guard points.count > 1000 else { return points }
    var result: [Place] = []
    var start = 0
    while start < points.count {
      let column = points[start].x.rounded(.down)
      var (lowest, highest) = (start, start)
      var end = start
      while end < points.count, points[end].x.rounded(.down) == column {
        if points[end].y < points[lowest].y { lowest = end }
        if points[end].y > points[highest].y { highest = end }
        end += 1
      }
      var last = -1
      for index in [start, min(lowest, highest), max(lowest, highest), end - 1] where index > last {
        result.append(points[index])
        last = index
      }
      start = end
    }
    return result
  }

  /// Points of one look as a path of dots; for many points, of runs of dots on a grid.
  ///
  /// - Parameters:
  ///   - points: The points.
  ///   - size: The size of a dot.
  /// - Returns: A path for round line ends, and the width of its line.
  static func dots(_ points: [Place], size: Double) -> (path: String, width: Double) {
    guard points.count > 5000 else {
      var text: [UInt8] = []
      var seen: Set<Int> = []
      for point in points {
        let key = SVGText.tenths(point.x) / 5 * 100_000 + SVGText.tenths(point.y) / 5
        guard seen.insert(key).inserted else { continue }
        text += "M\(SVGText.number(point.x)) \(SVGText.number(point.y))h0".utf8
      }
      return (String(decoding: text, as: UTF8.self), size)
    }
    return (DotGrid(points.map { ($0, 0) }, cell: 2).path(0), 2)
  }
}
