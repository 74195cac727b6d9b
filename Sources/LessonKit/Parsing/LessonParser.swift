/// A lesson as far as it can be read, with everything its author must repair.
public struct ParsedLesson: Equatable, Sendable {
  /// The lesson; with mistakes it can be shown, but must not be run.
  public var lesson: Lesson
  /// All mistakes of the file, in the order they stand in it.
  public var mistakes: [LessonMistake]
}

extension Lesson {
  /// Reads a lesson.
  ///
  /// Never fails: what is wrong is in the result, all of it.
  ///
  /// - Parameters:
  ///   - text: The author's text.
  ///   - path: The path as the user named it.
  /// - Returns: The lesson and its mistakes.
  public static func parse(text: String, path: String) -> ParsedLesson {
    LessonParser(text: text, path: path).parse()
  }
}

/// Finds a lesson's front matter and cells.
struct LessonParser {
  private let lines: LessonLines
  private let front: FrontMatterParser
  private var lesson: Lesson
  private var mistakes: [LessonMistake] = []
  private var labels = LabelReader()
  private var exercises = ExerciseReader()

  init(text: String, path: String) {
    lines = LessonLines(text)
    front = FrontMatterParser(lines)
    lesson = Lesson(
      path: path, text: text, frontMatter: front.frontMatter, bodyLine: front.bodyLine)
    mistakes = front.mistakes
  }

  func parse() -> ParsedLesson {
    var parser = self
    parser.checkBytes()
    let document = MarkdownDocument(parser.body)
    parser.lesson.tree = document.tree
    parser.mistakes += document.mistakes
    document.tree.walk { parser.read($0) }
    parser.labels.finish()
    parser.lesson.labels = parser.labels.labels
    parser.lesson.formulas = document.formulas(labels: parser.labels.labels)
    parser.mistakes += parser.labels.mistakes
    parser.exercises.finish()
    parser.lesson.regions = parser.exercises.regions
    parser.mistakes += parser.exercises.mistakes
    let sorted = parser.mistakes.sorted(by: \.position)
    return ParsedLesson(lesson: parser.lesson, mistakes: sorted)
  }

  private mutating func checkBytes() {
    let isBlank = (1...max(lines.count, 1)).allSatisfy { line in
      lines.content(line).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
    if isBlank {
      mistakes.append(.init(.empty, at: TextPosition(line: 1)))
    }
    guard lines.bytes.contains(0) else { return }
    for line in 1...lines.count {
      if let index = lines.content(line).firstIndex(of: 0) {
        let column = index - lines.content(line).startIndex + 1
        mistakes.append(.init(.nulByte, at: TextPosition(line: line, column: column)))
      }
    }
  }

  private mutating func read(_ node: MarkdownNode) {
    labels.read(node)
    switch node.kind {
    case .value(var value):
      value.cell = lesson.cells.count
      lesson.inlineValues.append(value)
      if let mistake = value.mistake { mistakes.append(mistake) }
    case .paragraph: findDivs(node)
    case .htmlBlock: exercises.read(html: node, in: lines)
    case .htmlInline(let raw): exercises.read(inlineHTML: raw, at: node.start)
    case .codeBlock:
      guard let block = FencedBlock(node, in: lines) else {
        return exercises.read(otherCode: node, in: lines)
      }
      if !block.isClosed {
        mistakes.append(.init(.unclosedFence(block.marker), at: block.fence))
      }
      let info = FenceInfo(block.info, at: block.infoPosition, marker: block.marker)
      mistakes += info.mistakes
      if info.isSwift {
        findInnerFences(block)
        if info.role == .ignore {
          exercises.readShownOnly(block)
        } else {
          append(block, info.role)
        }
      } else {
        exercises.read(otherCode: node, in: lines)
      }
    default: return
    }
  }

  private mutating func append(_ block: FencedBlock, _ role: CellRole) {
    let indentation = block.uniformIndentation
    var cell = Cell(
      number: lesson.cells.count + 1, role: role, options: front.defaults, source: block.source,
      fence: block.fence, sourceLine: block.fence.line + 1,
      indentation: indentation ?? block.fence.column - 1,
      lineIndentations: indentation == nil ? block.indentations : [], lastLine: block.lastLine)
    let parser = CellOptionParser(cell)
    cell.options = parser.options
    mistakes += parser.mistakes
    lesson.cells.append(cell)
    exercises.read(cell)
    if let label = cell.options.label, let position = parser.labelPosition {
      labels.read(cellLabel: label, at: position)
    }
  }

  /// Reports opening fences inside a Swift block.
  ///
  /// A block whose closing fence was forgotten swallows the prose up to the next block's opening
  /// fence, and ends at that block's closing fence. CommonMark is content; the author is not.
  private mutating func findInnerFences(_ block: FencedBlock) {
    for line in block.fence.line + 1..<max(block.lastLine, block.fence.line + 1) {
      let content = lines.content(line)
      let text = content.drop { $0 == 0x20 || $0 == 0x3E }
      guard text.starts(with: block.marker.utf8) else { continue }
      let info = text.drop { $0 == block.marker.utf8.first }
      guard info.first.map({ $0 > 0x20 }) ?? false else { continue }
      let position = TextPosition(line: line, column: text.startIndex - content.startIndex + 1)
      mistakes.append(.init(.fenceInsideCell(openedAt: block.fence.line), at: position))
    }
  }

  private mutating func findDivs(_ paragraph: MarkdownNode) {
    for line in paragraph.start.line...max(paragraph.endLine, paragraph.start.line) {
      let content = lines.content(line)
      let text = content.drop { $0 == 0x20 || $0 == 0x3E }
      guard text.starts(with: ":::".utf8) else { continue }
      let position = TextPosition(line: line, column: text.startIndex - content.startIndex + 1)
      mistakes.append(.init(.fencedDiv, at: position))
    }
  }

  /// The text after the front matter, with empty lines in its place, so that every position is the
  /// lesson's own.
  private var body: String {
    var text = String(repeating: "\n", count: lesson.bodyLine - 1)
    if lesson.bodyLine <= lines.count {
      for line in lesson.bodyLine...lines.count {
        text += lines.text(line)
        text += "\n"
      }
    }
    return text
  }
}
