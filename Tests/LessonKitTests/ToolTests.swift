import Foundation
import LessonKit
import Testing

/// The tool on machines that lack something, and its other commands.
@Suite struct ToolTests {
  private let folder: URL

  init() throws {
    folder = try LessonExecutable.makeFolder()
    // A cache of its own: the toolchain is remembered there.
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent(".lesson"), withIntermediateDirectories: true)
    try Data("```swift\nprint(1)\n```\n".utf8).write(
      to: folder.appendingPathComponent("lesson.md"))
  }

  private func run(_ arguments: [String], path: String? = nil) throws -> LessonExecutable.Ending {
    try LessonExecutable.run(
      arguments, in: folder, environment: path.map { ["PATH": $0] } ?? [:])
  }

  /// A folder with a `swiftc` that says it is another one.
  private func fakeCompiler(version: String, resources: String) throws -> String {
    let bin = folder.appendingPathComponent("bin")
    try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
    let answer = """
      #!/bin/sh
      echo '{"compilerVersion": "\(version)", "target": {"triple": "x86_64-unknown-linux-gnu"},
      "paths": {"runtimeResourcePath": "\(resources)"}}'
      """
    let file = bin.appendingPathComponent("swiftc")
    try Data(answer.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return bin.path + ":/usr/bin:/bin"
  }

  @Test func wrongTeXIsReportedWithAllElse() throws {
    let text = "A $x + \\foo$.\n\n> [!NOET]\n> x\n\n```swift\nprint(1)\n```\n\n$$x\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let ending = try run(["lesson.md"])
    #expect(ending.status == 3)
    let lines = ending.errors.split(separator: "\n").map { String($0.prefix(42)) }
    #expect(
      lines == [
        "lesson.md:1:8: error: in the formula: Unde", "lesson.md:3:3: error: unknown callout '[!N",
        "lesson.md:10:1: error: the formula is not ",
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/_build"))
  }

  /// Pages and handouts take along the images that stand in the lesson's folder.
  @Test func imagesGoWithThePage() throws {
    let text = """
      ![a](images/a%20b.svg) ![b](../b.svg) <img src="c.svg" alt="c">

      <!-- BEGIN INSTRUCTOR -->
      ![d](d.svg)
      <!-- END INSTRUCTOR -->
      """
    try Data(text.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let images = folder.appendingPathComponent("images")
    try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
    let names = ["images/a b.svg", "c.svg", "d.svg", "../b.svg"]
    for name in names {
      try Data("<svg/>".utf8).write(to: folder.appendingPathComponent(name))
    }
    defer { try? FileManager.default.removeItem(at: folder.appendingPathComponent("../b.svg")) }
    let ending = try run(["lesson.md"])
    #expect(ending.status == 0)
    let warning = "lesson.md:1:24: warning: the image is outside of the lesson's folder"
    #expect(ending.errors.hasPrefix(warning))
    #expect(try run(["handout", "lesson.md", "--variant", "student"]).status == 0)
    for place in ["_build", "_build/handouts", "_build/handouts/_build"] {
      let found = names.filter {
        FileManager.default.fileExists(atPath: "\(folder.path)/\(place)/\($0)")
      }
      #expect(found == ["images/a b.svg", "c.svg"])
    }
  }

  /// Five megabytes are a lesson like any other.
  @Test func largeLesson() throws {
    let words = String(repeating: "Words that go on over the line, as prose does. ", count: 60)
    let section = "## Part\n\nSome *words* and `code`, $x$ and <b>HTML</b>.\n\n\(words)\n\n"
    let count = 5_000_000 / section.utf8.count
    let text = String(repeating: section, count: count) + "```swift\nprint(1)\n```\n"
    try Data(text.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let ending = try run(["lesson.md", "--math", "source", "--quiet"])
    #expect(ending.status == 0 && ending.errors == "")
    let page = try String(contentsOfFile: folder.path + "/_build/lesson.html", encoding: .utf8)
    #expect(page.components(separatedBy: "<h2 id=\"part").count == count + 1)
    let markdown = try String(contentsOfFile: folder.path + "/_build/lesson.md", encoding: .utf8)
    #expect(markdown == text + "\n```text\n1\n```\n")
  }

  @Test func sourceNeedsNoKaTeX() throws {
    try Data("A $x + \\foo$.\n".utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let ending = try run(["lesson.md", "--math", "source"])
    #expect(ending.status == 0)
    let page = try String(contentsOfFile: folder.path + "/_build/lesson.html", encoding: .utf8)
    #expect(page.contains("<p>A <code class=\"math\">x + \\foo</code>.</p>"))
    #expect(!page.contains("@font-face"))
    let markdown = try String(contentsOfFile: folder.path + "/_build/lesson.md", encoding: .utf8)
    #expect(markdown == "A $x + \\foo$.\n")
  }

  @Test func noCompiler() throws {
    let ending = try run(["lesson.md"], path: "/nonexistent")
    #expect(ending.status == 70)
    #expect(ending.errors.hasPrefix("error: no 'swiftc' on the PATH: install a Swift toolchain"))
    #expect(ending.errors.split(separator: "\n").count == 1)
  }

  @Test func otherCompiler() throws {
    let real = try Toolchain.find(memory: nil)
    let path = try fakeCompiler(
      version: "Swift version 5.0 (swift-5.0-RELEASE)", resources: real.resourceDirectory)
    let ending = try run(["lesson.md"], path: path)
    #expect(ending.status == 70)
    #expect(ending.errors.contains("but 'swiftc' on the PATH is Swift version 5.0"))
    #expect(ending.errors.contains("run 'swift build' again"))
  }

  @Test func noLinker() throws {
    let real = try Toolchain.find(memory: nil)
    let tools = folder.appendingPathComponent("usr/bin")
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    try Data().write(to: tools.appendingPathComponent("swift-frontend"))
    let path = try fakeCompiler(
      version: real.version, resources: folder.appendingPathComponent("usr/lib/swift").path)
    let ending = try run(["lesson.md"], path: path)
    #expect(ending.status == 70)
    #expect(ending.errors.contains("the toolchain has no linker at"))
  }

  @Test func brokenCompiler() throws {
    let path = try fakeCompiler(version: "\" nonsense", resources: "/")
    let ending = try run(["lesson.md"], path: path)
    #expect(ending.status == 70)
    #expect(ending.errors.contains("does not answer as a Swift toolchain"))
  }

  @Test func doctor() throws {
    let ending = try run(["doctor"])
    #expect(ending.status == 0)
    for name in ["compiler", "linker", "library", "cmark", "processor", "cache", "all is well"] {
      #expect(ending.output.contains(name))
    }
    let sick = try run(["doctor"], path: "/nonexistent")
    #expect(sick.status == 70)
    #expect(sick.output.contains("problem: no 'swiftc' on the PATH"))
  }

  @Test func clean() throws {
    #expect(try run(["--quiet", "lesson.md"]).status == 0)
    let cells = folder.appendingPathComponent(".lesson/cells").path
    #expect(try FileManager.default.contentsOfDirectory(atPath: cells).count == 1)
    let ending = try run(["clean"])
    #expect(ending.status == 0)
    #expect(ending.output.contains("KiB removed"))
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent(".lesson").path))
    // The pages stay.
    let page = folder.appendingPathComponent("_build/lesson.html").path
    #expect(FileManager.default.fileExists(atPath: page))
  }

  @Test func damagedCacheIsBuiltAgain() throws {
    #expect(try run(["--quiet", "lesson.md"]).status == 0)
    let cells = folder.appendingPathComponent(".lesson/cells")
    for cell in try FileManager.default.contentsOfDirectory(atPath: cells.path) {
      try Data("no JSON".utf8).write(
        to: cells.appendingPathComponent(cell).appendingPathComponent("entry.json"))
    }
    func compiledCount() throws -> Int? {
      let log = try run(["--log-format", "json", "lesson.md"]).output.split(separator: "\n")
      let summary = try JSONSerialization.jsonObject(with: Data((log.last ?? "").utf8))
      return (summary as? [String: Any])?["compiled"] as? Int
    }
    #expect(try compiledCount() == 1)
    #expect(try compiledCount() == 0)
  }

  @Test func damagedLibraryIsThrownAway() throws {
    #expect(try run(["--quiet", "lesson.md"]).status == 0)
    let cells = folder.appendingPathComponent(".lesson/cells")
    for cell in try FileManager.default.contentsOfDirectory(atPath: cells.path) {
      let library = cells.appendingPathComponent(cell).appendingPathComponent("LessonCell_1.so")
      // As long as before: a cut one shows in its size and is compiled again at once.
      try Data(count: Data(contentsOf: library).count).write(to: library)
    }
    let ending = try run(["--quiet", "lesson.md"])
    #expect(ending.status == 3)
    #expect(ending.errors.contains("was thrown away; run again"))
    #expect(try run(["--quiet", "lesson.md"]).status == 0)
  }

  /// Files stand where the tool's folders should be, as good as a disk that cannot be written.
  @Test func nothingCanBeWrittenBesideTheLesson() throws {
    for name in [".lesson", "_build"] {
      let path = folder.appendingPathComponent(name)
      try? FileManager.default.removeItem(at: path)
      try Data().write(to: path)
    }
    let cache = try run(["--quiet", "lesson.md"])
    #expect(cache.status == 70)
    #expect(cache.errors.contains("with '--no-cache' none are kept"))
    let pages = try run(["--quiet", "--no-cache", "lesson.md"])
    #expect(pages.status == 70)
    #expect(pages.errors.contains("; '-o FOLDER' writes the pages elsewhere"))
    #expect(try run(["--quiet", "--no-cache", "-o", "elsewhere", "lesson.md"]).status == 0)
    let page = folder.appendingPathComponent("elsewhere/lesson.html").path
    #expect(FileManager.default.fileExists(atPath: page))
  }

  @Test func help() throws {
    let ending = try run(["--help"])
    #expect(ending.status == 0)
    for word in ["render", "clean", "doctor", "should_trap", "Exit codes"] {
      #expect(ending.output.contains(word), "the help does not mention \(word)")
    }
    #expect(try run(["render", "--help"]).output.contains("--keep-going"))
    #expect(try run(["--version"]).output == "0.1.0\n")
  }

  @Test func jsonLog() throws {
    let ending = try run(["--log-format", "json", "lesson.md"])
    let objects = try ending.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["event"] as? String } == ["cell", "summary"])
    #expect(objects[0]["outputs"] as? [String] == ["1\n"])
    #expect(objects[1]["exit"] as? Int == 0)
  }
}
