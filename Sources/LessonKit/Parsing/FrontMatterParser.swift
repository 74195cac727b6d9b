/// Reads the front matter: YAML between `---` lines at the very start.
struct FrontMatterParser {
  /// The keys there are.
  static let names = [
    "title", "subtitle", "author", "date", "description", "seed", "params", "execute", "toc",
    "lang", "macros",
  ]
  /// The keys of `execute`.
  static let executeNames = ["echo", "eval", "include", "output", "error", "timeout", "code-fold"]
  /// How large a front matter may be, in bytes.
  static let sizeLimit = 64 * 1024

  /// What the front matter says.
  private(set) var frontMatter = FrontMatter()
  /// The options every cell starts from.
  private(set) var defaults = CellOptions()
  /// The lesson line after the front matter; 1 without one.
  private(set) var bodyLine = 1
  /// What the author must repair.
  var mistakes: [LessonMistake] { (fieldMistakes + reader.mistakes).sorted(by: \.position) }

  private var reader = FieldReader()
  private var fieldMistakes: [LessonMistake] = []

  /// Reads the front matter of a lesson.
  ///
  /// - Parameter lines: The lesson's lines.
  init(_ lines: LessonLines) {
    guard Self.isFence(lines, 1, closing: false) else { return }
    guard
      let end = (1...max(lines.count, 2)).dropFirst().first(where: {
        Self.isFence(lines, $0, closing: true)
      })
    else {
      fieldMistakes.append(.init(.unclosedFrontMatter, at: TextPosition(line: 1)))
      return
    }
    bodyLine = end + 1
    let size = (2..<end).reduce(0) { $0 + lines.content($1).count }
    guard size <= Self.sizeLimit else {
      fieldMistakes.append(
        .init(.frontMatterTooLarge(limit: Self.sizeLimit), at: TextPosition(line: 1)))
      return
    }
    let yaml = (2..<end).map { line in
      YAMLLine(text: lines.text(line), position: TextPosition(line: line))
    }
    for field in YAMLFields.parse(yaml, mistakes: &fieldMistakes) {
      read(field)
    }
  }

  private static func isFence(_ lines: LessonLines, _ line: Int, closing: Bool) -> Bool {
    let text = lines.content(line)
    let end = text.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { text[...$0] } ?? []
    return end.elementsEqual("---".utf8) || closing && end.elementsEqual("...".utf8)
  }

  private mutating func read(_ field: YAMLField) {
    switch field.key {
    case "title": frontMatter.title = reader.text(field)
    case "subtitle": frontMatter.subtitle = reader.text(field)
    case "author":
      frontMatter.authors = reader.texts(field, "a name or a list of names") ?? []
    case "date": frontMatter.date = reader.text(field)
    case "description": frontMatter.summary = reader.text(field)
    case "seed": frontMatter.seed = reader.seed(field) ?? 0
    case "toc": frontMatter.tableOfContents = reader.boolean(field) ?? false
    case "lang": readLanguage(field)
    case "macros": readMacros(field)
    case "params": readParameters(field)
    case "execute": readExecute(field)
    default: reportUnknown(field, Self.names)
    }
  }

  private mutating func readLanguage(_ field: YAMLField) {
    guard let language = reader.text(field) else { return }
    let parts = language.split(separator: "-", omittingEmptySubsequences: false)
    let isTag = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count)
        && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
    guard isTag, parts[0].count >= 2, parts[0].allSatisfy(\.isLetter) else {
      let _: String? = reader.reject(field, "a language tag such as en or de-AT")
      return
    }
    frontMatter.language = language
  }

  private mutating func readMacros(_ field: YAMLField) {
    guard let fields = field.fields else {
      if field.value != .nothing { let _: Int? = reader.reject(field, "a map of names to TeX") }
      return
    }
    for macro in fields {
      let name = macro.key.dropFirst()
      guard macro.key.hasPrefix("\\"), !name.isEmpty,
        name.allSatisfy({ $0.isASCII && $0.isLetter })
      else {
        fieldMistakes.append(.init(.invalidMacroName(macro.key), at: macro.keyPosition))
        continue
      }
      frontMatter.macros[macro.key] = reader.text(macro)
    }
  }

  private mutating func readParameters(_ field: YAMLField) {
    guard let fields = field.fields else {
      if field.value != .nothing { let _: Int? = reader.reject(field, "a map of names to values") }
      return
    }
    for parameter in fields {
      let isName =
        parameter.key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        && parameter.key.first?.isLetter ?? false
      // Swift has a meaning for these after a dot that no backticks take away.
      guard isName, !["init", "self", "Type", "Protocol"].contains(parameter.key) else {
        fieldMistakes.append(
          .init(.invalidParameterName(parameter.key), at: parameter.keyPosition))
        continue
      }
      guard let value = parameterValue(parameter) else { continue }
      frontMatter.parameters.append(
        LessonParameter(name: parameter.key, value: value, range: parameter.range))
    }
  }

  private mutating func parameterValue(_ field: YAMLField) -> LessonParameter.Value? {
    switch field.value {
    case .boolean(let value): return .boolean(value)
    case .integer(let digits):
      if let value = Int(digits) { return .integer(value) }
      return reader.reject(field, "a whole number of at most 64 bits")
    case .number(let value): return .number(value)
    case .text(let text): return .text(text)
    case .nothing, .list, .map: return reader.reject(field, "a number, true, false or text")
    }
  }

  private mutating func readExecute(_ field: YAMLField) {
    guard let fields = field.fields else {
      if field.value != .nothing { let _: Int? = reader.reject(field, "a map of cell options") }
      return
    }
    for option in fields {
      if option.key == "timeout" {
        frontMatter.timeout = reader.seconds(option)
      } else if !CellOptionParser.readSwitch(option, &defaults, &reader) {
        reportUnknown(option, Self.executeNames)
      }
    }
  }

  private mutating func reportUnknown(_ field: YAMLField, _ valid: [String]) {
    let nearest = NearestName.find(field.key, in: valid)
    let code = LessonMistake.Code.unknownKey(field.key, nearest: nearest, valid: valid)
    fieldMistakes.append(.init(code, at: field.keyPosition))
  }
}
