/// The vector field of a function: arrows at the points of a grid, as long as the vectors are.
///
///     Chart {
///       ArrowPlot(x: "θ₀", y: "θ₁", xDomain: -2...2, yDomain: -2...2) { x, y in
///         let gradient = bandit.gradient(of: SoftmaxPolicy(logits: [x, y]))
///         return (gradient[0], gradient[1])
///       }
///     }
///     .chartAspectRatio()
///
/// The longest arrow is as long as the grid is wide; `foregroundStyle(by:)` on single `ArrowMark`s
/// shows more. Where the function has no finite value there is no arrow.
public struct ArrowPlot: ChartContent {
  private let x: String
  private let y: String
  private let arrows: [(from: Place, to: Place)]

  /// Draws a function's vectors.
  ///
  /// - Parameters:
  ///   - x: What the x axis measures.
  ///   - y: What the y axis measures.
  ///   - xDomain: Where to draw the function along the x axis.
  ///   - yDomain: Where to draw the function along the y axis.
  ///   - count: How many arrows stand along each axis, from 2 to 100.
  ///   - function: The vector at a point, `(dx, dy)`.
  public init(
    x: String, y: String, xDomain: ClosedRange<Double>, yDomain: ClosedRange<Double>,
    count: Int = 12, function: (Double, Double) -> (Double, Double)
  ) {
    for domain in [xDomain, yDomain]
    where !(domain.lowerBound.isFinite && domain.upperBound.isFinite) {
      fatalError("ArrowPlot: the domain \(domain) has an infinite end")
    }
    if !(2...100).contains(count) { fatalError("ArrowPlot: the count \(count) is not in 2...100") }
    let (xScale, yScale) = (LinearScale(xDomain), LinearScale(yDomain))
    let last = Double(count - 1)
    var vectors: [(Place, Place)] = []
    var longest = 0.0
    for row in 0..<count {
      for column in 0..<count {
        let place = Place(
          x: xScale.value(Double(column) / last), y: yScale.value(Double(row) / last))
        let (dx, dy) = function(place.x, place.y)
        guard dx.isFinite && dy.isFinite else { continue }
        vectors.append((place, Place(x: dx, y: dy)))
        // In cells of the grid, so that both axes count alike.
        let (across, up) = (dx / xScale.width, dy / yScale.width)
        longest = max(longest, (across * across + up * up).squareRoot() * last)
      }
    }
    let scale = longest > 0 && longest < .infinity ? 1 / longest : 1
    arrows = vectors.map { place, vector in
      (place, Place(x: place.x + vector.x * scale, y: place.y + vector.y * scale))
    }
    (self.x, self.y) = (x, y)
  }

  /// Adds the arrows.
  ///
  /// - Parameter list: The marks so far.
  public func add(to list: inout MarkList) {
    for (from, to) in arrows {
      ArrowMark(
        xStart: .value(x, from.x), yStart: .value(y, from.y), xEnd: .value(x, to.x),
        yEnd: .value(y, to.y)
      ).add(to: &list)
    }
  }
}
