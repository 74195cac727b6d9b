import VectorMath

/// Normal numbers that start at a cache line, as those of training do: no vector of them lies in two.
final class AlignedNumbers {
  private let room: UnsafeMutableBufferPointer<Float>

  init(_ count: Int) {
    let start = UnsafeMutableRawPointer.allocate(
      byteCount: count * MemoryLayout<Float>.stride, alignment: 64
    ).bindMemory(to: Float.self, capacity: count)
    var random = RandomStream(seed: 1)
    for index in 0..<count { (start + index).initialize(to: Float(random.normal())) }
    room = UnsafeMutableBufferPointer(start: start, count: count)
  }

  deinit { UnsafeMutableRawPointer(room.baseAddress)?.deallocate() }

  var numbers: UnsafeBufferPointer<Float> { UnsafeBufferPointer(room) }
  var mutableNumbers: UnsafeMutableBufferPointer<Float> { room }
}
