import Foundation

/// What the compiler said about a cell, in the lesson's lines.
struct CompilerOutput {
  /// The messages, in the order of their lines.
  let diagnostics: [Diagnostic]

  /// Whether a message is an error.
  var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// A cell whose places the compiler may name.
  struct Place {
    /// The file's name as the compiler was given it: `LessonCell_3.swift`.
    var file: String
    /// The cell.
    var cell: Cell
    /// What the compiler read.
    var source: EditedSource

    /// Where a place in the compiler's file stands in the lesson.
    ///
    /// - Parameters:
    ///   - line: The line that the compiler named.
    ///   - column: The column that the compiler named.
    /// - Returns: The place in the lesson.
    func position(line: Int, column: Int) -> TextPosition {
      let place = source.originalPosition(line: line, column: column)
      return cell.position(line: place.line, column: place.column)
    }
  }

  /// Reads messages of the form `file:line:column: error: message`.
  ///
  /// - Parameters:
  ///   - text: All that the compiler printed.
  ///   - cell: The number of the cell that was compiled.
  ///   - places: The cells so far.
  init(_ text: String, compiling cell: Cell, places: [Place]) {
    var found: [Diagnostic] = []
    var stray: [String] = []
    var isAboutInsertion = false
    for line in text.split(separator: "\n") {
      if let diagnostic = CompilerOutput.diagnostic(String(line), places: places) {
        if diagnostic.severity != .note {
          isAboutInsertion =
            diagnostic.severity == .warning && CompilerOutput.isInserted(line, places: places)
        }
        if isAboutInsertion || CompilerOutput.isOverloadList(diagnostic, after: found) { continue }
        let repeats = found.contains {
          $0.position == diagnostic.position && $0.message == diagnostic.message
        }
        if !repeats { found.append(diagnostic) }
      } else if line.hasPrefix("<unknown>:0: ") || line.contains("error: ") {
        stray.append(String(line).replacingOccurrences(of: "<unknown>:0: ", with: ""))
      }
    }
    if found.allSatisfy({ $0.severity != .error }), !stray.isEmpty {
      let message = stray.map { ModuleNames.removed(from: $0) }.joined(separator: "\n")
      found.append(
        Diagnostic(
          .error, at: cell.fence,
          message.hasPrefix("error: ") ? String(message.dropFirst(7)) : message))
    }
    diagnostics = CompilerOutput.sorted(found)
  }

  /// Whether a note lists an operator's overloads below an error that plain words explain.
  ///
  /// The list helps no newcomer, and every operator that the library gains would change the page.
  private static func isOverloadList(_ note: Diagnostic, after found: [Diagnostic]) -> Bool {
    note.severity == .note && note.message.hasPrefix("overloads for '")
      && found.last { $0.severity != .note }?.hint != nil
  }

  /// The message for a compiler that ended without one.
  ///
  /// - Parameter cell: The cell that it was compiling.
  /// - Returns: The message, at the cell's fence.
  static func crash(on cell: Cell) -> Diagnostic {
    Diagnostic(
      .error, at: cell.fence, "the compiler crashed on this cell",
      hint: "simplify the cell, or split it, to find the line that it cannot take")
  }

  /// Whether the compiler cannot read the library's modules.
  ///
  /// - Parameter text: All that the compiler printed.
  /// - Returns: Whether another compiler has built them.
  static func isAboutOtherCompiler(_ text: String) -> Bool {
    text.contains("module compiled with Swift") || text.contains("cannot be imported by the")
  }

  /// A message with its notes goes where its line says.
  private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var groups: [[Diagnostic]] = []
    for diagnostic in diagnostics {
      if diagnostic.severity == .note, !groups.isEmpty {
        groups[groups.count - 1].append(diagnostic)
      } else {
        groups.append([diagnostic])
      }
    }
    return groups.enumerated().sorted {
      ($0.element[0].position, $0.offset) < ($1.element[0].position, $1.offset)
    }.flatMap(\.element)
  }

  /// Whether a message is about what the runner has written, such as a call that shows a value.
  private static func isInserted(_ line: Substring, places: [Place]) -> Bool {
    let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, let row = Int(parts[1]), let column = Int(parts[2]),
      let place = places.last(where: { parts[0].hasSuffix($0.file) })
    else { return false }
    return place.source.isInserted(line: row, column: column)
  }

  private static func diagnostic(_ line: String, places: [Place]) -> Diagnostic? {
    let parts = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, let row = Int(parts[1]), let column = Int(parts[2]),
      var severity = Diagnostic.Severity(rawValue: parts[3].trimmingCharacters(in: .whitespaces)),
      let place = places.last(where: { parts[0].hasSuffix($0.file) })
    else { return nil }
    var message = parts[4].trimmingCharacters(in: .whitespaces)
    // A group's name follows in brackets: `[#DeprecatedDeclaration]`.
    if message.hasSuffix("]"), let bracket = message.range(of: " [#", options: .backwards) {
      message = String(message[..<bracket.lowerBound])
    }
    message = ModuleNames.removed(from: message)
    // The line says which cell.
    if let module = message.range(of: " in module '\(CellSource.modulePrefix)"),
      let end = message[module.upperBound...].firstIndex(of: "'")
    {
      message.removeSubrange(module.lowerBound...end)
    }
    // The library marks what would make a cell print something else in every run.
    if let mark = message.range(of: " is deprecated: cells draw reproducibly: ") {
      severity = .error
      message.replaceSubrange(mark, with: " differs from run to run: ")
    }
    return Diagnostic(
      severity, at: place.position(line: row, column: column), message,
      hint: severity == .error ? CompilerHint.hint(for: message) : nil)
  }
}
