/// Room for numbers that is allocated once, at the start of a cache line, so that no vector of numbers
/// lies in two.
package final class FloatMemory {
  package let start: UnsafeMutablePointer<Float>
  package let count: Int

  package init(count: Int) {
    self.count = count
    let room = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    start = room.initializeMemory(as: Float.self, repeating: 0, count: max(count, 1))
  }

  convenience init(_ numbers: [Float]) {
    self.init(count: numbers.count)
    for (index, number) in numbers.enumerated() { start[index] = number }
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  package func prefix(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(count <= self.count)
    return UnsafeMutableBufferPointer(start: start, count: count)
  }

  var numbers: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
