import PolicyGradients
import Testing

@Suite struct ConjugateGradientTests {
  /// A symmetric positive definite matrix with eigenvalues in 0.1...10.1.
  private static func matrix(size: Int, using random: inout RandomStream) -> Matrix {
    var result = Matrix.zero(rowCount: size, columnCount: size)
    for index in 0..<size { result[index, index] = 0.1 }
    for _ in 0..<size {
      let column = Vector((0..<size).map { _ in random.normal() })
      result.addOuterProduct(column, column, scale: 10 / (Double(size) * column.squaredNorm))
    }
    return result
  }

  @Test func `it solves what elimination solves`() throws {
    var random = RandomStream(seed: 1, label: "CG")
    for size in [1, 2, 5, 8, 9, 20, 40] {
      let matrix = Self.matrix(size: size, using: &random)
      let right = Vector((0..<size).map { _ in random.normal() })
      let exact = try #require(matrix.solving(right))
      let found = ConjugateGradient(iterationLimit: 200).solve(right) { matrix * $0 }
      #expect(found.ending == .converged)
      #expect(found.solution.isClose(to: exact, tolerance: 1e-10))
      let residual = (right - matrix * found.solution).norm
      #expect((residual - found.residual).magnitude < 1e-12)
      // Too few iterations are no solution, and say so.
      guard size > 5 else { continue }
      let few = ConjugateGradient(iterationLimit: 2).solve(right) { matrix * $0 }
      #expect(few.ending == .iterationLimit)
      #expect(few.iterationCount == 2)
      #expect(!few.solution.isClose(to: exact, tolerance: 1e-3))
      #expect(few.residual > 1e-3)
      #expect(((right - matrix * few.solution).norm - few.residual).magnitude < 1e-12)
    }
  }

  // 5 x = 10 by hand; and x from (2, 1; 1, 3) x = (1, 2): determinant 5, x = (1, 3) / 5.
  @Test func `by hand`() {
    let one = ConjugateGradient().solve([10]) { 5 * $0 }
    #expect(one.solution == [2])
    #expect(one.iterationCount == 1)
    let two = ConjugateGradient().solve([1, 2]) { [2 * $0[0] + $0[1], $0[0] + 3 * $0[1]] }
    #expect(two.solution.isClose(to: [0.2, 0.6], tolerance: 1e-14))
    #expect(two.iterationCount == 2)
  }

  @Test func `as many iterations as there are different eigenvalues`() {
    var random = RandomStream(seed: 2, label: "CG")
    let right = Vector((0..<30).map { _ in random.normal() })
    for distinct in 1...4 {
      let solver = ConjugateGradient(iterationLimit: 30, residualTolerance: 1e-20)
      let found = solver.solve(right) { vector in
        Vector(vector.enumerated().map { Double(1 + $0 % distinct) * $1 })
      }
      #expect(found.iterationCount == distinct)
      #expect(found.ending == .converged)
    }
  }

  @Test func `damping is added to the diagonal`() throws {
    var random = RandomStream(seed: 3, label: "CG")
    var matrix = Self.matrix(size: 6, using: &random)
    let right = Vector((0..<6).map { _ in random.normal() })
    let undamped = ConjugateGradient(iterationLimit: 50).solve(right) { matrix * $0 }
    let solver = ConjugateGradient(iterationLimit: 50, damping: 0.5)
    let damped = solver.solve(right) { matrix * $0 }
    for index in 0..<6 { matrix[index, index] += 0.5 }
    let exact = try #require(matrix.solving(right))
    #expect(damped.solution.isClose(to: exact, tolerance: 1e-12))
    #expect(!undamped.solution.isClose(to: exact, tolerance: 1e-2))
  }

  // F of a softmax is singular; ∇J lies in its range.
  @Test func `a singular Fisher information is no obstacle`() {
    let oracle = OracleTests.z
    let (fisher, gradient) = (oracle.fisherInformation, oracle.gradient)
    let found = ConjugateGradient(iterationLimit: 50).solve(gradient) { fisher * $0 }
    #expect(found.ending == .converged)
    // Rank 6 of 9, so at most six iterations.
    #expect(found.iterationCount <= 7)
    #expect(found.solution.isClose(to: oracle.naturalGradient, tolerance: 1e-9))
  }

  @Test func `curvature that is not positive ends it`() {
    let solver = ConjugateGradient(iterationLimit: 50)
    // Negative at once: no solution at all.
    let negative = solver.solve([1, 2]) { -1 * $0 }
    #expect(negative.ending == .nonPositiveCurvature)
    #expect(negative.solution == [0, 0])
    #expect(negative.iterationCount == 0)
    #expect(negative.residual == Vector([1, 2]).norm)
    let zero = solver.solve([1, 2]) { 0 * $0 }
    #expect(zero.ending == .nonPositiveCurvature)
    // g outside the range of F: what can be solved is solved, then the rest is seen to be flat.
    let flat = solver.solve([1, 2, 1]) { [$0[0], 3 * $0[1], 0] }
    #expect(flat.ending == .nonPositiveCurvature)
    #expect(flat.residual >= 1 - 1e-12)
    #expect(flat.solution.allSatisfy { $0.isFinite })
    // An indefinite F is met after a good iteration, whose result is kept.
    let saddle = solver.solve([3, 1]) { [2 * $0[0], -$0[1]] }
    #expect(saddle.ending == .nonPositiveCurvature)
    #expect(saddle.iterationCount == 1)
    #expect(saddle.solution.dot([3, 1]) > 0)
  }

  @Test func `numbers that are not finite end it`() {
    let solver = ConjugateGradient()
    #expect(solver.solve([.nan, 1]) { $0 }.ending == .notFinite)
    #expect(solver.solve([.infinity, 1]) { $0 }.ending == .notFinite)
    let broken = solver.solve([1, 2]) { .nan * $0 }
    #expect(broken.ending == .notFinite)
    #expect(broken.solution == [0, 0])
    var calls = 0
    let later = solver.solve([1, 2]) { vector -> Vector in
      calls += 1
      return calls == 1 ? [vector[0], 2 * vector[1]] : [.infinity, 0]
    }
    #expect(later.ending == .notFinite)
    #expect(later.iterationCount == 1)
    #expect(later.solution.allSatisfy { $0.isFinite })
  }

  @Test func `nothing to solve`() {
    let found = ConjugateGradient().solve([0, 0]) { _ in
      Issue.record("no product is needed")
      return [0, 0]
    }
    #expect(found.ending == .converged)
    #expect(found.solution == [0, 0])
    #expect(found.residual == 0)
  }

  @Test func `numbers out of range are refused`() async {
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ConjugateGradient(iterationLimit: 0)
      }, says: "the iteration limit 0 is below 1")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ConjugateGradient(damping: -0.1)
      }, says: "the damping -0.1 is not a number of at least 0")
    expectTrap(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ConjugateGradient().solve([1, 2]) { _ in [1] }
      }, says: "the product of a vector of 2 components has 1")
  }
}
