import CellProtocol

/// Stands where a student's statements are missing: the cell stops there, and the exercise is open.
///
/// - Parameters:
///   - exercise: The exercise's name.
///   - file: The file to name.
///   - line: The line to name.
/// - Returns: Never.
public func yourCodeHere(
  _ exercise: String, file: StaticString = #fileID, line: UInt = #line
) -> Never {
  fatalError(OpenExercise.message(exercise), file: file, line: line)
}

/// Stands where a student's expression is missing, whatever its type.
///
/// - Parameters:
///   - exercise: The exercise's name.
///   - file: The file to name.
///   - line: The line to name.
/// - Returns: Never, though with any type.
@_disfavoredOverload
public func yourCodeHere<Value>(
  _ exercise: String, file: StaticString = #fileID, line: UInt = #line
) -> Value {
  fatalError(OpenExercise.message(exercise), file: file, line: line)
}
