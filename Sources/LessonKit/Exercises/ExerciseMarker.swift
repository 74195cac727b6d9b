/// A marker of an exercise, as it stands on a line.
struct ExerciseMarker: Equatable {
  /// What a marker does.
  enum Edge: String {
    case begin = "BEGIN"
    case end = "END"
    /// Marks the line it ends.
    case suffix
  }

  /// What it marks.
  var kind: ExerciseRegion.Kind
  /// What it does.
  var edge: Edge

  /// What a line says about exercises.
  enum Reading: Equatable {
    case marker(ExerciseMarker, column: Int)
    /// Almost a marker: what was found, and the marker that is meant.
    case misspelt(String, meant: String, column: Int)
  }

  /// Reads a line of a cell.
  ///
  /// - Parameter line: The line, without what containers put before it.
  /// - Returns: The marker, or nil where there is none; columns are those of `line`.
  static func read(code line: Substring) -> Reading? {
    guard let slashes = line.ranges(of: "//").last?.lowerBound else {
      guard let start = line.firstRange(of: "/*")?.lowerBound else { return nil }
      let column = line.utf8.distance(from: line.startIndex, to: start) + 1
      return resembling(line[start...].trimmedSuffix, isProse: false, column: column)
    }
    let comment = line[slashes...].trimmedSuffix
    let column = line.utf8.distance(from: line.startIndex, to: slashes) + 1
    let isWhole = line[..<slashes].allSatisfy(\.isWhitespace)
    if isWhole {
      return find(comment, bare(comment), in: codeMarkers, reach: 3, column: column)
        ?? (bare(comment) == "SOLUTION" && comment != instructorsText
          ? .misspelt(comment, meant: "// BEGIN SOLUTION", column: column) : nil)
        ?? resembling(comment, isProse: false, column: column)
    }
    let suffix = (suffixText, ExerciseMarker(kind: .solution, edge: .suffix))
    return find(comment, bare(comment), in: [suffix], reach: 1, column: column)
  }

  /// Reads a line of prose.
  ///
  /// - Parameter line: The line.
  /// - Returns: The marker, or nil where there is none; columns are those of `line`.
  static func read(prose line: Substring) -> Reading? {
    guard let start = line.firstRange(of: "<!--")?.lowerBound else { return nil }
    let comment = line[start...].trimmedSuffix
    let column = line.utf8.distance(from: line.startIndex, to: start) + 1
    return find(comment, bare(comment), in: proseMarkers, reach: 3, column: column)
      ?? resembling(comment, isProse: true, column: column)
  }

  /// The marker that a comment elsewhere, where none is read, seems to be.
  ///
  /// - Parameter text: A line of code in any language, or raw HTML within a paragraph.
  /// - Returns: The comment and the column it starts at in `text`; nil where it is no marker.
  static func stray(in text: Substring) -> (comment: String, column: Int)? {
    let leaders = ["<!--", "//", "/*", "#", "%", "--", ";"]
    let starts = leaders.compactMap { text.firstRange(of: $0)?.lowerBound }
    guard let start = starts.min() else { return nil }
    let comment = text[start...].trimmedSuffix
    let column = text.utf8.distance(from: text.startIndex, to: start) + 1
    let isMarker = (codeMarkers + proseMarkers).contains { bare($0.text) == bare(comment) }
    guard isMarker || resembling(comment, isProse: false, column: column) != nil else { return nil }
    return (comment, column)
  }

  /// What a short comment means that has a marker's words in another order, or words like them.
  private static func resembling(_ comment: String, isProse: Bool, column: Int) -> Reading? {
    let words = bare(comment).split(separator: " ")
    guard words.count <= 3 else { return nil }
    func has(_ candidates: Set<Substring>) -> Bool { words.contains { candidates.contains($0) } }
    let edge: Edge
    if has(["BEGIN", "START"]) {
      edge = .begin
    } else if has(["END", "STOP"]) {
      edge = .end
    } else {
      return nil
    }
    let kind: ExerciseRegion.Kind
    if has(["SOLUTION", "SOLUTIONS", "ANSWER"]) {
      kind = .solution
    } else if has(["HIDDEN"]), !isProse {
      kind = .hiddenTests
    } else if has(["INSTRUCTOR"]), isProse {
      kind = .instructor
    } else {
      return nil
    }
    let meant = ExerciseMarker(kind: kind, edge: edge).text(isProse: isProse)
    return .misspelt(comment, meant: meant, column: column)
  }

  /// The marker as it is written in a cell or in prose.
  func text(isProse: Bool) -> String {
    let words = edge == .suffix ? kind.rawValue : "\(edge.rawValue) \(kind.rawValue)"
    return isProse ? "<!-- \(words) -->" : "// \(words)"
  }

  private static let suffixText = "// SOLUTION"

  /// What stands over a solution in the instructor's handout, which is a lesson, too.
  static let instructorsText = "// Solution:"

  private static let codeMarkers = markers([.solution, .hiddenTests], isProse: false)

  private static let proseMarkers = markers([.solution, .instructor], isProse: true)

  private static func markers(
    _ kinds: [ExerciseRegion.Kind], isProse: Bool
  ) -> [(text: String, marker: ExerciseMarker)] {
    kinds.flatMap { kind in
      [Edge.begin, .end].map { edge in
        let marker = ExerciseMarker(kind: kind, edge: edge)
        return (marker.text(isProse: isProse), marker)
      }
    }
  }

  /// The words of a comment: without slashes, dashes and what other tools put before a marker.
  private static func bare(_ comment: String) -> String {
    let words = comment.split { "/#<>!-*: \t".contains($0) }.joined(separator: " ")
    return words.uppercased()
  }

  private static func find(
    _ comment: String, _ words: String, in markers: [(text: String, marker: ExerciseMarker)],
    reach: Int, column: Int
  ) -> Reading? {
    if let found = markers.first(where: { $0.text == comment }) {
      return .marker(found.marker, column: column)
    }
    // A sentence that happens to be long is no marker; nor is it compared letter by letter.
    guard words.utf8.count <= 24 else { return nil }
    let nearest = markers.map { entry in
      (entry.text, NearestName.distance(Array(words), Array(bare(entry.text))))
    }.min { $0.1 < $1.1 }
    guard let nearest, nearest.1 <= reach else { return nil }
    return .misspelt(comment, meant: nearest.0, column: column)
  }
}

extension Substring {
  /// The text without blanks at its end.
  fileprivate var trimmedSuffix: String {
    String(prefix(upTo: lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex))
  }
}
