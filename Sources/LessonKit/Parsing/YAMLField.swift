import Yams

/// A key with its value, and where they stand in the lesson.
struct YAMLField {
  /// The key.
  var key: String
  /// Where the key stands.
  var keyPosition: TextPosition
  /// The value.
  var node: Node
  /// The lines the field was read from.
  var lines: [YAMLLine]

  /// Where the value stands.
  var position: TextPosition { node.mark.map { lines.position($0) } ?? keyPosition }

  /// Where a number, word or quoted text stands; nil where it goes over several lines.
  var range: Range<TextPosition>? {
    guard case .scalar(let scalar) = node, let index = node.mark.map({ $0.line - 1 }),
      lines.indices.contains(index)
    else { return nil }
    let start = position
    let rest = lines[index].text.utf8.dropFirst(start.column - lines[index].position.column)
    let isPlain = scalar.style == .plain && rest.starts(with: scalar.string.utf8)
    guard let length = isPlain ? scalar.string.utf8.count : Self.quotedLength(Array(rest)) else {
      return nil
    }
    return start..<TextPosition(line: start.line, column: start.column + length)
  }

  /// How long the quoted text is that a line starts with; nil where none ends in it.
  private static func quotedLength(_ line: [UInt8]) -> Int? {
    guard let quote = line.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    let escape = quote == UInt8(ascii: "'") ? quote : UInt8(ascii: "\\")
    var index = 1
    while index < line.count {
      if line[index] == escape, escape != quote || line.dropFirst(index + 1).first == quote {
        index += 2
      } else if line[index] == quote {
        return index + 1
      } else {
        index += 1
      }
    }
    return nil
  }

  /// The value's type and content.
  var value: YAMLValue { YAMLValue(node) }

  /// The entries of a map, or nil where the value is none.
  var fields: [YAMLField]? {
    guard case .mapping(let mapping) = node else { return nil }
    return mapping.map { key, value in
      YAMLField(
        key: key.scalar?.string ?? "", keyPosition: key.mark.map { lines.position($0) } ?? position,
        node: value, lines: lines)
    }
  }
}

/// A line of YAML and where its first byte stands in the lesson.
struct YAMLLine {
  /// The line without its line break.
  var text: String
  /// The place of the first byte.
  var position: TextPosition

  /// The place of a byte of the line.
  func position(offset: Int) -> TextPosition {
    TextPosition(line: position.line, column: position.column + offset)
  }
}

extension [YAMLLine] {
  /// The place of one of libyaml's marks, which count lines and Unicode scalars from 1.
  func position(_ mark: Mark) -> TextPosition {
    guard let last else { return TextPosition(line: 1) }
    guard indices.contains(mark.line - 1) else {
      return last.position(offset: last.text.utf8.count)
    }
    let line = self[mark.line - 1]
    let before = line.text.unicodeScalars.prefix(mark.column - 1)
    return line.position(offset: String(String.UnicodeScalarView(before)).utf8.count)
  }
}
