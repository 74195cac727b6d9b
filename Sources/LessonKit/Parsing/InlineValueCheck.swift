import SwiftParser
import SwiftSyntax

extension InlineValue {
  /// What is wrong with the expression as Swift, or nil.
  var mistake: LessonMistake? {
    let tree = Parser.parse(source: expression)
    let isOne = tree.statements.count == 1 && !tree.hasError
    if isOne, let item = tree.statements.first?.item.as(ExprSyntax.self), !item.isStatement {
      return nil
    }
    return LessonMistake(
      .invalidValue(expression.replacing("\n", with: " ")), at: lineStarts.first ?? range.lowerBound
    )
  }
}

extension ExprSyntax {
  /// Whether an expression is one for the parser only: a branch or an assignment.
  fileprivate var isStatement: Bool {
    if self.is(IfExprSyntax.self) || self.is(SwitchExprSyntax.self) { return true }
    let elements = self.as(SequenceExprSyntax.self)?.elements
    return elements?.contains { $0.isAssignment } ?? false
  }
}
