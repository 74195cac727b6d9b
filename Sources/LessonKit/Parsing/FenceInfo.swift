/// What stands after an opening fence: whether the block is Swift, and what the runner does with it.
struct FenceInfo: Equatable {
  /// The words that may follow `swift`.
  static let words = CellRole.allCases.filter { $0 != .run && $0.isBlock }.map(\.rawValue)

  /// Whether the block is a Swift block; also true for a form from elsewhere that means one.
  var isSwift = false
  /// What the runner does with the block.
  var role: CellRole = .run
  /// What the author must repair.
  var mistakes: [LessonMistake] = []

  /// Reads an info string.
  ///
  /// - Parameters:
  ///   - info: The line after the fence.
  ///   - position: The place of the first byte of `info`.
  ///   - marker: The fence itself, for messages.
  init(_ info: String, at position: TextPosition, marker: String) {
    let words = Self.words(of: info, at: position)
    guard let first = words.first else { return }
    if first.text == "swift" {
      isSwift = true
      readRoles(words.dropFirst())
    } else if let ours = Self.ours(insteadOf: info) {
      isSwift = true
      let found = marker + info.trimmed
      mistakes = [.init(.foreignFence(found: found, ours: marker + ours), at: first.position)]
    }
  }

  private mutating func readRoles(_ words: ArraySlice<Word>) {
    var seen: String?
    for word in words {
      if let found = CellRole(rawValue: word.text), found != .run, found.isBlock {
        if let seen {
          mistakes.append(.init(.conflictingInfoWords(seen, word.text), at: word.position))
        }
        seen = seen ?? word.text
        role = found
      } else if let option = Self.option(from: word.text) {
        mistakes.append(.init(.foreignFence(found: word.text, ours: option), at: word.position))
      } else {
        let nearest = NearestName.find(word.text, in: Self.words)
        mistakes.append(.init(.unknownInfoWord(word.text, nearest: nearest), at: word.position))
      }
    }
  }

  private struct Word {
    var text: String
    var position: TextPosition
  }

  private static func words(of info: String, at position: TextPosition) -> [Word] {
    let bytes = Array(info.utf8)
    return bytes.indices.split { bytes[$0] == 0x20 || bytes[$0] == 0x09 }.map { range in
      Word(
        text: String(decoding: bytes[range], as: UTF8.self),
        position: TextPosition(line: position.line, column: position.column + range.lowerBound))
    }
  }

  /// Our form of `{swift}`, `{.swift}`, `Swift`, `swift,ignore` and the like; nil where the block is
  /// no Swift at all.
  private static func ours(insteadOf info: String) -> String? {
    let separators: Set<Character> = [" ", "\t", ",", ";", ":", "{", "}", "(", ")", "."]
    let parts = info.split { separators.contains($0) }.map(String.init)
    guard let language = parts.first, language.lowercased() == "swift" else { return nil }
    let roles = parts.dropFirst().filter { words.contains($0) }
    return (["swift"] + roles).joined(separator: " ")
  }

  /// `//| echo: false` for `echo=false`, or nil where the word is no option.
  private static func option(from word: String) -> String? {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, CellOptionParser.names.contains(parts[0]) else { return nil }
    return "//| \(parts[0]): \(parts[1])"
  }
}

extension String {
  /// The text without spaces, tabs and line breaks at its ends.
  var trimmed: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
    let start = drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}
