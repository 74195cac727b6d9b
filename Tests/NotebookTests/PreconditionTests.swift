import Notebook
import Testing

@Suite struct PreconditionTests {
  @Test func conditionsThatHoldCostNothing() {
    var evaluated = 0
    func message() -> String {
      evaluated += 1
      return "message"
    }
    precondition(evaluated == 0, message())
    assert(evaluated == 0, message())
    #expect(evaluated == 0)
  }

  @Test func messageIsKept() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      precondition([1].count == 2, "two are needed")
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Precondition failed: two are needed"))
    #expect(message.contains("PreconditionTests.swift:"))
  }

  @Test func assertionsAreCheckedToo() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      assert([1].count == 2)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Assertion failed"))
  }
}
