/// Finds what lessons add to CommonMark within paragraphs and headings.
///
/// Formulas: `$…$` has no space inside its dollar signs and no digit after them; `$$…$$` and
/// `` $`…`$ `` hold anything. Values: `` `{swift} …` ``. References to labels: `@fig-x` and
/// `[](#fig-x)`; labels: `{#fig-x}`. Footnotes: `[^x]`, and `[^x]:` at the start of a line. What is
/// escaped, in code or in a tag's attribute is left alone.
struct InlineScanner {
  /// What a span is.
  enum Kind: Equatable {
    case formula(isDisplay: Bool)
    case value
    case reference
    case label
    case footnote
    case footnoteText
  }

  /// A stretch of bytes that is not CommonMark's.
  struct Span: Equatable {
    var kind: Kind
    /// All of it.
    var range: Range<Int>
    /// What counts in it: the TeX, the expression, the name.
    var content: Range<Int>
  }

  /// The spans, in order.
  private(set) var spans: [Span] = []
  /// The first `$$` or `` `{swift} `` that is not closed, and where it stands.
  private(set) var unclosed: (kind: Kind, offset: Int)?
  private let bytes: [UInt8]
  /// How many backticks in a row were looked for in vain.
  private var missingRuns: Set<Int> = []
  private var index = 0

  /// What one of ours starts with, as the first two bytes.
  private static let triggers: [[UInt8]] = ["[^", "[]", "{#", "`{"].map { Array($0.utf8) }

  /// Whether a text may hold anything of ours: a quick look.
  static func mayFind(in bytes: some Collection<UInt8>) -> Bool {
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == UInt8(ascii: "$") || previous == UInt8(ascii: "@") { return true }
      if [UInt8(ascii: "^"), UInt8(ascii: "]"), UInt8(ascii: "#"), UInt8(ascii: "{")]
        .contains(byte), triggers.contains([previous, byte])
      {
        return true
      }
      previous = byte
    }
    return false
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"): readCode()
      case UInt8(ascii: "<"): skipTag()
      case UInt8(ascii: "$"): readDollars()
      case UInt8(ascii: "@"): take(reference())
      case UInt8(ascii: "["): take(emptyLink() ?? footnote())
      case UInt8(ascii: "{"): take(label())
      default: index += 1
      }
    }
  }

  private func byte(_ index: Int) -> UInt8 { bytes.indices.contains(index) ? bytes[index] : 0x20 }

  private func runLength(_ start: Int) -> Int {
    bytes[start...].prefix { $0 == bytes[start] }.count
  }

  private mutating func take(_ span: Span?) {
    guard let span else {
      index += 1
      return
    }
    spans.append(span)
    index = span.range.upperBound
  }

  // MARK: Code and tags

  /// The start of the next run of as many backticks.
  private mutating func closingRun(_ length: Int, from start: Int) -> Int? {
    guard !missingRuns.contains(length) else { return nil }
    var next = start
    while let found = bytes[min(next, bytes.count)...].firstIndex(of: UInt8(ascii: "`")) {
      let run = runLength(found)
      if run == length { return found }
      next = found + run
    }
    missingRuns.insert(length)
    return nil
  }

  /// Skips code, but for `{swift}` and what follows it.
  private mutating func readCode() {
    let length = runLength(index)
    let start = index + length
    let word = "{swift}".utf8
    guard let end = closingRun(length, from: start) else {
      if bytes[start...].starts(with: word) { unclosed = unclosed ?? (.value, index) }
      index = start
      return
    }
    let code = bytes[start..<end].drop(while: Self.isBlank)
    guard code.starts(with: word) else {
      index = end + length
      return
    }
    let rest = code.dropFirst(word.count).drop(while: Self.isBlank)
    let upper = (rest.lastIndex { !Self.isBlank($0) }).map { $0 + 1 } ?? rest.startIndex
    take(Span(kind: .value, range: index..<(end + length), content: rest.startIndex..<upper))
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A].contains(byte) }

  /// Skips a tag or link whose attributes or address hold what looks like ours.
  private mutating func skipTag() {
    let rest = bytes[(index + 1)...].prefix(2048)
    guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
      index += 1
      return
    }
    let tag = rest[..<end]
    let name = tag.prefix { $0 > 0x20 }
    let holdsText =
      name.contains(UInt8(ascii: ":"))
      || tag.contains(UInt8(ascii: "="))
        && tag.contains { byte in
          byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
        }
    index = holdsText ? end + 1 : index + 1
  }

  // MARK: Labels and footnotes

  /// Where a label that starts at a place ends; nil where none does.
  private func labelEnd(_ start: Int) -> Int? {
    guard let kind = Label.Kind.allCases.first(where: { bytes[start...].starts(with: $0.prefix) })
    else { return nil }
    var end = start + kind.prefix.count
    while Label.isNameByte(byte(end)) { end += 1 }
    // A hyphen or underscore at the end is the sentence's.
    while [UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte(end - 1)) { end -= 1 }
    return end > start + kind.prefix.count ? end : nil
  }

  /// `@fig-x`, where no word ends.
  private func reference() -> Span? {
    let before = byte(index - 1)
    let isInWord = before >= 0x80 || Label.isNameByte(before) || "./@+".utf8.contains(before)
    guard !isInWord, index + 1 < bytes.count, let end = labelEnd(index + 1) else { return nil }
    return Span(kind: .reference, range: index..<end, content: (index + 1)..<end)
  }

  /// `[](#fig-x)`.
  private func emptyLink() -> Span? {
    let start = index + 4
    guard bytes[index...].starts(with: "[](#".utf8), start < bytes.count,
      let end = labelEnd(start), byte(end) == UInt8(ascii: ")")
    else { return nil }
    return Span(kind: .reference, range: index..<(end + 1), content: start..<end)
  }

  /// `{#fig-x}`.
  private func label() -> Span? {
    let start = index + 2
    guard byte(index + 1) == UInt8(ascii: "#"), start < bytes.count, let end = labelEnd(start),
      byte(end) == UInt8(ascii: "}")
    else { return nil }
    return Span(kind: .label, range: index..<(end + 1), content: start..<end)
  }

  /// `[^x]`, or `[^x]:` at the start of a line.
  private func footnote() -> Span? {
    guard byte(index + 1) == UInt8(ascii: "^") else { return nil }
    let start = index + 2
    let end = start + bytes[min(start, bytes.count)...].prefix { $0 > 0x20 && $0 != 0x5D }.count
    guard end > start, byte(end) == UInt8(ascii: "]") else { return nil }
    let line = bytes[..<index].reversed().prefix { $0 != 0x0A }
    if byte(end + 1) == UInt8(ascii: ":"), line.allSatisfy(Self.isBlank) {
      return Span(kind: .footnoteText, range: index..<(end + 2), content: start..<end)
    }
    return Span(kind: .footnote, range: index..<(end + 1), content: start..<end)
  }

  // MARK: Formulas

  private mutating func readDollars() {
    let length = runLength(index)
    let span = length == 1 ? inlineFormula() : length == 2 ? displayFormula() : nil
    if let span {
      take(span)
    } else {
      if length == 2 { unclosed = unclosed ?? (.formula(isDisplay: true), index) }
      index += length
    }
  }

  /// `$…$`: the next dollar sign outside of code must be one that can close it.
  private mutating func inlineFormula() -> Span? {
    let kind = Kind.formula(isDisplay: false)
    if byte(index + 1) == UInt8(ascii: "`") {
      let length = runLength(index + 1)
      let start = index + 1 + length
      guard let end = closingRun(length, from: start),
        byte(end + length) == UInt8(ascii: "$")
      else { return nil }
      return Span(kind: kind, range: index..<(end + length + 1), content: start..<end)
    }
    guard byte(index + 1) > 0x20, let end = dollar(from: index + 1), byte(end - 1) > 0x20,
      !(0x30...0x39).contains(byte(end + 1))
    else { return nil }
    return Span(kind: kind, range: index..<(end + 1), content: (index + 1)..<end)
  }

  private mutating func displayFormula() -> Span? {
    var next = index + 2
    while let end = dollar(from: next) {
      if byte(end + 1) == UInt8(ascii: "$") {
        return Span(
          kind: .formula(isDisplay: true), range: index..<(end + 2), content: (index + 2)..<end)
      }
      next = end + 1
    }
    return nil
  }

  /// The next dollar sign that is neither escaped nor in code.
  private mutating func dollar(from start: Int) -> Int? {
    var next = start
    while next < bytes.count {
      switch bytes[next] {
      case UInt8(ascii: "$"): return next
      case UInt8(ascii: "\\"): next += 2
      case UInt8(ascii: "`"):
        let length = runLength(next)
        next = closingRun(length, from: next + length).map { $0 + length } ?? next + length
      default: next += 1
      }
    }
    return nil
  }
}
