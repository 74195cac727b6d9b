import LessonKit
import Testing

@Suite struct ParsingFixtureTests {
  @Test(arguments: Golden.cases("Parsing")) func parses(name: String) throws {
    let text = try Golden.text("Parsing", name, "lesson.md")
    let parsed = Lesson.parse(text: text, path: "lesson.md")
    try Golden.expect(summary(parsed), "Parsing", name, "expected.txt")
  }

  @Test(arguments: Golden.cases("Parsing") + Golden.cases("Rendering"))
  func piecesJoinToTheText(name: String) throws {
    let area = Golden.cases("Parsing").contains(name) ? "Parsing" : "Rendering"
    let text = try Golden.text(area, name, "lesson.md")
    let lesson = Lesson.parse(text: text, path: "lesson.md").lesson
    #expect(Array(lesson.pieces.map(\.text).joined().utf8) == Array(text.utf8))
  }

  /// Every line of a cell's source stands in the lesson where the cell says it does.
  @Test(arguments: Golden.cases("Parsing")) func positionsPointAtTheSource(name: String) throws {
    let text = try Golden.text("Parsing", name, "lesson.md")
    let lesson = Lesson.parse(text: text, path: "lesson.md").lesson
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .split(separator: "\n", omittingEmptySubsequences: false)
    for cell in lesson.cells {
      for (index, line) in cell.source.split(separator: "\n").enumerated()
      where !cell.source.contains("\n\n") && !text.contains("\0") {
        let code = line.drop { $0 == " " || $0 == "\t" }
        let column = line.utf8.count - code.utf8.count + 1
        let position = cell.position(line: index + 1, column: column)
        let found = lines[position.line - 1].utf8.dropFirst(position.column - 1)
        #expect(String(Substring(found)) == code)
      }
    }
  }

  private func summary(_ parsed: ParsedLesson) -> String {
    var lines = parsed.mistakes.map { $0.rendered(path: "lesson.md") }
    let lesson = parsed.lesson
    lines.append("body on line \(lesson.bodyLine)")
    let front = lesson.frontMatter
    if front != FrontMatter() {
      let words: [String?] = [
        front.title, front.subtitle, front.authors.joined(separator: " & "), front.date,
        front.summary, "seed \(front.seed)", front.timeout.map { "timeout \($0)" },
        front.tableOfContents ? "toc" : nil, front.language,
      ]
      lines.append("front matter: " + words.compactMap { $0 }.joined(separator: " | "))
    }
    for parameter in front.parameters {
      lines.append("parameter \(parameter.name): \(parameter.value)")
    }
    for (name, tex) in front.macros.sorted(by: { $0.key < $1.key }) {
      lines.append("macro \(name): \(tex)")
    }
    for formula in lesson.formulas {
      let starts = formula.lineStarts.map { "\($0.line):\($0.column)" }.joined(separator: " ")
      lines.append("formula \(starts)\(formula.isDisplay ? " display" : ""): \(formula.tex)")
    }
    for label in lesson.labels {
      let use = label.isReferenced ? "" : ", not referred to"
      let place = "\(label.position.line):\(label.position.column)"
      lines.append("label \(label.name) \(place) \(label.kind) \(label.number)\(use)")
    }
    for value in lesson.inlineValues {
      let starts = value.lineStarts.map { "\($0.line):\($0.column)" }.joined(separator: " ")
      lines.append("value \(starts) after cell \(value.cell): \(value.expression)")
    }
    for cell in lesson.cells {
      lines.append(
        "\(cell.name) \(cell.role.rawValue) fence \(cell.fence.line):\(cell.fence.column) source "
          + "\(cell.sourceLine)+\(cell.indentation)\(cell.lineIndentations) last \(cell.lastLine)")
      if cell.options != CellOptions() { lines.append("  \(changes(cell.options))") }
      lines += cell.source.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .map { "  > \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func changes(_ options: CellOptions) -> String {
    let defaults = Mirror(reflecting: CellOptions()).children.map {
      "\($0.label ?? "")=\($0.value)"
    }
    let now = Mirror(reflecting: options).children.map { "\($0.label ?? "")=\($0.value)" }
    return zip(defaults, now).filter { $0 != $1 }.map(\.1).joined(separator: " ")
  }
}
