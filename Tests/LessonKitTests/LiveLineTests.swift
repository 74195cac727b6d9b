import Foundation
import Testing

@testable import LessonKit

/// What who waits at a terminal sees of a cell that runs.
@Suite struct LiveLineTests {
  @Test func `a progress line is cut, harmless, and gone when it is empty`() {
    let page = UnsafeMutablePointer<Int>.allocate(capacity: 512)
    page.update(repeating: 0, count: 512)
    defer { page.deallocate() }
    page.pointee = 42
    let line = ProgressLine(besides: page)
    #expect(line.text == nil)
    line.write("7 of 20 seeds\u{1B}[31m done\n")
    #expect(line.text == "7 of 20 seeds done")
    line.write(String(repeating: "x", count: 1_000))
    #expect(line.text == String(repeating: "x", count: 256))
    line.write("")
    #expect(line.text == nil && page.pointee == 42)
    // What no writer wrote is no text.
    (page + 8).pointee = 1_000_000
    #expect(line.text == nil)
  }

  @Test func `a training in a cell tells how far it is, and not on the page`() throws {
    let folder = try LessonExecutable.makeFolder()
    let text = """
      ```swift
      let run = PPO.rlZoo.train(on: .cartPole, steps: 100_000, seed: 1)
      run.stepCount
      ```
      """
    try Data(text.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    // `script` gives the tool a terminal.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    process.arguments = ["-qec", "\(LessonExecutable.path) lesson.md", "typescript"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let shown = try String(
      contentsOf: folder.appendingPathComponent("typescript"), encoding: .utf8)
    let live = shown.split(separator: "\r").filter { $0.contains("PPO on CartPole-v1, seed 1: ") }
    // None is wider than a terminal of 80 columns, where it could not be written over.
    #expect(!live.isEmpty && live.allSatisfy { $0.hasPrefix("cell 1/1 cell-1") && $0.count < 80 })
    let page = try String(
      contentsOf: folder.appendingPathComponent("_build/lesson.md"), encoding: .utf8)
    #expect(page.contains("100096") && !page.contains("CartPole-v1, seed"))
  }
}
