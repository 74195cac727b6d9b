import Foundation
import Glibc
import LessonKit
import Testing

/// What a run does with files, caches and signals.
@Suite struct RunningTests {
  private let folder: URL

  init() throws {
    folder = try LessonExecutable.makeFolder()
  }

  private func write(_ text: String, to name: String = "lesson.md") throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  private func summary(_ arguments: [String] = []) throws -> [String: Any] {
    let ending = try LessonExecutable.run(
      ["--log-format", "json", "lesson.md"] + arguments, in: folder)
    let last = ending.output.split(separator: "\n").last ?? ""
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8))
    return try #require(object as? [String: Any])
  }

  /// Cells that no other test has, so that the cache does not know them.
  private func cells(_ count: Int) -> String {
    let tag = UUID().uuidString
    return (1...count).map { "```swift\nlet v\($0) = \"\(tag)\"\nprint(\($0))\n```\n\n" }.joined()
  }

  // MARK: What must stay, and what must not

  @Test func noPageTakesThePlaceOfALesson() throws {
    try write(cells(1))
    let before = try text("lesson.md")
    let ending = try LessonExecutable.run(["-o", ".", "lesson.md"], in: folder)
    #expect(ending.status == 64)
    #expect(ending.errors.contains("would take the place of the lesson"))
    #expect(try text("lesson.md") == before)
  }

  @Test(arguments: [".so", ".swiftmodule", "entry.json"])
  func aDamagedCacheIsMended(_ ending: String) throws {
    try write(cells(2))
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent(".lesson"), withIntermediateDirectories: true)
    #expect(try summary()["compiled"] as? Int == 2)
    let cache = folder.appendingPathComponent(".lesson/cells").path
    for name in try FileManager.default.subpathsOfDirectory(atPath: cache)
    where name.hasSuffix(ending) {
      #expect(truncate("\(cache)/\(name)", 0) == 0)
    }
    #expect(try summary()["exit"] as? Int == 0)
    #expect(try summary()["compiled"] as? Int == 0)
  }

  // MARK: Files that are no lessons

  @Test func missingFile() throws {
    let ending = try LessonExecutable.run(["none.md"], in: folder)
    #expect(ending.status == 64)
    #expect(ending.errors == "none.md: error: there is no such file\n")
    #expect(!exists("_build"))
  }

  @Test func directory() throws {
    let ending = try LessonExecutable.run(["."], in: folder)
    #expect(ending.status == 64)
    #expect(ending.errors.split(separator: "\n").count == 1)
  }

  @Test func notUTF8() throws {
    try Data([0x23, 0x20, 0x41, 0x0a, 0xff, 0xfe]).write(
      to: folder.appendingPathComponent("lesson.md"))
    let ending = try LessonExecutable.run(["lesson.md"], in: folder)
    #expect(ending.status == 3)
    #expect(ending.errors.hasPrefix("lesson.md:2:1: error: byte 4 is not UTF-8"))
    #expect(!exists("_build"))
  }

  @Test func emptyFile() throws {
    try write("")
    let ending = try LessonExecutable.run(["lesson.md"], in: folder)
    #expect(ending.status == 3)
    #expect(ending.errors == "lesson.md:1:1: error: the lesson is empty\n")
    #expect(!exists("_build"))
  }

  @Test func mistakesStopTheRun() throws {
    try write(
      "---\ntitel: x\n---\n\n```swift runn\nprint(1)\n```\n\n```swift\n//| capton: y\n```\n")
    let ending = try LessonExecutable.run(["lesson.md"], in: folder)
    #expect(ending.status == 3)
    #expect(ending.output == "")
    #expect(ending.errors.split(separator: "\n").count == 3)
    #expect(ending.errors.contains("did you mean 'caption'?"))
    #expect(!exists("_build"))
  }

  @Test(arguments: [
    ["--bogus", "lesson.md"], [], ["--timeout", "-1", "lesson.md"], ["--to", "docx", "lesson.md"],
    ["-o", "out", "a/x.md", "b/x.md"],
    ["-o", "/dev/null", "lesson.md"],
  ])
  func usage(_ arguments: [String]) throws {
    #expect(try LessonExecutable.run(arguments, in: folder).status == 64)
  }

  @Test func lessonWithoutCells() throws {
    try write("# Only prose\n")
    let ending = try LessonExecutable.run(["lesson.md"], in: folder)
    #expect(ending.status == 0)
    #expect(try text("_build/lesson.md") == "# Only prose\n")
  }

  // MARK: The cache

  @Test func proseEditCompilesNothing() throws {
    let cells = cells(3)
    try write("# One\n\n" + cells)
    #expect(try summary()["compiled"] as? Int == 3)
    try write("# Two\n\nand more prose\n\n" + cells)
    #expect(try summary()["compiled"] as? Int == 0)
  }

  @Test func editThatKeepsTheModuleSparesLaterCells() throws {
    let cells = cells(4)
    try write(cells)
    #expect(try summary()["compiled"] as? Int == 4)
    try write(cells.replacingOccurrences(of: "print(2)", with: "print(22)"))
    #expect(try summary()["compiled"] as? Int == 1)
    #expect(try text("_build/lesson.md").contains("22"))
    // A new declaration is another module: everything after it is compiled again.
    try write(cells.replacingOccurrences(of: "print(2)", with: "let added = 2"))
    #expect(try summary()["compiled"] as? Int == 3)
  }

  @Test func noCacheKeepsNothing() throws {
    try write(cells(2))
    #expect(try summary(["--no-cache"])["compiled"] as? Int == 2)
    #expect(try summary(["--no-cache"])["compiled"] as? Int == 2)
    #expect(try summary()["compiled"] as? Int == 2)
  }

  @Test func twoRunsShareTheCache() throws {
    try write(cells(6))
    let runs = try (0..<3).map { index in
      try LessonExecutable.start(
        ["--quiet", "-o", "out\(index)", "lesson.md"], in: folder)
    }
    for run in runs { run.process.waitUntilExit() }
    #expect(runs.map(\.process.terminationStatus) == [0, 0, 0])
    #expect(try text("out0/lesson.html") == text("out1/lesson.html"))
    #expect(try text("out0/lesson.md") == text("out2/lesson.md"))
  }

  @Test func sameBytesWithOneJobAndTwo() throws {
    try write(
      "```swift\nvar random = RandomStream(seed: 3)\nprint(random.uniform(), random.normal())\n"
        + "print([\"a\": 1, \"b\": 2, \"c\": 3], 1.0 / 3)\n```\n")
    _ = try summary(["--jobs", "1", "-o", "one"])
    _ = try summary(["--jobs", "2", "-o", "two"])
    for page in ["lesson.md", "lesson.html"] {
      #expect(try text("one/\(page)") == text("two/\(page)"))
    }
  }

  // MARK: Endings from outside

  /// Starts a lesson whose second cell starts a child and never ends; returns when it is there.
  private func startEndless() throws -> (process: Process, child: pid_t) {
    try write(
      """
      ```swift
      import Foundation
      print("running")
      ```

      ```swift
      let sleeper = Process()
      sleeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
      sleeper.arguments = ["1000"]
      try sleeper.run()
      try "\\(sleeper.processIdentifier)".write(toFile: "child", atomically: true, encoding: .utf8)
      while true { sleep(1) }
      ```

      """)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("_build"), withIntermediateDirectories: true)
    for page in ["_build/lesson.md", "_build/lesson.html"] { try write("old page", to: page) }
    let process = try LessonExecutable.start(["lesson.md"], in: folder).process
    for _ in 0..<600 where !exists("child") { usleep(50_000) }
    let child = try #require(pid_t(text("child")))
    #expect(kill(child, 0) == 0)
    return (process, child)
  }

  private func expectGone(_ child: pid_t) {
    for _ in 0..<100 where kill(child, 0) == 0 { usleep(20_000) }
    #expect(kill(child, 0) != 0, "process \(child) was left behind")
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func interruption(_ signal: Int32, _ status: Int32) throws {
    let (process, child) = try startEndless()
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
    expectGone(child)
    #expect(try text("_build/lesson.md") == "old page")
    #expect(try text("_build/lesson.html") == "old page")
  }

  @Test func killedRunner() throws {
    let (process, child) = try startEndless()
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    expectGone(child)
    #expect(try text("_build/lesson.md") == "old page")
  }

  @Test func fullDisk() throws {
    let prose = String(repeating: "A line of prose that fills the page.\n", count: 600)
    try write("old page", to: "old.md")
    try write("```swift\nprint(1)\n```\n\n" + prose)
    #expect(try summary()["exit"] as? Int == 0)
    let page = try text("_build/lesson.md")
    try write("```swift\nprint(1)\n```\n\nChanged.\n\n" + prose)
    // Files of this run may not grow past 8 KiB: writing the page fails half-way.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "ulimit -f 8; exec \"$0\" --quiet lesson.md 2> errors", LessonExecutable.path,
    ]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 70)
    #expect(try text("errors").contains("cannot write"))
    #expect(try text("_build/lesson.md") == page)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent("_build").path)
    #expect(left.sorted() == ["lesson.html", "lesson.md"])
  }
}
