import Foundation
import Testing

@testable import LessonKit

/// A folder of lessons: rendered as a site, checked, promoted.
@Suite struct BookTests {
  private let folder: URL

  init() throws {
    folder = try LessonExecutable.makeFolder()
    try write(
      "book/01-sums.md",
      """
      ---
      title: Sums | and <more>
      description: What adds up.
      ---

      On to [the second](02-means.md#why) lesson.

      ```swift
      verifyExact("1 + 1 = 2", 1 + 1, equals: 2)
      ```
      """)
    try write(
      "book/02-means.md",
      """
      # Means

      ## Why

      The mean is `{swift} 0.5`.

      ```swift
      //| label: mean
      //| source: A. Nobody, "Means", slide 3
      verify("E[U] = 1/2", equals: 0.5, range: 0...1) { random in random.uniform() }
      ```

      ```swift
      //| label: fig-line
      //| alt: A line
      Chart { LinePlot(x: "x", y: "y", domain: 0...1) { x in x } }
      ```
      """)
  }

  private func write(_ path: String, _ text: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func read(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  private func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try read(path)
    #expect(text.contains(old))
    try write(path, text.replacing(old, with: new))
  }

  private func run(_ arguments: String...) throws -> LessonExecutable.Ending {
    try LessonExecutable.run(arguments, in: folder)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(path).path)
      .sorted()
  }

  @Test func site() throws {
    let ending = try run("book/", "--quiet")
    #expect(ending.status == 0 && ending.errors == "" && ending.output == "")
    #expect(
      try names("book/_build") == [
        "01-sums.html", "01-sums.md", "02-means.html", "02-means.md", "02-means_files", "README.md",
        "index.html", "ledger.html", "ledger.md",
      ])
    let first = try read("book/_build/01-sums.html")
    #expect(first.contains("<a href=\"02-means.html#why\">the second</a>"))
    let links = """
      <span></span>
      <a href="index.html">All lessons</a>
      <a rel="next" href="02-means.html">Means →</a>
      """
    #expect(first.contains(links))
    // The Markdown page keeps the author's link.
    #expect(try read("book/_build/01-sums.md").contains("(02-means.md#why)"))
    let second = try read("book/_build/02-means.html")
    #expect(second.contains("<a rel=\"prev\" href=\"01-sums.html\">← Sums | and &lt;more&gt;</a>"))
    let index = try read("book/_build/index.html")
    let entry = "<strong><a href=\"01-sums.html\">Sums | and &lt;more&gt;</a></strong><br />"
    #expect(index.contains("\(entry)\nWhat adds up.<br />"))
    #expect(index.contains("<a href=\"ledger.html\">ledger</a>"))
    #expect(index.contains("<code>lesson render book</code>"))
    let ledger = try read("book/_build/ledger.html")
    #expect(ledger.contains(">A. Nobody, &quot;Means&quot;, slide 3</td>"))
    #expect(ledger.contains("href=\"index.html\""))
    #expect(ledger.contains("<div class=\"table scroll stacked\""))
    let budget = "Together the sampled verdicts are wrong with a probability of at most 1e-6."
    #expect(ledger.contains(budget))
  }

  @Test func oneAfterTheOther() throws {
    let never = try run("check", "book")
    #expect(never.status == 2)
    #expect(never.errors.contains("book/01-sums.md: stale: it was never promoted\n"))
    #expect(never.errors.contains("run 'lesson promote book' to accept the changes"))

    let promotion = try run("promote", "book")
    #expect(promotion.status == 0)
    #expect(promotion.output.contains("book/02-means.md: → book/Rendered/02-means.md"))
    #expect(
      try names("book/Rendered") == [
        "01-sums.md", "02-means.md", "02-means_files", "README.md", "ledger.json", "ledger.md",
      ])
    let current = try run("check", "book")
    #expect(current.status == 0)
    #expect(
      current.output
        == "book/01-sums.md: current, 1 of 1 claims\nbook/02-means.md: current, 1 of 1 claims\n")
    #expect(try run("check", "book", "--no-cache", "--quiet").output == "")

    // A result that changes is an output, and so is a verdict.
    try edit("book/02-means.md", "`{swift} 0.5`", "`{swift} 0.25`")
    try edit("book/02-means.md", "equals: 0.5,", "equals: 0.25, expecting: .refuted,")
    let stale = try run("check", "book")
    #expect(stale.status == 2)
    let other = try run("check", "book", "--seed", "5")
    #expect(other.errors.contains("stale: the lesson was run with another seed"))
    for line in [
      "book/02-means.md: stale: the lesson has changed since its page was promoted",
      "  the claim 'E[U] = 1/2' was verified, is now refuted",
      "  book/Rendered/02-means.md:5: the page has changed",
      "    - The mean is 0.5.", "    + The mean is 0.25.",
      "book: stale: the pages about all lessons",
    ] {
      #expect(stale.errors.contains(line + "\n"), "\(line)")
    }
    #expect(stale.output == "book/01-sums.md: current, 1 of 1 claims\n")
    // One lesson is promoted; the pages about all follow.
    #expect(try run("promote", "book/02-means.md", "--quiet").status == 0)
    #expect(try run("check", "book", "--quiet").status == 0)
    #expect(try read("book/Rendered/ledger.md").contains("✓ refuted, as announced"))

    // What is no longer there goes.
    try FileManager.default.removeItem(at: folder.appendingPathComponent("book/02-means.md"))
    try edit("book/01-sums.md", "[the second](02-means.md#why)", "a second")
    #expect(try run("check", "book").errors.contains("02-means.md: the lesson is no more"))
    #expect(try run("promote", "book", "--quiet").status == 0)
    #expect(try names("book/Rendered") == ["01-sums.md", "README.md", "ledger.json", "ledger.md"])
    #expect(try run("check", "book", "--quiet").status == 0)
  }

  @Test func changesOfPages() throws {
    #expect(try run("promote", "book", "--quiet").status == 0)
    try edit("book/Rendered/02-means.md", "mean is 0.5", "mean is 0.4")
    try edit("book/Rendered/02-means.md", "![A line]", "![no line]")
    try write("book/Rendered/02-means_files/fig-old.svg", "<svg/>")
    try write("book/Rendered/02-means_files/fig-line.svg", "<svg/>")
    let ending = try run("check", "book")
    #expect(ending.status == 2)
    // Far apart, both changes are shown, and nothing between them.
    let changes = "    - The mean is 0.4.\n    + The mean is 0.5.\n    - ![no line]"
    #expect(ending.errors.contains(changes))
    for line in [
      "stale: the lesson is the same; the library, the tool or the toolchain has changed",
      "02-means_files/fig-line.svg: it has changed",
      "02-means_files/fig-old.svg: the page no longer shows it", "    - The mean is 0.4.",
    ] {
      #expect(ending.errors.contains(line + "\n"), "\(line)")
    }
  }

  @Test func failures() throws {
    #expect(try run("promote", "book", "--quiet").status == 0)
    let page = try read("book/Rendered/01-sums.md")
    try edit("book/01-sums.md", "1 + 1, equals: 2", "1 + 1, equals: 3")
    let ending = try run("check", "book")
    #expect(ending.status == 1)
    #expect(ending.errors.contains("book/01-sums.md:9:"))
    #expect(ending.errors.contains("book/01-sums.md: failed (1); its page is not looked at"))
    #expect(ending.output.contains("book/02-means.md: current"))
    // What fails is not accepted.
    #expect(try run("promote", "book").status == 1)
    #expect(try read("book/Rendered/01-sums.md") == page)
    try edit("book/01-sums.md", "verifyExact(", "verifyExakt(")
    #expect(try run("check", "book").status == 3)
    #expect(try run("check", "book/01-sums.md").status == 3)
    #expect(try run("check", "nowhere").status == 64)
    try write("book/01-sums.md", "> [!NOET]\n> x\n")
    let site = try run("book", "--quiet")
    #expect(site.status == 3)
    #expect(
      site.errors.hasSuffix(
        "book: the index and the ledger are as they were, until all "
          + "lessons can be run\n"))
    #expect(try names("book/_build") == ["02-means.html", "02-means.md", "02-means_files"])
    let misspelt = try run("chekc", "book")
    #expect(misspelt.status == 64)
    #expect(misspelt.errors.contains("did you mean 'lesson check'?"))
    try write("empty/README.md", "No lesson.\n")
    #expect(try run("check", "empty").errors.contains("there are no lessons"))
    try write("other/ledger.md", "x\n")
    let reserved = try run("other")
    #expect(reserved.status == 64)
    let message = "other/ledger.md: error: the page about all lessons has this name"
    #expect(reserved.errors.hasPrefix(message))
  }

  /// What depends on luck shows with other seeds.
  @Test func freshSeeds() throws {
    try edit(
      "book/02-means.md", "equals: 0.5, range: 0...1) { random in random.uniform() }",
      "equals: 0.5, within: .absolute(0.2), alpha: 0.5, range: 0...1) { random in\n"
        + "  random.uniform()\n}\n"
        + "var random = makeRandomStream(\"luck\")\nlet luck = random.uniform() < 0.5 ? 1.0 : 0\n"
        + "verify(\"luck\", equals: 1, within: .absolute(0.1), range: 0...1) { random in luck }")
    let ending = try run("check", "book", "--seeds", "8")
    #expect(ending.status == 1)
    #expect(ending.output.contains("book/02-means.md: 2 sampled claims\n"))
    #expect(ending.output.contains("  failed 0 of 8: mean: E[U] = 1/2\n"))
    let luck = try #require(ending.output.firstMatch(of: /failed ([0-9]) of 8: mean: luck/))
    #expect(try (1...7).contains(#require(Int(luck.1))))
    #expect(try run("check", "book", "--seeds", "0").status == 64)
    // A crash is no claim.
    try edit("book/01-sums.md", "verifyExact(", "fatalError(\"seed\")\nverifyExact(")
    let crashed = try run("check", "book/01-sums.md", "--seeds", "1")
    #expect(crashed.status == 1)
    #expect(crashed.errors.contains("with seed 1 the cell 'cell-1' fails"))
  }

  /// A cell counts the runs, in a file that is not below the lesson's folder.
  @Test func theToolsOwnLogChangesNothing() throws {
    try edit(
      "book/01-sums.md", "verifyExact(",
      "import Foundation\nlet runs = \"../runs.txt\"\n"
        + "let before = (try? String(contentsOfFile: runs, encoding: .utf8)) ?? \"\"\n"
        + "try (before + \"run\\n\").write(toFile: runs, atomically: true, encoding: .utf8)\n"
        + "verifyExact(")
    // Standard output and errors go to files in the folder that the tool is started in.
    func check() throws {
      let book = folder.appendingPathComponent("book")
      #expect(try LessonExecutable.run(["check", "."], in: book).status == 0)
    }
    #expect(try run("promote", "book", "--quiet").status == 0)
    try check()
    let runs = try read("runs.txt")
    try check()
    #expect(try read("runs.txt") == runs)
    // Negative control: another file is one that a lesson may read.
    try write("book/other.txt", "1\n")
    try check()
    #expect(try read("runs.txt") == runs + "run\n")
  }

  @Test func reused() throws {
    // Neither a failed nor a changed lesson is taken from memory.
    try write("book/data.txt", "1\n")
    try edit(
      "book/01-sums.md", "verifyExact(",
      "import Foundation\nlet data = try String(contentsOfFile: \"data.txt\", encoding: .utf8)\n"
        + "print(data)\nverifyExact(")
    #expect(try run("promote", "book", "--quiet").status == 0)
    #expect(try run("check", "book", "--quiet").status == 0)
    try write("book/data.txt", "22\n")
    #expect(try run("check", "book", "--quiet").status == 2)
    try write("book/data.txt", "1\n")
    #expect(try run("check", "book", "--quiet").status == 0)
  }
}
