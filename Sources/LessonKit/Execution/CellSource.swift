import SwiftParser
import SwiftSyntax

/// A cell made ready for the compiler: imports turned into links of the chain, top-level `await`
/// into a blocking call, a bare last expression into a shown value.
struct CellSource {
  /// The module a cell is compiled to: a reserved prefix that outputs and messages are cleared of.
  static let modulePrefix = "LessonCell_"
  /// What a module's name ends with that shows the values of expressions in sentences.
  static let valuesSuffix = "_values"

  /// The modules that the first cell's chain exports.
  static let preludeModules = ["Charts", "Notebook", "PolicyGradients", "Statistics", "VectorMath"]

  /// What the compiler reads.
  let source: EditedSource
  /// The modules this cell adds to the chain.
  let importedModules: [String]
  /// What the chain cannot carry, with positions in the cell.
  let mistakes: [Mistake]
  /// The names that the cell uses; the labels of arguments are none.
  let usedNames: Set<String>
  /// The names that the cell declares.
  let declaredNames: Set<String>

  /// Something a cell may not do at its top level.
  struct Mistake: Equatable {
    /// The line in the cell, counted from 1.
    var line: Int
    /// The column in UTF-8 bytes, counted from 1.
    var column: Int
    /// What is wrong and what to write instead.
    var message: String
  }

  /// Reads and rewrites a cell.
  ///
  /// - Parameters:
  ///   - text: The author's source.
  ///   - imports: The imports that make it a link of the chain.
  ///   - exported: The modules that the chain exports already.
  ///   - showsEvery: Whether each statement is an expression whose value is shown in a sentence.
  init(
    _ text: String, imports: [String], exported: Set<String>, showsEvery: Bool = false
  ) {
    let tree = Parser.parse(source: text)
    let rewriter = TopLevelRewriter(
      exported: exported,
      converter: SourceLocationConverter(fileName: "", tree: tree))
    rewriter.walk(tree)
    rewriter.noteStatements(tree.statements)
    if showsEvery {
      for statement in tree.statements { rewriter.display(statement, by: "lessonCellValue") }
    } else {
      rewriter.display(tree.statements.last, by: "displayLastExpression")
    }
    let prelude = imports.map { $0 + "; " }.joined()
    if tree.shebang != nil {
      // No longer the file's first bytes, it has to be a comment.
      rewriter.edits.append(EditedSource.Edit(offset: 0, removedLength: 2, insertion: "//"))
    }
    source = EditedSource(
      text,
      edits: [EditedSource.Edit(offset: 0, insertion: prelude)] + rewriter.openings + rewriter.edits
    )
    importedModules = rewriter.importedModules
    mistakes = rewriter.mistakes
    var used: Set<String> = []
    var declared: Set<String> = []
    for token in tree.tokens(viewMode: .sourceAccurate) {
      guard case .identifier(let name) = token.tokenKind, !token.isLabel else { continue }
      if token.isDeclaredName { declared.insert(name) } else { used.insert(name) }
    }
    usedNames = used
    declaredNames = declared
  }
}

extension TokenSyntax {
  /// Whether the token is the label of an argument or of a tuple's element.
  fileprivate var isLabel: Bool { parent?.is(LabeledExprSyntax.self) ?? false }

  /// Whether the token names what a declaration declares.
  fileprivate var isDeclaredName: Bool {
    guard let parent else { return false }
    return parent.is(IdentifierPatternSyntax.self) || parent.is(EnumCaseElementSyntax.self)
      || parent.is(FunctionParameterSyntax.self) || parent.is(ClosureParameterSyntax.self)
      || parent.is(ClosureShorthandParameterSyntax.self) || parent.is(GenericParameterSyntax.self)
      || parent.isProtocol((any NamedDeclSyntax).self)
  }
}
