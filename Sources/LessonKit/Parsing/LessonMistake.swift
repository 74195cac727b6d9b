/// Something the author of a lesson must repair before it can run.
public struct LessonMistake: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Code: Equatable, Sendable {
    /// The lesson has no text.
    case empty
    /// A NUL byte stands in the text.
    case nulByte
    /// The front matter has no closing `---`.
    case unclosedFrontMatter
    /// The front matter is larger than the limit in bytes.
    case frontMatterTooLarge(limit: Int)
    /// A line of the front matter or an option line is no `key: value`.
    case expectedKeyAndValue(found: String)
    /// YAML's own complaint.
    case invalidYAML(problem: String)
    /// A YAML value is nested too deeply.
    case nestedTooDeeply
    /// A YAML anchor, `&name`.
    case anchor
    /// A key of the front matter that does not exist.
    case unknownKey(String, nearest: String?, valid: [String])
    /// A cell option that does not exist.
    case unknownOption(String, nearest: String?, valid: [String])
    /// A key or option a second time.
    case duplicateKey(String, firstLine: Int)
    /// A value of another type than the key wants.
    case wrongType(key: String, expected: String, found: String)
    /// `=` after an option's name.
    case equalsSign(key: String)
    /// A non-breaking space in an option line.
    case nonBreakingSpace
    /// `#|` instead of `//|`.
    case hashOption
    /// An option line after code.
    case lateOption
    /// A word after `swift` that does not exist.
    case unknownInfoWord(String, nearest: String?)
    /// Two words after `swift` that contradict each other, or the same word twice.
    case conflictingInfoWords(String, String)
    /// An opening fence in a form from elsewhere, with the form of ours.
    case foreignFence(found: String, ours: String)
    /// A quotation's `[!WORD]` that is none of the callouts.
    case unknownCallout(String, nearest: String?)
    /// Text on the line of a callout's marker.
    case textAfterCallout(String)
    /// A callout's marker with nothing below it in the quotation.
    case emptyCallout(String)
    /// A table whose header has another number of cells than the line below it.
    case tableHeader(cells: Int, columns: Int)
    /// A table's row with more cells than columns: on every page the last ones would be missing.
    case tableRow(cells: Int, columns: Int)
    /// A `$$` without another one in the paragraph.
    case unclosedFormula
    /// TeX that cannot be set, with KaTeX's own complaint.
    case invalidTeX(String)
    /// A name under `macros` that is no TeX command.
    case invalidMacroName(String)
    /// A `:::` line.
    case fencedDiv
    /// A fenced block without a closing fence.
    case unclosedFence(String)
    /// A fence opens inside a Swift block: the block's own closing fence is missing.
    case fenceInsideCell(openedAt: Int)
    /// A label with other characters than letters, digits, `-` and `_`.
    case invalidLabel(String)
    /// A label like the names of unlabelled cells.
    case reservedLabel(String)
    /// A label a second time.
    case duplicateLabel(String, firstLine: Int)
    /// A label at a place that cannot have one.
    case strayLabel(String)
    /// A label of another kind than the place it stands at.
    case otherLabelKind(String, place: String, valid: String)
    /// A reference to a label that does not exist.
    case unknownLabel(String, nearest: String?)
    /// A reference to a footnote that does not exist.
    case unknownFootnote(String, nearest: String?)
    /// A footnote's text a second time.
    case duplicateFootnote(String, firstLine: Int)
    /// A footnote's text that nothing refers to.
    case unusedFootnote(String)
    /// A footnote with text indented below its paragraph.
    case longFootnote(String)
    /// A `` `{swift} `` without a closing backtick in the paragraph.
    case unclosedValue
    /// A value in a sentence that is not one Swift expression.
    case invalidValue(String)
    /// A parameter's name that is no Swift identifier.
    case invalidParameterName(String)
    /// A comment that is almost an exercise marker.
    case misspeltMarker(String, meant: String)
    /// A marker of an exercise where none is read.
    case strayMarker(String)
    /// A marker that ends what nothing began.
    case unopenedMarker(String, opening: String)
    /// A marker that begins what nothing ends.
    case unclosedMarker(String, closing: String)
    /// A marker within what another one began.
    case nestedMarker(String, in: String, line: Int)
    /// An exercise marker in a block that is not run.
    case markerInOtherCell(String, role: String)
    /// A declaration of a solution that the student's code needs and that has no type.
    case solutionWithoutType(String)
    /// A declaration of a solution that the student's code needs and that has no stub.
    case solutionWithoutStub(String)
  }

  /// What is wrong.
  public var code: Code
  /// Where in the lesson.
  public var position: TextPosition

  /// Creates a mistake.
  ///
  /// - Parameters:
  ///   - code: What is wrong.
  ///   - position: Where in the lesson.
  public init(_ code: Code, at position: TextPosition) {
    self.code = code
    self.position = position
  }

  /// The mistake as an error message about the lesson.
  public var diagnostic: Diagnostic { Diagnostic(.error, at: position, description) }

  /// The mistake as compilers print it: `path:line:column: error: message`.
  ///
  /// - Parameter path: The lesson's path as the user named it.
  /// - Returns: One line without a line break.
  public func rendered(path: String) -> String { diagnostic.rendered(path: path) }
}

extension LessonMistake: CustomStringConvertible {
  /// The mistake in one line, with the valid words or the nearest name.
  public var description: String {
    switch code {
    case .empty: "the lesson is empty"
    case .nulByte: "a NUL byte; a lesson is text"
    case .unclosedFrontMatter:
      "the front matter that starts here is not closed; end it with a line '---'"
    case .frontMatterTooLarge(let limit):
      "the front matter is larger than \(limit / 1024) KiB"
    case .expectedKeyAndValue(let found): "expected 'key: value', found '\(found)'"
    case .invalidYAML(let problem): "not valid YAML: \(problem)"
    case .nestedTooDeeply: "the value is nested too deeply"
    case .anchor: "YAML anchors ('&name') are not supported; write the value out"
    case .unknownKey(let key, let nearest, let valid):
      "unknown front matter key '\(key)'" + Self.suggestion(nearest, valid)
    case .unknownOption(let option, let nearest, let valid):
      "unknown option '\(option)'" + Self.suggestion(nearest, valid)
    case .duplicateKey(let key, let line): "'\(key)' is set twice; first on line \(line)"
    case .wrongType(let key, let expected, let found):
      "'\(key)' expects \(expected), found \(found)"
    case .equalsSign(let key): "an option is written '\(key): value', with ':' instead of '='"
    case .nonBreakingSpace: "a non-breaking space; replace it with an ordinary space"
    case .hashOption: "options in Swift are written '//| key: value', not '#| key: value'"
    case .lateOption:
      "an option line after code; move it to the first lines of the block"
    case .unknownInfoWord(let word, let nearest):
      "unknown word '\(word)' after 'swift'" + Self.suggestion(nearest, FenceInfo.words)
    case .conflictingInfoWords(let first, let second):
      first == second
        ? "'\(first)' stands twice after 'swift'"
        : "'\(first)' and '\(second)' exclude each other; keep one"
    case .foreignFence(let found, let ours): "'\(found)' is written '\(ours)' here"
    case .unknownCallout(let marker, let nearest):
      "unknown callout '\(marker)'" + Self.suggestion(nearest, Callout.markers)
    case .textAfterCallout(let marker):
      "'\(marker)' stands alone on its line; start the text on the next line, after '> '"
    case .emptyCallout(let marker):
      "the callout '\(marker)' has no text; its text stands on the lines below, each after '> '"
    case .tableHeader(let cells, let columns):
      "the table's header has \(Self.count(cells, "cell")), the line of dashes below it "
        + "\(columns); they must match (a pipe inside a cell is written '\\|')"
    case .tableRow(let cells, let columns):
      "the row has \(Self.count(cells, "cell")), the table \(Self.count(columns, "column")); "
        + "a pipe inside a cell is written '\\|'"
    case .unclosedFormula:
      "the formula is not closed; end it with '$$' before the next blank line "
        + "(two dollar signs are written '\\$\\$')"
    case .invalidTeX(let problem): "in the formula: \(problem)"
    case .invalidMacroName(let name):
      "'\(name)' is no macro name; a name is '\\' and letters, as in '\\E': '\\mathbb{E}'"
    case .fencedDiv:
      "':::' blocks are not supported; write a callout as '> [!NOTE]', a fold as '<details>'"
    case .unclosedFence(let fence): "the code block is not closed; end it with a line '\(fence)'"
    case .fenceInsideCell(let line):
      "a fence opens inside the block of line \(line); is its closing fence missing? "
        + "(if it is meant, open the block with more backticks)"
    case .invalidLabel(let label):
      "'\(label)' is no label; a label is a letter, then letters, digits, '-' and '_'"
    case .reservedLabel(let label):
      "the label '\(label)' is the name of an unlabelled cell; choose another"
    case .duplicateLabel(let label, let line):
      "the label '\(label)' is used twice; first on line \(line)"
    case .strayLabel(let label):
      "'{#\(label)}' names nothing here; it stands right after an image that is alone in its "
        + "paragraph, after '$$…$$', at the end of a heading, or at the end of a table's caption, "
        + "': …'"
    case .otherLabelKind(let label, let place, let valid):
      "'\(label)' is no label of \(place); such a label starts with \(valid)"
    case .unknownLabel(let label, let nearest):
      "nothing has the label '\(label)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownFootnote(let name, let nearest):
      "there is no footnote '[^\(name)]: …'"
        + (nearest.map { "; did you mean '[^\($0)]'?" } ?? " (for the text itself: '\\[^\(name)]')")
    case .duplicateFootnote(let name, let line):
      "the footnote '[^\(name)]:' stands twice; first on line \(line)"
    case .unusedFootnote(let name): "nothing refers to the footnote; write '[^\(name)]' in the text"
    case .longFootnote(let name):
      "the footnote '[^\(name)]' is one paragraph; indented text below it would be code"
    case .unclosedValue:
      "the value is not closed; end it with a backtick before the next blank line"
    case .invalidValue(let text):
      "'\(text)' is not one Swift expression; longer code stands in a cell"
    case .invalidParameterName(let name):
      "'\(name)' is no parameter name; a name is a letter, then letters, digits and '_' "
        + "(and not init, self, Type, Protocol)"
    case .strayMarker(let marker):
      "'\(marker)' hides nothing here; markers stand alone on a line, '// …' in a cell that is "
        + "run and '<!-- … -->' in prose"
    case .misspeltMarker(let found, let meant):
      "'\(found)' is no exercise marker; did you mean '\(meant)'?"
    case .unopenedMarker(let marker, let opening):
      "'\(marker)' ends what nothing began; write '\(opening)' before it, in the same cell or prose"
    case .unclosedMarker(let marker, let closing):
      "'\(marker)' is not closed; end it with a line '\(closing)', in the same cell or prose"
    case .nestedMarker(let marker, let outer, let line):
      "'\(marker)' stands within '\(outer)' of line \(line); close that first"
    case .markerInOtherCell(let marker, let role):
      "'\(marker)' in a '\(role)' block; exercise markers stand in cells that run"
    case .solutionWithoutType(let name):
      "the student's code needs '\(name)', and its type is not written; write "
        + "'\(name): TYPE = …', so that the student's line can be '\(name): TYPE = yourCodeHere(…)'"
    case .solutionWithoutStub(let name):
      "the student's code needs '\(name)', for which nothing can stand in; declare it outside "
        + "the solution"
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  private static func suggestion(_ nearest: String?, _ valid: [String]) -> String {
    let list = "valid: \(valid.joined(separator: ", "))"
    return nearest.map { "; did you mean '\($0)'? (\(list))" } ?? "; \(list)"
  }
}
