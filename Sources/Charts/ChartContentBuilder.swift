/// Collects the content of a chart's braces.
///
/// Each statement keeps its own type, so that a mark costs no allocation.
@resultBuilder
public enum ChartContentBuilder {
  /// The content of one statement.
  ///
  /// - Parameter content: A mark, or several.
  /// - Returns: The content.
  @inlinable
  public static func buildExpression<Content: ChartContent>(_ content: Content) -> Content {
    content
  }

  /// No content.
  ///
  /// - Returns: Content without marks.
  @inlinable
  public static func buildBlock() -> ContentList<EmptyContent> { ContentList([]) }

  /// The content of the first statement.
  ///
  /// - Parameter first: The content.
  /// - Returns: The content.
  @inlinable
  public static func buildPartialBlock<First: ChartContent>(first: First) -> First { first }

  /// The content of the statements so far and of the next.
  ///
  /// - Parameters:
  ///   - accumulated: The content so far.
  ///   - next: The next content.
  /// - Returns: Both.
  @inlinable
  public static func buildPartialBlock<First: ChartContent, Next: ChartContent>(
    accumulated: First, next: Next
  ) -> ContentPair<First, Next> {
    ContentPair(accumulated, next)
  }

  /// The content of a loop.
  ///
  /// - Parameter parts: The rounds' content.
  /// - Returns: All of it.
  @inlinable
  public static func buildArray<Content: ChartContent>(_ parts: [Content]) -> ContentList<Content> {
    ContentList(parts)
  }

  /// The content of an `if` without `else`.
  ///
  /// - Parameter part: The content, if the condition held.
  /// - Returns: The content.
  @inlinable
  public static func buildOptional<Content: ChartContent>(
    _ part: Content?
  ) -> ContentList<Content> {
    ContentList(part.map { [$0] } ?? [])
  }

  /// The content of the first branch.
  ///
  /// - Parameter first: The content.
  /// - Returns: The content.
  @inlinable
  public static func buildEither<First: ChartContent, Second: ChartContent>(
    first: First
  ) -> ContentBranch<First, Second> {
    .first(first)
  }

  /// The content of the second branch.
  ///
  /// - Parameter second: The content.
  /// - Returns: The content.
  @inlinable
  public static func buildEither<First: ChartContent, Second: ChartContent>(
    second: Second
  ) -> ContentBranch<First, Second> {
    .second(second)
  }
}

/// Content without marks.
public struct EmptyContent: ChartContent {
  /// Adds nothing.
  ///
  /// - Parameter list: The marks so far.
  @inlinable
  public func add(to list: inout MarkList) {}
}

/// One statement's content after another's.
public struct ContentPair<First: ChartContent, Second: ChartContent>: ChartContent {
  @usableFromInline let first: First
  @usableFromInline let second: Second

  @usableFromInline init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Adds the marks of both.
  ///
  /// - Parameter list: The marks so far.
  @inlinable
  public func add(to list: inout MarkList) {
    first.add(to: &list)
    second.add(to: &list)
  }
}

/// The content of a loop's rounds.
public struct ContentList<Content: ChartContent>: ChartContent {
  @usableFromInline let parts: [Content]

  @usableFromInline init(_ parts: [Content]) { self.parts = parts }

  /// Adds the marks of all rounds.
  ///
  /// - Parameter list: The marks so far.
  @inlinable
  public func add(to list: inout MarkList) {
    for part in parts { part.add(to: &list) }
  }
}

/// The content of one of two branches.
public enum ContentBranch<First: ChartContent, Second: ChartContent>: ChartContent {
  /// That of the first.
  case first(First)
  /// That of the second.
  case second(Second)

  /// Adds the branch's marks.
  ///
  /// - Parameter list: The marks so far.
  @inlinable
  public func add(to list: inout MarkList) {
    switch self {
    case .first(let content): content.add(to: &list)
    case .second(let content): content.add(to: &list)
    }
  }
}
