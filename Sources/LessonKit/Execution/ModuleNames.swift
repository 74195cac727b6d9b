/// Clears texts of the names that cells have for the compiler only.
enum ModuleNames {
  /// Removes the cells' module names: `LessonCell_3.Point(x: 1)` becomes `Point(x: 1)`.
  ///
  /// A private or local type prints as `LessonCell_3.(unknown context at $7f1c).Point`, with an
  /// address that changes from run to run: that goes too.
  ///
  /// - Parameter text: What a cell printed or the compiler said.
  /// - Returns: The text as the author expects it.
  static func removed(from text: String) -> String {
    let hasContext = text.contains("(unknown context at $")
    guard hasContext || text.contains(CellSource.modulePrefix) else { return text }
    var result = hasContext ? withoutContexts(text) : text
    var start = result.startIndex
    while let found = result[start...].firstRange(of: CellSource.modulePrefix) {
      let digits = result[found.upperBound...].prefix { $0.isASCII && $0.isNumber }
      let suffix = result[digits.endIndex...].hasPrefix(CellSource.valuesSuffix)
      let length = suffix ? CellSource.valuesSuffix.count : 0
      let end = result.index(digits.endIndex, offsetBy: length)
      guard !digits.isEmpty, end < result.endIndex, result[end] == "." else {
        start = found.upperBound
        continue
      }
      let offset = result.utf8.distance(from: result.startIndex, to: found.lowerBound)
      result.removeSubrange(found.lowerBound...end)
      start = result.utf8.index(result.startIndex, offsetBy: offset)
    }
    return result
  }

  private static func withoutContexts(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: "(unknown context at $") {
      let digits = rest[found.upperBound...].prefix { $0.isHexDigit }
      let closing = rest[digits.endIndex...].prefix(2)
      guard closing == ")." else {
        result += rest[..<found.upperBound]
        rest = rest[found.upperBound...]
        continue
      }
      result += rest[..<found.lowerBound]
      rest = rest[closing.endIndex...]
    }
    return result + rest
  }
}
