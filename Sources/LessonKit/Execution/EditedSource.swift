/// A cell's source with text inserted, and the way back from places in the result.
///
/// The compiler sees the inserted text; the author never should. So every place in the result maps
/// to the place of the original it stands at or before.
struct EditedSource: Equatable {
  /// What the compiler reads.
  let text: String
  private let originalLineStarts: [Int]
  private let editedLineStarts: [Int]
  private let spans: [Span]

  /// A replaced stretch, in bytes: `original` bytes became `edited` ones.
  private struct Span: Equatable {
    var originalStart: Int
    var originalLength: Int
    var editedStart: Int
    var editedLength: Int
  }

  /// One change of the original.
  struct Edit: Equatable {
    /// Where, in UTF-8 bytes from the start.
    var offset: Int
    /// How many bytes go.
    var removedLength = 0
    /// What comes instead.
    var insertion: String
  }

  /// Applies edits.
  ///
  /// - Parameters:
  ///   - original: The author's source.
  ///   - edits: The changes, which must not overlap; those at one offset apply in their order.
  init(_ original: String, edits: [Edit]) {
    let bytes = Array(original.utf8)
    var result: [UInt8] = []
    var spans: [Span] = []
    var position = 0
    let ordered = edits.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }
    for (_, edit) in ordered {
      result += bytes[position..<edit.offset]
      spans.append(
        Span(
          originalStart: edit.offset, originalLength: edit.removedLength,
          editedStart: result.count, editedLength: edit.insertion.utf8.count))
      result += Array(edit.insertion.utf8)
      position = edit.offset + edit.removedLength
    }
    result += bytes[position...]
    text = String(decoding: result, as: UTF8.self)
    self.spans = spans
    originalLineStarts = EditedSource.lineStarts(bytes)
    editedLineStarts = EditedSource.lineStarts(result)
  }

  /// Where a place of the edited text stands in the original.
  ///
  /// - Parameters:
  ///   - line: A line of ``text``, counted from 1.
  ///   - column: A column in UTF-8 bytes, counted from 1.
  /// - Returns: The line and column in the original.
  func originalPosition(line: Int, column: Int) -> (line: Int, column: Int) {
    let lineIndex = min(max(line, 1), editedLineStarts.count) - 1
    let edited = editedLineStarts[lineIndex] + max(column, 1) - 1
    var original = edited
    for span in spans where span.editedStart <= edited {
      let inserted = min(edited - span.editedStart, span.editedLength)
      let pastSpan = edited >= span.editedStart + span.editedLength
      original =
        pastSpan
        ? span.originalStart + span.originalLength
          + (edited - span.editedStart - span.editedLength)
        : span.originalStart + min(inserted, span.originalLength)
    }
    let originalLine = (originalLineStarts.lastIndex { $0 <= original } ?? 0)
    return (originalLine + 1, original - originalLineStarts[originalLine] + 1)
  }

  /// Whether a place of the edited text is in what was inserted.
  ///
  /// - Parameters:
  ///   - line: A line of ``text``, counted from 1.
  ///   - column: A column in UTF-8 bytes, counted from 1.
  /// - Returns: Whether the author did not write what stands there.
  func isInserted(line: Int, column: Int) -> Bool {
    guard editedLineStarts.indices.contains(line - 1) else { return false }
    let edited = editedLineStarts[line - 1] + column - 1
    return spans.contains {
      $0.editedStart <= edited && edited < $0.editedStart + $0.editedLength
    }
  }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    return starts
  }
}
