/// What a page or picture says: its text, and the values of its attributes.
struct MarkupText {
  /// The text between tags, entities decoded.
  let text: String
  /// The values of attributes, entities decoded.
  let attributes: [String]

  /// Reads well-formed markup.
  init(_ markup: String) {
    var text: [UInt8] = []
    var attributes: [String] = []
    var value: [UInt8] = []
    var quote: UInt8?
    var isInTag = false
    for byte in markup.utf8 {
      if let open = quote {
        if byte == open {
          attributes.append(Self.decoded(String(decoding: value, as: UTF8.self)))
          value = []
          quote = nil
        } else {
          value.append(byte)
        }
      } else if isInTag {
        if byte == UInt8(ascii: ">") { isInTag = false }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
      } else if byte == UInt8(ascii: "<") {
        isInTag = true
      } else {
        text.append(byte)
      }
    }
    self.text = Self.decoded(String(decoding: text, as: UTF8.self))
    self.attributes = attributes
  }

  /// A text with its entities decoded: those of XML, and those by number.
  static func decoded(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      rest = rest[start...]
      let name = rest.dropFirst().prefix(9).prefix { $0 != ";" && $0 != "&" }
      guard rest[name.endIndex...].first == ";", let character = character(name) else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      result.unicodeScalars.append(character)
      rest = rest[name.endIndex...].dropFirst()
    }
    return result + rest
  }

  private static func character(_ name: Substring) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    case "nbsp": return " "
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init)
    }
  }
}
