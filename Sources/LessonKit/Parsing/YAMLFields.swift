import Yams

/// Reads `key: value` lines, each key by itself, so that one mistake hides no other.
enum YAMLFields {
  /// How deep values may be nested: libyaml's tree is built recursively.
  static let maximumDepth = 64

  /// Reads the fields of a front matter or of option lines.
  ///
  /// - Parameters:
  ///   - lines: The lines; a key starts in the first column, what continues it is indented or is a
  ///     `- ` entry.
  ///   - mistakes: Receives what the author must repair.
  /// - Returns: The fields that can be read, in order, each key once.
  static func parse(_ lines: [YAMLLine], mistakes: inout [LessonMistake]) -> [YAMLField] {
    var entries: [[YAMLLine]] = []
    for line in lines {
      let line = repairingSpaces(line, &mistakes)
      let isBlank = line.text.trimmed.isEmpty || line.text.trimmed.hasPrefix("#")
      if isBlank || isContinuation(line.text) {
        if !entries.isEmpty {
          entries[entries.count - 1].append(line)
        } else if !isBlank {
          report(.expectedKeyAndValue(found: line.text.trimmed), line, 0, &mistakes)
        }
      } else {
        entries.append([line])
      }
    }
    var firstLines: [String: Int] = [:]
    return entries.compactMap { entry in
      guard let key = key(of: entry[0], &mistakes) else { return nil }
      if let firstLine = firstLines[key] {
        report(.duplicateKey(key, firstLine: firstLine), entry[0], 0, &mistakes)
        return nil
      }
      firstLines[key] = entry[0].position.line
      return field(key, entry, &mistakes)
    }
  }

  private static func report(
    _ code: LessonMistake.Code, _ line: YAMLLine, _ offset: Int, _ mistakes: inout [LessonMistake]
  ) {
    mistakes.append(.init(code, at: line.position(offset: offset)))
  }

  private static func isContinuation(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    return first == 0x20 || first == 0x09 || text == "-" || text.hasPrefix("- ")
      || first == UInt8(ascii: "]") || first == UInt8(ascii: "}")
  }

  /// Reports a non-breaking space before or directly after the colon.
  ///
  /// There it would become a part of the key or hide the value. Inside a value it is text.
  private static func repairingSpaces(
    _ line: YAMLLine, _ mistakes: inout [LessonMistake]
  ) -> YAMLLine {
    guard let space = line.text.unicodeScalars.firstIndex(of: "\u{A0}") else { return line }
    let before = String(line.text.unicodeScalars[..<space])
    let name = before.trimmed.hasSuffix(":") ? String(before.trimmed.dropLast()) : before.trimmed
    guard name.utf8.allSatisfy(isNameByte) else { return line }
    report(.nonBreakingSpace, line, before.utf8.count, &mistakes)
    // Two spaces for two bytes: columns stay.
    var text = ""
    for scalar in line.text.unicodeScalars {
      text.unicodeScalars.append(contentsOf: scalar == "\u{A0}" ? [" ", " "] : [scalar])
    }
    let content = text.drop { $0 == " " }
    let offset = isContinuation(line.text) ? 0 : text.utf8.count - content.utf8.count
    return YAMLLine(text: String(text.dropFirst(offset)), position: line.position(offset: offset))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func key(of line: YAMLLine, _ mistakes: inout [LessonMistake]) -> String? {
    let bytes = Array(line.text.utf8)
    let name = bytes.prefix(while: isNameByte)
    let rest = bytes.dropFirst(name.count).drop { $0 == 0x20 }
    let key = String(decoding: name, as: UTF8.self)
    if !name.isEmpty, rest.first == UInt8(ascii: "=") {
      report(.equalsSign(key: key), line, bytes.count - rest.count, &mistakes)
      return nil
    }
    let isSeparated = rest.dropFirst().first.map { $0 == 0x20 || $0 == 0x09 } ?? true
    guard !name.isEmpty, rest.first == UInt8(ascii: ":"), isSeparated else {
      report(.expectedKeyAndValue(found: line.text.trimmed), line, 0, &mistakes)
      return nil
    }
    return key
  }

  private static func field(
    _ key: String, _ lines: [YAMLLine], _ mistakes: inout [LessonMistake]
  ) -> YAMLField? {
    for line in lines {
      if let offset = anchorOffset(line.text) {
        report(.anchor, line, offset, &mistakes)
        return nil
      }
    }
    guard depth(of: lines) <= maximumDepth else {
      report(.nestedTooDeeply, lines[0], 0, &mistakes)
      return nil
    }
    do {
      let text = lines.map(\.text).joined(separator: "\n") + "\n"
      guard case .mapping(let mapping)? = try Yams.compose(yaml: text), let pair = mapping.first
      else {
        report(.expectedKeyAndValue(found: lines[0].text.trimmed), lines[0], 0, &mistakes)
        return nil
      }
      return YAMLField(
        key: key, keyPosition: lines[0].position, node: pair.value, lines: lines)
    } catch {
      mistakes.append(mistake(from: error, lines))
      return nil
    }
  }

  private static func mistake(from error: any Error, _ lines: [YAMLLine]) -> LessonMistake {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .init(.invalidYAML(problem: problem), at: lines.position(mark))
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      return .init(.invalidYAML(problem: "\(names) stands twice"), at: lines.position(context.mark))
    case .reader(let problem, _, _, _):
      return .init(.invalidYAML(problem: problem), at: lines[0].position)
    default:
      return .init(.invalidYAML(problem: "it cannot be read"), at: lines[0].position)
    }
  }

  /// The place of an anchor.
  ///
  /// Anchors let 20 lines stand for billions of nodes, and no lesson needs
  /// them.
  private static func anchorOffset(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    let starters = Set(":-?[{,".utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "&") {
      let before = bytes[..<index].reversed().drop { $0 == 0x20 || $0 == 0x09 }.first
      let startsValue = before.map(starters.contains) ?? true
      let after = index + 1 < bytes.count ? bytes[index + 1] : 0x20
      if startsValue, isNameByte(after) { return index }
    }
    return nil
  }

  /// A bound on the nesting of a value: brackets, indentation and compact `- - -` entries.
  private static func depth(of lines: [YAMLLine]) -> Int {
    var brackets = 0
    var deepest = 0
    for line in lines {
      let indentation = line.text.prefix { $0 == " " || $0 == "-" || $0 == "?" || $0 == "\t" }
      brackets += line.text.utf8.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
      deepest = max(deepest, indentation.utf8.count)
    }
    return deepest + brackets
  }
}
