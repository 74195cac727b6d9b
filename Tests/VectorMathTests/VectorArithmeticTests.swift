import Testing
import VectorMath

@Suite struct VectorArithmeticTests {
  @Test func `follows linear algebra`() {
    let left: Vector = [1, 2, -3]
    let right: Vector = [0.5, -1, 4]
    #expect(left + right == [1.5, 1, 1])
    #expect(left - right == [0.5, 3, -7])
    #expect(-left == [-1, -2, 3])
    #expect(2 * left == [2, 4, -6])
    #expect(left * 2 == [2, 4, -6])
    #expect(left / 2 == [0.5, 1, -1.5])
    #expect(left.dot(right) == 0.5 - 2 - 12)
    #expect(left.sum == 0)
    #expect(left.squaredNorm == 14)
    #expect(Vector([3, 4]).norm == 5)
    var changed = left
    changed += right
    changed -= left
    changed *= 4
    changed /= 2
    #expect(changed == [1, -2, 8])
  }

  @Test(arguments: [1, 7, 8, 9, 33])
  func `short and long vectors follow the same definition`(count: Int) {
    var random = RandomStream(seed: UInt64(count))
    let left = Vector((0..<count).map { _ in random.normal() })
    let right = Vector((0..<count).map { _ in random.normal() })
    #expect(Array(left + right) == zip(left, right).map { $0 + $1 })
    #expect(Array(left - right) == zip(left, right).map { $0 - $1 })
    #expect(Array(left * 3) == left.map { $0 * 3 })
    #expect(Array(left / 3) == left.map { $0 / 3 })
    #expect(left.sum == left.reduce(0, +))
    #expect(left.dot(right) == zip(left, right).reduce(0) { $0 + $1.0 * $1.1 })
  }

  @Test func `unused lanes never show`() {
    let huge = Vector([1, 2]) * .infinity
    let divided = Vector([1, 2]) / 0
    #expect(huge.sum == .infinity)
    #expect(divided.dot([1, 1]) == .infinity)
    #expect(huge == [.infinity, .infinity])
  }

  @Test func `closeness is absolute, component by component`() {
    #expect(Vector([1, 2]).isClose(to: [1.1, 1.9], tolerance: 0.11))
    #expect(!Vector([1, 2]).isClose(to: [1.1, 1.8], tolerance: 0.11))
    #expect(Vector([.infinity]).isClose(to: [.infinity]))
    #expect(!Vector([.nan]).isClose(to: [.nan], tolerance: .infinity))
  }
}
