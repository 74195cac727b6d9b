import CellProtocol
import Foundation
import FoundationXML
import Testing

@testable import LessonKit

@Suite struct MathTypesetterTests {
  private static func formula(_ tex: String, isDisplay: Bool = false) -> Formula {
    Formula(tex: tex, isDisplay: isDisplay, lineStarts: [TextPosition(line: 1)])
  }

  @Test func formulasHaveBothForms() throws {
    let math = try MathTypesetter(cache: nil, macros: ["\\E": "\\mathbb{E}"])
    let html = try math.html(Self.formula("\\E[\\text{é 𝐱}] < \\sqrt{1}", isDisplay: true)).get()
    #expect(html.hasPrefix("<span class=\"katex-display\">"))
    #expect(html.contains("<math ") && html.contains("aria-hidden=\"true\""))
    #expect(html.contains("double-struck\">E</mi>") && html.contains("&lt;"))
    #expect(XMLParser(data: Data(html.utf8)).parse())
    #expect(try math.html(Self.formula("x")).get().hasPrefix("<span class=\"katex\">"))
  }

  @Test(
    arguments: [
      ("a + \\foo", "Undefined control sequence: \\foo", 4),
      ("𝐱é\\foo", "Undefined control sequence: \\foo", 3),
      ("\\frac{a}{b", "Unexpected end of input in a macro argument, expected '}'", 10),
      ("a^b^c", "Double superscript", 3),
      ("\\href{javascript:alert(1)}{x}", nil, nil), ("\\htmlClass{a}{b}", nil, nil),
    ] as [(String, String?, Int?)])
  func mistakesHavePlaces(tex: String, message: String?, offset: Int?) throws {
    let result = try MathTypesetter(cache: nil, macros: [:]).html(Self.formula(tex))
    switch result {
    case .failure(let problem):
      #expect(problem == TeXProblem(message: message ?? "", offset: offset))
    case .success(let html):
      // What is not trusted is shown as the text it is, in red.
      #expect(message == nil && !html.contains("href=") && !html.contains("class=\"a\""))
    }
  }

  /// Formulas that would never end, use all memory or overflow a stack.
  private static let hostile = [
    "endless": "\\def\\a{\\a\\a}\\a",
    "million": "\\def\\a{" + String(repeating: "x", count: 12_000) + "}"
      + String(repeating: "\\a", count: 999),
    "long": String(repeating: "x", count: 20_001),
    "deep": String(repeating: "{", count: 19_000),
    "roots": String(repeating: "\\sqrt{", count: 3_000) + String(repeating: "}", count: 1_900),
  ]

  /// Such a formula fails; the next one is set.
  @Test(arguments: hostile.keys.sorted()) func hostileFormulasFail(name: String) throws {
    let math = try MathTypesetter(cache: nil, macros: [:])
    let tex = Self.hostile[name, default: "x"]
    #expect(throws: TeXProblem.self) { try math.html(Self.formula(tex)).get() }
    #expect(try math.html(Self.formula("x")).get().contains("katex"))
  }

  /// Many such formulas must not add up to hours.
  @Test func manyHostileFormulasAreNotTried() throws {
    let math = try MathTypesetter(cache: nil, macros: [:])
    let messages = (0..<5).map { index in
      let tex = String(repeating: "{", count: 9_000) + "\(index)"
      guard case .failure(let problem) = math.html(Self.formula(tex)) else { return "" }
      return problem.message
    }
    #expect(messages.prefix(3).allSatisfy { $0 == "it is nested too deeply" })
    #expect(messages.suffix(2).allSatisfy { $0.hasPrefix("not tried") })
  }

  @Test func largeMatricesAreNotTooLarge() throws {
    let row = (1...20).map { "a_{\($0)}^2" }.joined(separator: " & ")
    let rows = Array(repeating: row, count: 20).joined(separator: " \\\\ ")
    let math = try MathTypesetter(cache: nil, macros: [:])
    let tex = "\\begin{pmatrix} \(rows) \\end{pmatrix}"
    #expect(try math.html(Self.formula(tex)).get().contains("<mtable"))
  }

  @Test func knownFormulasNeedNoScript() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "math-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try MathTypesetter(cache: folder, macros: [:])
    let html = try first.html(Self.formula("x^2")).get()
    #expect(first.hasMachine)
    let second = try MathTypesetter(cache: folder, macros: [:])
    #expect(try second.html(Self.formula("x^2")).get() == html)
    #expect(!second.hasMachine)
    // Other macros, another form and a damaged file are other formulas.
    let third = try MathTypesetter(cache: folder, macros: ["\\E": "e"])
    _ = third.html(Self.formula("x^2"))
    #expect(third.hasMachine)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder + "/math") {
      try Data("half".utf8).write(to: URL(filePath: "\(folder)/math/\(file)"))
    }
    let fourth = try MathTypesetter(cache: folder, macros: [:])
    #expect(try fourth.html(Self.formula("x^2")).get() == html)
  }

  /// Machines go from lesson to lesson.
  @Test func formulasLeaveNothingBehind() throws {
    func isSet(_ tex: String, macros: [String: String] = [:]) throws -> Bool {
      let math = try MathTypesetter(cache: nil, macros: macros)
      return (try? math.html(Self.formula(tex)).get()) != nil
    }
    #expect(try isSet("\\gdef\\mine{x} \\mine"))
    #expect(try isSet("\\mine", macros: ["\\mine": "x"]))
    #expect(try !isSet("\\mine"))
  }

  @Test func missingFilesAreNamed() throws {
    let problem = EnvironmentProblem.noKaTeX(["/none"])
    #expect(throws: problem) { try KaTeXFiles(places: ["/none"]) }
    for word in ["libjs-katex", "fonts-katex", "--math source"] {
      #expect(problem.description.contains(word))
    }
  }

  @Test func pagesHoldTheFontsTheyUse() throws {
    func page(_ text: String) throws -> String {
      var context = RenderContext(version: "1")
      context.math = try MathTypesetter(cache: nil, macros: [:])
      let lesson = Lesson.parse(text: text, path: "a.md").lesson
      return HTMLRenderer.render(lesson, results: [], context: context).text
    }
    let plain = try page("no formula, $5")
    #expect(!plain.contains("@font-face") && !plain.contains("font-src"))
    let simple = try page("$x$")
    #expect(simple.contains("font-src data:") && simple.contains("KaTeX_Math"))
    #expect(simple.components(separatedBy: "@font-face").count == 3)
    #expect(!simple.contains("url(fonts"))
    #expect(!simple.contains("KaTeX_AMS;src"))
    #expect(try page("$\\mathbb{E}$").contains("KaTeX_AMS;src"))
  }

  /// What a cell writes may hold formulas; one that is wrong is shown as it is.
  @Test func outputsHoldFormulas() throws {
    var context = RenderContext(version: "1")
    context.math = try MathTypesetter(cache: nil, macros: [:])
    let lesson = Lesson.parse(text: "```swift\nshow()\n```\n", path: "a.md").lesson
    let result = CellResult(
      number: 1, outcome: .finished, outputs: [.markdown("$x^2$ and $\\foo<$")])
    let page = HTMLRenderer.render(lesson, results: [result], context: context).text
    #expect(page.contains("<p><span class=\"katex\">"))
    #expect(page.contains("and <code class=\"math\">\\foo&lt;</code></p>"))
  }

  @Test func pagesWithFormulasAreWellFormed() throws {
    let (lesson, results) = try RenderingFixtureTests.read("math")
    var context = RenderingFixtureTests.context
    let math = try MathTypesetter(cache: nil, macros: lesson.frontMatter.macros)
    context.math = math
    #expect(math.mistakes(in: lesson) == [])
    let page = HTMLRenderer.render(lesson, results: results, context: context)
    let check = PageCheck()
    let parser = XMLParser(data: Data(page.text.utf8))
    parser.delegate = check
    #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    #expect(check.problems == [])
    #expect(!page.text.unicodeScalars.contains { $0.value >= 0x10FFFC })
    let without = try MathTypesetter(cache: nil, macros: [:])
    #expect(without.mistakes(in: lesson).map(\.position) == [TextPosition(line: 10, column: 2)])
  }

  /// Set by many at once or one after the other, a formula is the same, and so is what is wrong.
  @Test func manyAtOnce() throws {
    let formulas = (0..<90).map { number in
      Formula(
        tex: number % 30 == 7 ? "x_{\(number)" : "\\frac{x_{\(number % 50)}}{2}",
        isDisplay: number.isMultiple(of: 2), lineStarts: [TextPosition(line: 1)])
    }
    let one = try MathTypesetter(cache: nil, macros: [:])
    let many = try MathTypesetter(cache: nil, macros: [:])
    many.prepare(formulas)
    for formula in formulas { #expect(one.html(formula) == many.html(formula)) }
    #expect(formulas.count { if case .failure = many.html($0) { true } else { false } } == 3)
  }
}
