/// Cuts raw HTML into tags, comments and text; what is no proper tag is text.
struct HTMLTokens {
  enum Token {
    case text(String)
    case start(String, [(name: String, value: String)])
    case end(String)
    case comment
  }

  /// The last token as it was written.
  private(set) var source = ""
  private let bytes: [UInt8]
  private var index = 0

  init(_ html: String) { bytes = Array(html.utf8) }

  /// The next token, or nil at the end.
  mutating func next() -> Token? {
    guard index < bytes.count else { return nil }
    let start = index
    defer { source = text(start..<index) }
    if let token = markup() { return token }
    index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
    return .text(text(start..<index))
  }

  /// Text with its character references replaced: XML knows five of HTML's two thousand names.
  static func decoded(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "#" }
      guard name.endIndex < rest.endIndex, rest[name.endIndex] == ";", name.utf8.count <= 32 else {
        result += "&"
        rest = rest.dropFirst()
        continue
      }
      result += CommonMark.parse("&\(name);").plainText
      rest = rest[name.endIndex...].dropFirst()
    }
    return result + rest
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func peek(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private mutating func markup() -> Token? {
    guard peek() == UInt8(ascii: "<") else { return nil }
    if bytes[index...].starts(with: "<!--".utf8) { return comment() }
    index += 1
    let isEnd = peek() == UInt8(ascii: "/")
    if isEnd { index += 1 }
    let name = word().lowercased()
    guard name.utf8.first.map({ (0x61...0x7A).contains($0) }) ?? false else { return nil }
    var attributes: [(name: String, value: String)] = []
    while true {
      skipSpace()
      if peek() == UInt8(ascii: "/") { index += 1 }
      if peek() == UInt8(ascii: ">") {
        index += 1
        return isEnd ? .end(name) : .start(name, attributes)
      }
      guard let attribute = attribute() else { return nil }
      attributes.append(attribute)
    }
  }

  private mutating func comment() -> Token? {
    var end = index + 4
    while end + 2 < bytes.count {
      if bytes[end...].starts(with: "-->".utf8) {
        index = end + 3
        return .comment
      }
      end += 1
    }
    return nil
  }

  private mutating func attribute() -> (name: String, value: String)? {
    let name = word().lowercased()
    guard !name.isEmpty else { return nil }
    skipSpace()
    guard peek() == UInt8(ascii: "=") else { return (name, "") }
    index += 1
    skipSpace()
    let quote = peek()
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { index += 1 }
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted ? byte == quote : byte <= 0x20 || byte == UInt8(ascii: ">") { break }
      index += 1
    }
    let value = Self.decoded(text(start..<index))
    guard isQuoted else { return (name, value) }
    guard index < bytes.count else { return nil }
    index += 1
    return (name, value)
  }

  private mutating func word() -> String {
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: ":"):
        index += 1
      default: return text(start..<index)
      }
    }
    return text(start..<index)
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D, 0x0C].contains(bytes[index]) { index += 1 }
  }
}
