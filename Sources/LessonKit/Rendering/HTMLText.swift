/// Writes plain text as HTML that is well-formed XML, too.
public enum HTMLText {
  /// Escapes text for element content and quoted attributes.
  ///
  /// - Parameter text: Any text; characters that HTML and XML forbid become U+FFFD.
  /// - Returns: Text without markup.
  public static func escape(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + text.utf8.count / 16)
    let replacement = Array("\u{FFFD}".utf8)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "\""): result += "&quot;".utf8
      case 0x09, 0x0A, 0x0D: result.append(byte)
      case 0..<0x20, 0x7F: result += replacement
      case 0xBE...0xBF where result.suffix(2) == [0xEF, 0xBF]:
        // U+FFFE and U+FFFF, no characters in XML.
        result.append(0xBD)
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Writes a path or URL with the bytes escaped that may not stand in one.
  static func percentEncoded(_ url: String) -> String {
    let kept = Set("-_.!~*'();/?:@&=+$,#%".utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in url.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.append(byte)
      default:
        if kept.contains(byte) {
          result.append(byte)
        } else {
          result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A link's address as an attribute value, or nil for one that a page must not follow.
  ///
  /// Relative addresses, anchors, `http`, `https` and `mailto` are followed; `javascript:` and every
  /// other scheme is not.
  static func address(_ url: String) -> String? {
    let encoded = percentEncoded(url)
    // A scheme is letters, digits, plus, minus and dots (RFC 3986, section 3.1), and some readers look
    // past blanks in it; whatever else stands before a colon is the start of a path.
    let visible = url.unicodeScalars.filter { $0.value > 0x20 }
    let scheme = visible.prefix { $0.isASCII && ($0.properties.isAlphabetic || isSchemeMark($0)) }
    if visible.dropFirst(scheme.count).first == ":" {
      let name = String(String.UnicodeScalarView(scheme)).lowercased()
      guard ["http", "https", "mailto"].contains(name) else { return nil }
    }
    return escape(encoded)
  }
  private static func isSchemeMark(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || "+-.".unicodeScalars.contains(scalar)
  }
}
