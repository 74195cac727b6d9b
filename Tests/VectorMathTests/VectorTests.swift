import Testing
import VectorMath

@Suite struct VectorTests {
  @Test(arguments: [0, 1, 3, 8, 9, 20])
  func `keeps its components, inline or not`(count: Int) {
    var vector = Vector((0..<count).map(Double.init))
    #expect(vector.count == count)
    #expect(Array(vector) == (0..<count).map(Double.init))
    for index in 0..<count { vector[index] += 0.5 }
    #expect(Array(vector) == (0..<count).map { Double($0) + 0.5 })
    #expect(vector == Vector(Array(vector)))
    #expect(vector.hashValue == Vector(Array(vector)).hashValue)
  }

  @Test func `values are independent of their copies`() {
    let short: Vector = [1, 2]
    let long = Vector(repeating: 1, count: 12)
    var (shortCopy, longCopy) = (short, long)
    shortCopy[0] = 9
    longCopy[0] = 9
    #expect(short[0] == 1)
    #expect(long[0] == 1)
  }

  @Test func `zero and unit vectors`() {
    #expect(Vector.zero(count: 3) == [0, 0, 0])
    #expect(Vector.unit(1, count: 3) == [0, 1, 0])
    #expect(Vector.unit(9, count: 10)[9] == 1)
  }

  @Test func `equality compares counts and treats NaN as numbers do`() {
    #expect(Vector([1, 2]) != [1, 2, 0])
    #expect(Vector([.nan]) != [.nan])
  }

  @Test func `prints five significant digits`() {
    #expect("\([0.2475, -0.2475] as Vector)" == "[0.2475, -0.2475]")
    #expect("\([1, 2.000_001, 1e-17, 123_456.7, -0.0] as Vector)" == "[1, 2, 1e-17, 123457, 0]")
    #expect("\([-(0.0 / 0.0), .infinity] as Vector)" == "[nan, inf]")
    #expect("\(Vector([]))" == "[]")
  }

  @Test func `an index outside names itself and the range`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let vector: Vector = [1, 2, 3]
      print(vector[Int(vector.sum)])
    }
    #expect(result?.message.contains("the index 6 is outside 0..<3") == true)
  }

  @Test func `mixed counts name both`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      print([1, 2, 3] as Vector + [1, 2])
    }
    #expect(result?.message.contains("Vector +: the counts differ, 3 and 2") == true)
  }
}

extension ExitTest.Result {
  /// What the process wrote to standard error.
  fileprivate var message: String { String(decoding: standardErrorContent, as: UTF8.self) }
}
