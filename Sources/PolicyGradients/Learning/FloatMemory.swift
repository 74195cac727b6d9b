/// Room for numbers that is allocated once.
final class FloatMemory {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
  }

  convenience init(_ numbers: [Float]) {
    self.init(count: numbers.count)
    for (index, number) in numbers.enumerated() { start[index] = number }
  }

  deinit { start.deallocate() }

  func prefix(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(count <= self.count)
    return UnsafeMutableBufferPointer(start: start, count: count)
  }

  var numbers: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
