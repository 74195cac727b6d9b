import Testing

@testable import LessonKit

@Suite struct ParameterOverrideTests {
  @Test(
    arguments: [
      ("a: 1", "a=2", "a: 2"), ("a: 1  # why", "a=-2", "a: -2  # why"), ("a: -10", "a=+7", "a: 7"),
      ("a: 0.5", "a=1", "a: 1.0"), ("a: 0.5", "a=1e-3", "a: 0.001"),
      ("a: true", "a=false", "a: false"),
      ("a: word", "a=x", "a: \"x\""), ("a: two words # c", "a=", "a: \"\" # c"),
      ("a: 'it''s' # c", "a=x", "a: \"x\" # c"),
      ("a: \"\\\"q\\\\\" # c", "a=b\"\\\t", "a: \"b\\\"\\\\\\x09\" # c"),
      ("é: 1", "é=2", "é: 2"), ("a: 'é'", "a=ü", "a: \"ü\""), ("a: x=1", "a=x=2", "a: \"x=2\""),
    ] as [(String, String, String)])
  func replaces(line: String, argument: String, expected: String) throws {
    let text = "---\nparams:\n  first: 3\n  \(line)\n---\n\n`{swift} params.first`\n"
    let parsed = Lesson.parse(text: text, path: "a.md")
    #expect(parsed.mistakes == [])
    let override = try #require(ParameterOverride(argument: argument))
    let changed = try parsed.lesson.text(with: [override])
    #expect(changed == text.replacing(line, with: expected))
    // What was written is read as what was meant.
    let value = Lesson.parse(text: changed, path: "a.md").lesson.frontMatter.parameters[1].value
    #expect(Self.words(value) == Double(override.text).map(Self.words) ?? override.text)
  }

  private static func words(_ number: Double) -> String {
    words(number == number.rounded() ? .integer(Int(number)) : .number(number))
  }

  private static func words(_ value: LessonParameter.Value) -> String {
    switch value {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
    case .text(let text): text
    }
  }

  @Test func inFlowMapsAndTwice() throws {
    let lesson = Lesson.parse(text: "---\nparams: {a: 1, b: two}\n---\nx\n", path: "a.md").lesson
    let overrides = ["b=x", "a=5", "b=y"].compactMap(ParameterOverride.init)
    #expect(try lesson.text(with: overrides) == "---\nparams: {a: 5, b: \"y\"}\n---\nx\n")
    #expect(try lesson.text(with: []) == lesson.text)
  }

  @Test(
    arguments: [
      ("b=1", .unknown("b", nearest: nil, all: ["samples", "text"])),
      ("sample=1", .unknown("sample", nearest: "samples", all: ["samples", "text"])),
      ("samples=x", .wrongType("samples", expected: "a whole number", found: "x")),
      ("samples=1.5", .wrongType("samples", expected: "a whole number", found: "1.5")),
      (
        "samples=99999999999999999999",
        .wrongType(
          "samples", expected: "a whole number", found: "99999999999999999999")
      ),
      ("text=x", .severalLines("text")),
    ] as [(String, ParameterMistake)])
  func rejects(argument: String, mistake: ParameterMistake) throws {
    let text = "---\nparams:\n  samples: 1\n  text: |\n    two\n    lines\n---\nx\n"
    let lesson = Lesson.parse(text: text, path: "a.md").lesson
    let override = try #require(ParameterOverride(argument: argument))
    #expect(throws: mistake) { try lesson.text(with: [override]) }
  }

  @Test(arguments: ["a", "", "=", "=1"]) func argumentsHaveNames(argument: String) {
    #expect(ParameterOverride(argument: argument) == nil)
  }

  /// The page says what was replaced, and names the file that the author wrote.
  @Test func stampsNameTheParameters() {
    let lesson = Lesson.parse(text: "---\nparams: {a: 5}\n---\nx\n", path: "a b.md").lesson
    var context = RenderContext(version: "1")
    context.parameters = ["a=5", "b=it's"].compactMap(ParameterOverride.init)
    context.source = "---\nparams: {a: 1}\n---\nx\n"
    let page = HTMLRenderer.render(lesson, results: [], context: context).text
    #expect(page.contains("lesson render 'a b.md' --seed 0 -P a=5 -P 'b=it'\\''s'"))
    #expect(page.contains(SHA256.hexadecimal(of: (context.source ?? "").utf8).prefix(12)))
  }
}
