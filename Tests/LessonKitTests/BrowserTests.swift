import Foundation
import Testing

@testable import LessonKit

/// Pages as a browser shows them: nothing missing, nothing in the way, for every reader.
@Suite(.serialized) struct BrowserTests {
  private let browser: Browser

  init() throws {
    browser = try Browser(Browser.find())
  }

  private func audit(_ html: String, _ looks: [PageAudit.Look] = PageAudit.Look.all) throws
    -> [String]
  {
    try looks.flatMap { try PageAudit.problems(of: html, in: browser, as: $0) }
  }

  /// The pages of a folder's lessons, by their names.
  private static func pages(_ arguments: [String], in folder: URL) throws -> [String: String] {
    let ending = try LessonExecutable.run(arguments, in: folder)
    #expect(ending.status == 0, "\(ending.errors)")
    var pages: [String: String] = [:]
    let files = FileManager.default.enumerator(atPath: folder.path)
    while let file = files?.nextObject() as? String {
      guard file.hasSuffix(".html") else { continue }
      pages[file] = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    }
    return pages
  }

  @Test func everyConstructIsFitToRead() throws {
    // What the fixtures' author did wrong on purpose.
    let faults = [
      "contents": ["the heading h3 “Third before any second #” skips a level"],
      "references": [
        "the heading h3 “Exercise 1: Best constant #” skips a level", "nothing is at #why",
      ],
    ]
    for name in Golden.cases("Rendering") {
      let golden = try Golden.text("Rendering", name, "expected.html")
      let page = golden.replacing(
        "<style>\n", with: "<style>\n\(PageStyle.css)", maxReplacements: 1)
      let problems = try audit(page)
      let expected = PageAudit.Look.all.flatMap { look in
        (faults[name] ?? []).map { "\(look): \($0)" }
      }
      #expect(problems == expected, "\(name)")
    }
  }

  @Test func everyLessonIsFitToRead() throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let book = Golden.folder.appending(path: "../../../Lessons").standardizedFileURL
    let lessons = try FileManager.default.contentsOfDirectory(atPath: book.path)
      .filter { $0.hasSuffix(".md") }.sorted().map { book.appending(path: $0).path }
    #expect(!lessons.isEmpty)
    let pages = try Self.pages(
      lessons + ["--to", "html", "--quiet", "-o", folder.path], in: folder)
    #expect(pages.count == lessons.count)
    for (name, page) in pages.sorted(by: { $0.key < $1.key }) {
      let problems = try audit(page)
      #expect(problems == [], "\(name)")
      // Half of a page is formulas, and some lessons have a hundred.
      let limit = name.hasPrefix("03") ? 500_000 : 750_000
      #expect(page.utf8.count <= limit, "\(name) has \(page.utf8.count / 1000) kB")
    }
  }

  @Test func studentsPageHoldsNoSolution() throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let lesson = """
      # Sum

      ```swift
      //| exercise: sum
      func sum(_ numbers: [Int]) -> Int {
        // BEGIN SOLUTION
        numbers.reduce(0) { total, term in total + term }
        // END SOLUTION
      }
      ```
      """
    try Data(lesson.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let pages = try Self.pages(["handout", "--quiet", "lesson.md"], in: folder)
    for variant in ["student", "solution"] {
      let html = try #require(pages["_build/handouts/_build/lesson-\(variant).html"])
      let problems = try audit(html)
      #expect(problems == [])
      let page = try BrowserPage(html, in: browser)
      for text in ["document.documentElement.innerHTML", "document.body.textContent"] {
        let found = try #require(try page.evaluate(text) as? String)
        #expect(found.contains("sum"))
        // The page with solutions is the negative control.
        #expect(found.contains("total, term") == (variant == "solution"))
      }
    }
  }

  /// Scripts of all kinds, and texts of all languages.
  @Test func strangeLessons() throws {
    for name in Golden.cases("Browser") {
      let folder = try LessonExecutable.makeFolder()
      defer { try? FileManager.default.removeItem(at: folder) }
      let fixture = Golden.folder.appending(path: "Browser").appending(path: name)
      for file in try FileManager.default.contentsOfDirectory(atPath: fixture.path) {
        try FileManager.default.copyItem(
          at: fixture.appending(path: file), to: folder.appending(path: file))
      }
      let pages = try Self.pages(["lesson.md", "--quiet"], in: folder)
      let page = try #require(pages["_build/lesson.html"])
      let problems = try audit(page)
      #expect(problems == [], "\(name)")
      switch name {
      case "arabic": #expect(page.contains("<html lang=\"ar\" dir=\"rtl\">"))
      case "scripts":
        for text in ["<script", "<iframe", "<style>body", "href=\"java", "href=\"Java"] {
          #expect(!page.contains(text), "\(text)")
        }
        #expect(try /<[^>]* on[a-z]+=/.firstMatch(in: page) == nil)
        #expect(page.contains("A price of $5, and one of $6."))
      default: #expect(page.contains("안녕하세요 世界 🎲"))
      }
    }
  }

  /// Words and formulas longer than any line.
  @Test func longLines() throws {
    let folder = try LessonExecutable.makeFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let word = String(repeating: "W", count: 300)
    let lesson = """
      # Long

      \(String(repeating: "x", count: 10_000))

      `\(word)` and **\(word)** and [\(word)](https://example.org/\(word))

      | a | \(word) |
      |---|---|
      | \(word) | b |

      $$\(String(repeating: "x + ", count: 200))x$$

      ```swift
      print("\(word)")  // \(word)
      verifyExact("\(word)", 1, equals: 1)
      ```

      ## \(word)
      """
    try Data(lesson.utf8).write(to: folder.appendingPathComponent("lesson.md"))
    let pages = try Self.pages(["lesson.md", "--quiet"], in: folder)
    let problems = try audit(#require(pages["_build/lesson.html"]))
    #expect(problems == [])
  }

  /// Each fault is put on a page, and found.
  @Test func faultsAreFound() throws {
    func page(_ body: String, _ style: String = "") -> String {
      "<!DOCTYPE html><html lang=\"en\"><head><title>t</title>"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>body { background: #fff; "
        + "color: #000; } \(style)</style></head><body><main>\(body)</main></body></html>"
    }
    let light = [PageAudit.Look(width: 360)]
    #expect(try audit(page("<p>Good.</p>"), light) == [])
    let faults = [
      "<p style=\"width: 500px\">wide</p>": "it scrolls sideways",
      "<p style=\"color: #999\">pale</p>": "contrast 2.85",
      "<p style=\"background: rgba(0, 0, 0, 0.6)\">dark</p>": "contrast 3.66",
      "<h1>a</h1><h3>b</h3>": "skips a level",
      "<img src=\"data:,\">": "no words for the picture",
      "<svg width=\"5\" height=\"5\"></svg>": "a drawing without a role",
      "<table><tr><td>1</td></tr></table>": "no headings",
      "<table><tr><th>1</th></tr></table>": "no scope",
      "<p id=\"x\">a</p><p id=\"x\">b</p>": "the name x is there twice",
      "<a href=\"#y\">y</a>": "nothing is at #y",
      "<a href=\"https://example.org\"></a>": "has no words",
      "<script>console.log(1)</script>": "a script ran",
      "<script>throw 1</script>": "a script ran",
      "<img alt=\"\" src=\"https://example.org/a.png\">": "it asks for https://example.org/a.png",
      "<p style=\"transition: color 1s\">a</p>": "moves",
      "<div style=\"overflow-x: auto\" tabindex=\"-1\"><p style=\"width: 999px\">a</p></div>":
        "keys cannot scroll",
      "<p style=\"font-size: 7px\">a</p>": "letters of 7 px",
    ]
    for (body, problem) in faults.sorted(by: { $0.key < $1.key }) {
      let found = try audit(page(body), light)
      #expect(found.contains { $0.contains(problem) }, "\(body): \(found)")
    }
    let sheet = try audit(
      page("<pre style=\"overflow-x: auto\">\(String(repeating: "a", count: 300))</pre>"),
      [PageAudit.Look(width: 660, isPrinted: true)])
    #expect(sheet.contains { $0.contains("paper cuts off") }, "\(sheet)")
  }

  // MARK: Files

  @Test func pagesBecomeFiles() throws {
    let printer = try PagePrinter()
    defer { printer.quit() }
    let html =
      "<!DOCTYPE html><html lang=\"en\"><head><title>Two</title></head><body><p>a</p>"
      + "<p style=\"break-before: page\">b</p></body></html>"
    let pdf = try printer.pdf(html)
    #expect(pdf.text.hasPrefix("%PDF-"))
    #expect(pdf.text.components(separatedBy: "/Type /Page\n").count == 3, "two sheets")
    #expect(!pdf.text.contains("(D:2"), "a date from this century")
    let again = try printer.pdf(html)
    #expect(again == pdf)
    let png = try printer.png(html)
    #expect(png.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    let size = [16..<20, 20..<24].map { png.bytes[$0].reduce(0) { $0 * 256 + Int($1) } }
    #expect(size == [1280, 1600])
  }

  @Test func datesAreFixed() {
    let pdf = "x/CreationDate (D:20261126120000+00'00') /ModDate (D:2026) (D:20261126120000)"
    let fixed = PDFDates.fixed(in: Array(pdf.utf8))
    #expect(
      String(decoding: fixed, as: UTF8.self)
        == "x/CreationDate (D:19700101000000+00'00') /ModDate (D:2026) (D:20261126120000)")
  }

  @Test func nothingIsLeftBehind() throws {
    func folders() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory())
        .filter { $0.hasPrefix("lesson-browser") || $0.hasPrefix("org.chromium") }
    }
    let before = try folders()
    let other = try Browser(Browser.find())
    _ = try BrowserPage("<p>a</p>", in: other)
    #expect(try folders().count == before.count + 1)
    other.quit()
    #expect(try folders() == before)
    #expect(throws: EnvironmentProblem.self) { try other.send("Browser.getVersion") }
  }

  @Test func browsersThatDoNotWork() throws {
    let missing = EnvironmentProblem.noBrowser(["/nonexistent"])
    #expect(throws: missing) {
      try Browser.find(environment: ["CHROME_PATH": "/nonexistent", "PATH": "/usr/bin"])
    }
    #expect(throws: EnvironmentProblem.noBrowser(Browser.names)) {
      try Browser.find(environment: ["PATH": "/nonexistent"])
    }
    #expect(missing.description.contains("install the package chromium"))
    let mute = try Browser("/bin/true")
    #expect(throws: EnvironmentProblem.self) { try mute.send("Browser.getVersion") }
  }
}
