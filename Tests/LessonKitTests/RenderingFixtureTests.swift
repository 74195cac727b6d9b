import CellProtocol
import Foundation
import FoundationXML
import Testing

@testable import LessonKit

@Suite struct RenderingFixtureTests {
  private static let names = Golden.cases("Rendering")

  @Test(arguments: names) func rendersMarkdown(name: String) throws {
    let (lesson, results) = try Self.read(name)
    let page = MarkdownRenderer.render(lesson, results: results, context: Self.context)
    try Golden.expect(page.text, "Rendering", name, "expected.md")
    for file in page.files {
      #expect(file.path.hasPrefix("lesson_files/fig-"))
      let path = file.path.replacing("lesson_files", with: "expected_files")
      try Golden.expect(String(decoding: file.bytes, as: UTF8.self), "Rendering", name, path)
    }
    #expect(Set(page.files.map(\.path)).count == page.files.count)
  }

  @Test(arguments: names) func rendersHTML(name: String) throws {
    let (lesson, results) = try Self.read(name)
    let page = HTMLRenderer.render(lesson, results: results, context: Self.context)
    #expect(page.files.isEmpty)
    // The style is a constant; a copy in every golden would test nothing.
    let parts = page.text.components(separatedBy: PageStyle.css)
    #expect(parts.count == 2)
    try Golden.expect(parts.joined(), "Rendering", name, "expected.html")
  }

  @Test(arguments: names) func rendersForTerminals(name: String) throws {
    let (_, results) = try Self.read(name)
    let terminal = TerminalRenderer(usesColor: false)
    let text = results.flatMap(\.outputs).map { terminal.text($0) }.joined()
    try Golden.expect(text, "Rendering", name, "expected.txt")
  }

  @Test(arguments: names) func renderingTwiceIsTheSame(name: String) throws {
    let (lesson, results) = try Self.read(name)
    for render in [MarkdownRenderer.render, HTMLRenderer.render] {
      var slower = results
      for index in slower.indices { slower[index].seconds += 1 }
      #expect(render(lesson, results, Self.context) == render(lesson, slower, Self.context))
    }
  }

  /// Text in, text out: without results, what is missing are option lines and hidden sources.
  @Test(arguments: names) func withoutResultsThePageIsTheLesson(name: String) throws {
    var (lesson, _) = try Self.read(name)
    // References and values are what a page changes.
    guard lesson.labels.isEmpty, lesson.inlineValues.isEmpty else { return }
    for index in lesson.cells.indices { lesson.cells[index].options = CellOptions() }
    let page = MarkdownRenderer.render(lesson, results: [], context: Self.context)
    let isOption = { (line: Substring) in line.drop { " >".contains($0) }.hasPrefix("//|") }
    let kept = lesson.text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !isOption($0) }
    #expect(page.text == kept.joined(separator: "\n"))
  }

  @Test(arguments: names) func pagesAreWellFormedAndHarmless(name: String) throws {
    let (lesson, results) = try Self.read(name)
    let page = HTMLRenderer.render(lesson, results: results, context: Self.context)
    let check = PageCheck()
    let parser = XMLParser(data: Data(page.text.utf8))
    parser.delegate = check
    #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    #expect(check.problems == [])
  }

  static let context = RenderContext(
    version: "0.1.0", toolchain: "Swift version 6.3.1 (swift-6.3.1-RELEASE)")

  static func read(_ name: String) throws -> (Lesson, [CellResult]) {
    let text = try Golden.text("Rendering", name, "lesson.md")
    var parsed = Lesson.parse(text: text, path: "Lessons/lesson.md")
    #expect(parsed.mistakes == [])
    if let values = try? Golden.text("Rendering", name, "values.json") {
      let texts = try JSONDecoder().decode([String?].self, from: Data(values.utf8))
      #expect(texts.count == parsed.lesson.inlineValues.count)
      for (index, text) in texts.enumerated() { parsed.lesson.inlineValues[index].text = text }
    }
    let json = try Golden.text("Rendering", name, "results.json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (parsed.lesson, try decoder.decode([CellResult].self, from: Data(json.utf8)))
  }
}

/// Looks for what must not stand on a page.
final class PageCheck: NSObject, XMLParserDelegate {
  var problems: [String] = []
  private var identifiers: Set<String> = []
  private var references: [String] = []
  /// How many elements of a formula are open: KaTeX places its boxes with style attributes.
  private var formulaDepth = 0

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if ["script", "iframe", "object", "embed", "link", "base", "form"].contains(name) {
      problems.append("element \(name)")
    }
    for (attribute, value) in attributes {
      let isAllowed = attribute != "style" || formulaDepth > 0
      if attribute.hasPrefix("on") || !isAllowed { problems.append(attribute) }
      if attribute == "src", !value.hasPrefix("data:image/") { problems.append("src \(value)") }
      if attribute == "href", value.lowercased().contains("script:") { problems.append(value) }
      if attribute == "id", !identifiers.insert(value).inserted { problems.append("id \(value)") }
      if attribute == "aria-labelledby" {
        references += value.split(separator: " ").map(String.init)
      }
    }
    if name == "img", attributes["alt"] == nil { problems.append("img without alt") }
    let isFormula = attributes["class"]?.hasPrefix("katex") ?? false
    if isFormula || formulaDepth > 0 { formulaDepth += 1 }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    formulaDepth -= formulaDepth > 0 ? 1 : 0
  }

  func parserDidEndDocument(_ parser: XMLParser) {
    problems += references.filter { !identifiers.contains($0) }.map { "nothing is called \($0)" }
  }
}
