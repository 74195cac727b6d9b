import Foundation

/// Plain words for the messages that newcomers to Swift meet first.
enum CompilerHint {
  /// Explains a compiler's message.
  ///
  /// - Parameter message: The message.
  /// - Returns: What to write, or nil when the message is not one of those.
  static func hint(for message: String) -> String? {
    (pythonNames + rules).first { rule in rule.parts.allSatisfy { message.contains($0) } }?.hint
  }

  private struct Rule {
    var parts: [String]
    var hint: String
  }

  /// What readers of Python write first.
  private static let pythonNames =
    ["exp", "log", "sin", "cos"].map { name in
      Rule(
        parts: ["cannot find '\(name)' in scope"],
        hint: "write Double.\(name)(x): it gives the same bits on every machine")
    }
    + [
      Rule(
        parts: ["cannot find operator '**'"],
        hint: "Swift has no '**': write x * x for a square, Double.exp(y * Double.log(x)) for "
          + "other powers"),
      Rule(
        parts: ["cannot find 'pow' in scope"],
        hint: "write x * x for a square, Double.exp(y * Double.log(x)) for other powers"),
      Rule(
        parts: ["cannot find 'sqrt' in scope"],
        hint: "the square root belongs to the number: write x.squareRoot()"),
      Rule(
        parts: ["cannot find 'len' in scope"],
        hint: "a collection knows how many elements it has: write list.count"),
      Rule(
        parts: ["cannot find 'range' in scope"],
        hint: "write 0..<n for Python's range(n), and a...b to include b"),
      Rule(
        parts: ["cannot find 'None' in scope"],
        hint: "Python's None is nil, and only an optional can be nil"),
      Rule(
        parts: ["cannot find 'True' in scope"],
        hint: "write true and false, with small letters"),
      Rule(
        parts: ["cannot find 'False' in scope"],
        hint: "write true and false, with small letters"),
    ]

  /// The first rule whose parts all occur applies.
  private static let rules = [
    Rule(
      parts: ["binary operator", "cannot be applied to operands of type", "Int", "Double"],
      hint: "whole numbers and decimals do not mix: write Double(n) to turn the Int n into a "
        + "Double"),
    Rule(
      parts: ["binary operator", "cannot be applied to operands of type", "?"],
      hint: "one side may be nil: unwrap it first with 'if let', or give a default with '?? 0'"),
    Rule(
      parts: ["cannot convert value of type 'Int' to", "Double"],
      hint: "Swift does not turn an Int into a Double by itself: write Double(n)"),
    Rule(
      parts: ["cannot convert value of type 'Double' to", "Int"],
      hint: "Swift does not round by itself: write Int(x) to cut the decimals, or "
        + "Int(x.rounded())"),
    Rule(
      parts: ["call can throw but is not marked with 'try'"],
      hint: "this call may fail with an error: write 'try' before it"),
    Rule(
      parts: ["call can throw, but it is not marked with 'try'"],
      hint: "this call may fail with an error: write 'try' before it"),
    Rule(
      parts: ["must be unwrapped to"],
      hint: "the value may be nil: use 'if let value = …', or give a default with '?? …'"),
    Rule(
      parts: ["passing value of type", "to an inout parameter requires explicit '&'"],
      hint: "the function changes this argument: write '&' before it, as in '&random'"),
    Rule(
      parts: ["missing argument label"],
      hint: "Swift calls name their arguments: copy the label with its colon, as in "
        + "'power(of: 2)'"),
    Rule(
      parts: ["incorrect argument label"],
      hint: "an argument has another name here: the message shows what is expected"),
    Rule(
      parts: ["extraneous argument label"],
      hint: "this argument has no name: leave the label away"),
    Rule(
      parts: ["missing argument for parameter"],
      hint: "one argument is missing: the message names it"),
    Rule(
      parts: ["cannot assign to value", "is a 'let' constant"],
      hint: "'let' names a value that never changes: declare it with 'var' to change it"),
    Rule(
      parts: ["cannot use mutating member on immutable value", "is a 'let' constant"],
      hint: "'let' names a value that never changes: declare it with 'var' to change it"),
    Rule(
      parts: ["left side of mutating operator isn't mutable", "is a 'let' constant"],
      hint: "'let' names a value that never changes: declare it with 'var' to change it"),
    Rule(
      parts: ["cannot pass immutable value as inout argument"],
      hint: "the function changes this argument, and a 'let' cannot change: declare it with 'var'"),
    Rule(
      parts: ["cannot find", "in scope"],
      hint: "the name is not known here: check its spelling, and that an earlier cell declares it"),
    Rule(
      parts: ["use of unresolved identifier"],
      hint: "the name is not known here: check its spelling, and that an earlier cell declares it"),
    Rule(
      parts: ["'async' call in a function that does not support concurrency"],
      hint: "only an 'async' function can wait: write 'async' after the function's parameters"),
    Rule(
      parts: ["argument", "must precede argument"],
      hint: "arguments stand in the order of the declaration: swap them"),
    Rule(
      parts: ["expression is 'async' but is not marked with 'await'"],
      hint: "this call waits for something: write 'await' before it"),
    Rule(
      parts: ["missing return in"],
      hint: "every path through the function must end with 'return' and a value"),
    Rule(
      parts: ["consecutive statements on a line must be separated"],
      hint: "put the second statement on a line of its own"),
    Rule(
      parts: ["switch must be exhaustive"],
      hint: "a switch names every case: add the missing ones, or 'default:'"),
  ]
}
