import Statistics
import Testing
import VectorMath

@Suite struct MarginTests {
  @Test func relativeMarginIsAFractionOfTheNorm() throws {
    #expect(try Margin.relative(0.02).distance(for: [3, 4]) == 0.1)
    #expect(try Margin.relative(0.02, to: Vector([6, 8])).distance(for: [0, 0]) == 0.2)
    #expect(try Margin.relative(0.5, to: -2.0).distance(for: [0]) == 1)
    #expect(try Margin.absolute(0.3).distance(for: [0, 0]) == 0.3)
  }

  @Test func zeroWithoutAScaleShowsTheScaledForm() {
    let error = #expect(throws: ClaimError.marginWithoutScale(fraction: 0.02)) {
      try Margin.relative(0.02).distance(for: [0, 0])
    }
    #expect(error?.description.contains("within: .relative(0.02, to: gradient)") == true)
    #expect(error?.description.contains("within: .absolute(0.01)") == true)
  }

  @Test(arguments: [1e-300, 1e-160, 1e-76, 1e76, 1e160, 1e300])
  func sizesWhosePowersAreNoNumbers(size: Double) throws {
    let error = #expect(throws: ClaimError.self) {
      try Margin.relative(0.02).distance(for: [size, 0])
    }
    guard case .sizeOutOfReach(let found) = error else {
      Issue.record("\(size): \(String(describing: error))")
      return
    }
    #expect((found / size - 1).magnitude < 1e-14)
    #expect(error?.description.contains("by the same power of ten") == true)
    // As a scale it only says how long the margin is.
    let margin = try Margin.relative(0.5, to: Vector([size, 0])).distance(for: [1, 1])
    #expect((margin / size - 0.5).magnitude < 1e-14)
    #expect(try Margin.relative(0.5).distance(for: [1e-70, 0]) == 0.5e-70)
  }

  @Test func aScaleIsTakenWhereThereIsNone() {
    #expect(Margin.relative(0.1).scaled(by: [3, 4]) == .relative(0.1, to: 5.0))
    #expect(Margin.relative(0.1, to: 1.0).scaled(by: [3, 4]) == .relative(0.1, to: 1.0))
    #expect(Margin.absolute(0.1).scaled(by: [3, 4]) == .absolute(0.1))
  }

  @Test(arguments: [0, -1, Double.nan, .infinity])
  func marginMustBePositiveAndFinite(distance: Double) {
    #expect(throws: ClaimError.self) { try Margin.absolute(distance).distance(for: [1]) }
  }
}
