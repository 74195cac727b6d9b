/// Finds the valid name that a misspelt one most likely meant.
public enum NearestName {
  /// The valid name nearest to a word, if one is near enough to be meant.
  ///
  /// - Parameters:
  ///   - word: What the author wrote.
  ///   - names: The valid names.
  /// - Returns: The nearest name at most a third of the word's length away (at least two edits),
  ///   the first of equals; or nil.
  public static func find(_ word: String, in names: [String]) -> String? {
    let written = Array(word.lowercased().prefix(64))
    let reach = max(2, written.count / 3)
    let candidates = names.map { (name: $0, distance: distance(written, Array($0.lowercased()))) }
    let best = candidates.min { $0.distance < $1.distance }
    guard let best, best.distance <= reach, best.distance < max(written.count, 2) else {
      return nil
    }
    return best.name
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words.
  static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var older: [Int] = []
    var old = Array(0...second.count)
    for (row, character) in first.enumerated() {
      var new = [row + 1]
      for (column, other) in second.enumerated() {
        var best = min(old[column + 1] + 1, new[column] + 1)
        best = min(best, old[column] + (character == other ? 0 : 1))
        if row > 0, column > 0, character == second[column - 1], first[row - 1] == other {
          best = min(best, older[column - 1] + 1)
        }
        new.append(best)
      }
      older = old
      old = new
    }
    return old[second.count]
  }
}
