/// Lines numbers up on their decimal points, by spaces as wide as what is missing.
///
/// A figure space stands for a missing digit and a punctuation space for a missing point, so that
/// numbers that end at the right line up in any font with equally wide digits.
enum DecimalAlignment {
  private static let figureSpace = "\u{2007}"
  private static let pointSpace = "\u{2008}"
  private static let separator = " ± "

  /// The entries of one column of numbers.
  ///
  /// A column with a number in scientific notation stays as it is: its digits are no places.
  ///
  /// - Parameter entries: The numbers as text; an estimate is `9.10 ± 0.03`.
  /// - Returns: The numbers with spaces behind them.
  static func aligned(_ entries: [String]) -> [String] {
    guard !entries.contains(where: isScientific) else { return entries }
    let parts = entries.map { $0.components(separatedBy: separator) }
    let partCount = parts.map(\.count).max() ?? 0
    let widths = (0..<partCount).map { index in
      parts.map { index < $0.count ? fractionLength($0[index]) : 0 }.max() ?? 0
    }
    // Errors line up only if every entry has one: there is nothing to line up with otherwise.
    guard parts.allSatisfy({ $0.count == partCount }) else { return entries }
    return parts.map { parts in
      zip(parts, widths).map { padded($0, to: $1) }.joined(separator: separator)
    }
  }

  /// The digits after the point, and the point itself.
  private static func fractionLength(_ text: String) -> Int {
    text.firstIndex(of: ".").map { text[$0...].count } ?? 0
  }

  private static func padded(_ text: String, to length: Int) -> String {
    let own = fractionLength(text)
    guard own < length else { return text }
    let point = own == 0 ? pointSpace : ""
    return text + point + String(repeating: figureSpace, count: length - max(own, 1))
  }

  private static func isScientific(_ text: String) -> Bool {
    text.contains("e") && text.contains(where: \.isNumber)
  }
}

extension String {
  /// The text between the occurrences of some words.
  fileprivate func components(separatedBy words: String) -> [String] {
    split(separator: words, omittingEmptySubsequences: false).map(String.init)
  }
}
