/// Reads a cell's options: its first lines, `//| key: value`.
struct CellOptionParser {
  /// The options there are.
  static let names = [
    "label", "caption", "alt", "echo", "eval", "include", "output", "error", "code-fold",
    "code-summary", "timeout", "seed", "exercise", "solution", "hint", "hidden", "source", "tags",
  ]

  /// What other tools call our options.
  private static let foreignNames = [
    "fig-cap": "caption", "tbl-cap": "caption", "lst-cap": "caption", "fig-alt": "alt",
    "results": "output", "name": "label", "id": "label", "collapse": "code-fold", "cite": "source",
  ]

  /// The options, on top of the lesson's defaults.
  private(set) var options: CellOptions
  /// Where the label stands.
  private(set) var labelPosition: TextPosition?
  /// The number of first lines of the source that are options.
  private(set) var lineCount = 0
  /// What the author must repair.
  var mistakes: [LessonMistake] { (fieldMistakes + reader.mistakes).sorted(by: \.position) }

  private var reader = FieldReader()
  private var fieldMistakes: [LessonMistake] = []

  /// Reads the options of a cell.
  ///
  /// - Parameter cell: The cell, its source known and its options still the lesson's defaults.
  init(_ cell: Cell) {
    options = cell.options
    let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    lineCount = Self.optionLineCount(cell.source)
    var yaml: [YAMLLine] = []
    for (index, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " || $0 == "\t" }.utf8.count
      let content = line.utf8.dropFirst(indent)
      let position = cell.position(line: index + 1, column: indent + 1)
      if content.starts(with: "#|".utf8), index <= lineCount {
        fieldMistakes.append(.init(.hashOption, at: position))
      }
      guard content.starts(with: "//|".utf8) else { continue }
      if index < lineCount {
        // One space after `//|` belongs to the marker; what stands further in continues a value.
        let marker = content.dropFirst(3).first == 0x20 ? 4 : 3
        let column = indent + marker + 1
        yaml.append(
          YAMLLine(
            text: String(decoding: content.dropFirst(marker), as: UTF8.self),
            position: cell.position(line: index + 1, column: column)))
      } else if Self.looksLikeOption(content) {
        fieldMistakes.append(.init(.lateOption, at: position))
      }
    }
    for field in YAMLFields.parse(yaml, mistakes: &fieldMistakes) {
      read(field)
    }
  }

  /// The number of first lines that are option lines.
  ///
  /// Blank lines and options in the form of other tools do not end them.
  ///
  /// - Parameter source: A cell's source.
  /// - Returns: The number of lines, up to the last option line.
  static func optionLineCount(_ source: String) -> Int {
    var count = 0
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let content = line.utf8.drop { $0 == 0x20 || $0 == 0x09 }
      if content.starts(with: "//|".utf8) {
        count = index + 1
      } else if !content.isEmpty, !content.starts(with: "#|".utf8) {
        break
      }
    }
    return count
  }

  private static func looksLikeOption(_ content: Substring.UTF8View) -> Bool {
    let text = String(decoding: content.dropFirst(3), as: UTF8.self).trimmed
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else { return false }
    let key = text[..<end]
    return !key.isEmpty && key.allSatisfy { $0.isLetter || $0 == "-" || $0 == "_" || $0 == " " }
  }

  private mutating func read(_ field: YAMLField) {
    switch field.key {
    case "label": readLabel(field)
    case "caption": options.caption = reader.text(field) ?? options.caption
    case "alt": options.alternativeText = reader.text(field) ?? options.alternativeText
    case "code-summary": options.codeSummary = reader.text(field) ?? options.codeSummary
    case "timeout": options.timeout = reader.seconds(field) ?? options.timeout
    case "seed": options.seed = reader.seed(field) ?? options.seed
    case "exercise": options.exercise = reader.text(field) ?? options.exercise
    case "solution": options.solution = reader.boolean(field) ?? options.solution
    case "hint": options.hint = reader.text(field) ?? options.hint
    case "source": options.sources = reader.texts(field, "a text or a list of texts") ?? []
    case "hidden": options.hidden = reader.boolean(field) ?? options.hidden
    case "tags": options.tags = reader.texts(field, "a word or a list of words") ?? options.tags
    default:
      if !Self.readSwitch(field, &options, &reader) { reportUnknown(field) }
    }
  }

  /// Reads the options that the front matter's `execute` may set, too.
  ///
  /// - Returns: Whether the field is one of them.
  static func readSwitch(
    _ field: YAMLField, _ options: inout CellOptions, _ reader: inout FieldReader
  ) -> Bool {
    switch field.key {
    case "echo": options.echo = reader.boolean(field) ?? options.echo
    case "eval": options.eval = reader.boolean(field) ?? options.eval
    case "include": options.include = reader.boolean(field) ?? options.include
    case "output": options.output = reader.boolean(field) ?? options.output
    case "error": options.error = reader.boolean(field) ?? options.error
    case "code-fold": options.codeFold = reader.boolean(field) ?? options.codeFold
    default: return false
    }
    return true
  }

  private mutating func readLabel(_ field: YAMLField) {
    guard let label = reader.text(field) else { return }
    let isWord = label.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isWord, label.first?.isLetter ?? false else {
      fieldMistakes.append(.init(.invalidLabel(label), at: field.position))
      return
    }
    if label.hasPrefix("cell-"), Int(label.dropFirst(5)) != nil {
      fieldMistakes.append(.init(.reservedLabel(label), at: field.position))
    }
    options.label = label
    labelPosition = field.position
  }

  private mutating func reportUnknown(_ field: YAMLField) {
    let nearest =
      Self.foreignNames[field.key] ?? NearestName.find(field.key, in: Self.names)
    let code = LessonMistake.Code.unknownOption(field.key, nearest: nearest, valid: Self.names)
    fieldMistakes.append(.init(code, at: field.keyPosition))
  }
}

extension [LessonMistake] {
  /// The mistakes in the order of a key, those of one place in the order they were found.
  func sorted<Key: Comparable>(by key: (LessonMistake) -> Key) -> [LessonMistake] {
    enumerated().sorted { left, right in
      let (first, second) = (key(left.element), key(right.element))
      return first == second ? left.offset < right.offset : first < second
    }.map(\.element)
  }
}
