import Testing
import VectorMath

@Suite struct ScheduleTests {
  @Test func `a constant stays`() {
    #expect([0, 0.3, 1].map { Schedule.constant(0.2).value(at: $0) } == [0.2, 0.2, 0.2])
  }

  @Test func `a line meets its ends exactly`() {
    let schedule = Schedule.linear(from: 0.1, to: 0.3)
    #expect(schedule.value(at: 0) == 0.1)
    #expect(schedule.value(at: 1) == 0.3)
    #expect(Schedule.linear(from: 4, to: 0).value(at: 0.75) == 1)
  }

  @Test func `progress beyond the end stops with a message`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Schedule.constant(1).value(at: 1.5)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("Schedule: the progress 1.5 is outside 0...1"))
  }
}
