/// A named value of a lesson that a caller may replace: `-P samples=100`.
public struct LessonParameter: Codable, Equatable, Sendable {
  /// A parameter's value; its case is the parameter's type.
  public enum Value: Codable, Equatable, Sendable {
    /// `true` or `false`.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction or an exponent.
    case number(Double)
    /// Anything else.
    case text(String)
  }

  /// The parameter's name, a Swift identifier.
  public var name: String
  /// The value the lesson gives.
  public var value: Value
  /// Where the value stands in the lesson; nil where it goes over several lines.
  public var range: Range<TextPosition>?

  /// Creates a parameter.
  ///
  /// - Parameters:
  ///   - name: The parameter's name, a Swift identifier.
  ///   - value: The value the lesson gives.
  ///   - range: Where the value stands in the lesson; nil where it goes over several lines.
  public init(name: String, value: Value, range: Range<TextPosition>? = nil) {
    self.name = name
    self.value = value
    self.range = range
  }
}
