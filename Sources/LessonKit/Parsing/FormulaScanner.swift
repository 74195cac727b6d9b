/// Finds the formulas in a paragraph's or heading's bytes.
///
/// `$…$` has no space inside its dollar signs and no digit after them; `$$…$$` and `` $`…`$ `` hold
/// anything. What is escaped, in code or in a tag's attribute is left alone.
struct FormulaScanner {
  /// A formula's bytes.
  struct Span: Equatable {
    /// All of it.
    var range: Range<Int>
    /// The TeX in it.
    var tex: Range<Int>
    var isDisplay: Bool
  }

  /// The formulas.
  private(set) var spans: [Span] = []
  /// Where an unclosed `$$` stands, if one does.
  private(set) var unclosed: Int?
  private let bytes: [UInt8]
  /// How many backticks in a row were looked for in vain.
  private var missingRuns: Set<Int> = []
  private var index = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"): skipCode()
      case UInt8(ascii: "<"): skipTag()
      case UInt8(ascii: "$"): readDollars()
      default: index += 1
      }
    }
  }

  private func byte(_ index: Int) -> UInt8 { bytes.indices.contains(index) ? bytes[index] : 0x20 }

  private func runLength(_ start: Int) -> Int {
    bytes[start...].prefix { $0 == bytes[start] }.count
  }

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

  private mutating func skipCode() {
    let length = runLength(index)
    let end = closingRun(length, from: index + length)
    index = end.map { $0 + length } ?? index + length
  }

  /// Skips a tag or link whose attributes or address hold a dollar sign.
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

  private mutating func readDollars() {
    let length = runLength(index)
    let span = length == 1 ? inlineSpan() : length == 2 ? displaySpan() : nil
    if let span {
      spans.append(span)
      index = span.range.upperBound
    } else {
      if length == 2 { unclosed = unclosed ?? index }
      index += length
    }
  }

  /// `$…$`: the next dollar sign outside of code must be one that can close it.
  private mutating func inlineSpan() -> Span? {
    if byte(index + 1) == UInt8(ascii: "`") {
      let length = runLength(index + 1)
      let start = index + 1 + length
      guard let end = closingRun(length, from: start),
        byte(end + length) == UInt8(ascii: "$")
      else { return nil }
      return Span(range: index..<(end + length + 1), tex: start..<end, isDisplay: false)
    }
    guard byte(index + 1) > 0x20, let end = dollar(from: index + 1), byte(end - 1) > 0x20,
      !(0x30...0x39).contains(byte(end + 1))
    else { return nil }
    return Span(range: index..<(end + 1), tex: (index + 1)..<end, isDisplay: false)
  }

  private mutating func displaySpan() -> Span? {
    var next = index + 2
    while let end = dollar(from: next) {
      if byte(end + 1) == UInt8(ascii: "$") {
        return Span(range: index..<(end + 2), tex: (index + 2)..<end, isDisplay: true)
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
