import Yams

/// Reads fields as the types their keys want, and collects what does not fit.
struct FieldReader {
  /// What the author must repair.
  var mistakes: [LessonMistake] = []

  /// A field's value as `true` or `false`.
  mutating func boolean(_ field: YAMLField) -> Bool? {
    if case .boolean(let value) = field.value { return value }
    return reject(field, "true or false")
  }

  /// A field's value as text; a number or a word like `true` is taken as it is written.
  mutating func text(_ field: YAMLField) -> String? {
    if let text = scalarText(field.node) { return text.trimmed }
    return reject(field, "text")
  }

  /// A field's value as a seed.
  mutating func seed(_ field: YAMLField) -> UInt64? {
    if case .integer(let digits) = field.value, let seed = UInt64(digits) { return seed }
    return reject(field, "a whole number from 0 to \(UInt64.max)")
  }

  /// A field's value as a time.
  mutating func seconds(_ field: YAMLField) -> Double? {
    switch field.value {
    case .integer(let digits):
      if let seconds = Double(digits), seconds > 0, seconds <= 1e6 { return seconds }
    case .number(let seconds) where seconds > 0 && seconds <= 1e6: return seconds
    default: break
    }
    return reject(field, "a number of seconds above 0")
  }

  /// A field's value as a list of words; one word is a list of one.
  mutating func texts(_ field: YAMLField, _ expected: String) -> [String]? {
    guard case .sequence(let sequence) = field.node else {
      if let text = scalarText(field.node) { return [text] }
      return reject(field, expected)
    }
    let texts = sequence.map { scalarText($0) }
    if let index = texts.firstIndex(of: nil) {
      var entry = field
      entry.node = sequence[index]
      return reject(entry, expected)
    }
    return texts.compactMap { $0 }
  }

  /// Reports a field whose value is not what its key wants.
  ///
  /// - Returns: Nil, of any type.
  mutating func reject<Value>(_ field: YAMLField, _ expected: String) -> Value? {
    let code = LessonMistake.Code.wrongType(
      key: field.key, expected: expected, found: field.value.summary)
    mistakes.append(.init(code, at: field.position))
    return nil
  }

  private func scalarText(_ node: Node) -> String? {
    guard case .scalar(let scalar) = node, YAMLValue(node) != .nothing else { return nil }
    return scalar.string
  }
}
