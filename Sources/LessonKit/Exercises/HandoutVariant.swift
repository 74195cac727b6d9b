/// For whom a handout is.
public enum HandoutVariant: String, CaseIterable, Sendable {
  /// Exercises without answers, hidden tests and notes.
  case student
  /// Answers and tests, unmarked, without notes.
  case solution
  /// Everything, marked.
  case instructor
}
