// Optimised code loses the messages of the standard library's checks. These take their place in
// cells: the test is inlined, everything else stays out of the way until it fails.

/// Stops the program unless a condition holds, and says why.
///
/// - Parameters:
///   - condition: What must hold.
///   - message: What is wrong otherwise.
///   - file: The file to name.
///   - line: The line to name.
@inlinable @inline(__always)
public func precondition(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String = "",
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { stop("Precondition failed", message(), file: file, line: line) }
}

/// Stops the program unless a condition holds, and says why; in cells, always checked.
///
/// - Parameters:
///   - condition: What must hold.
///   - message: What is wrong otherwise.
///   - file: The file to name.
///   - line: The line to name.
@inlinable @inline(__always)
public func assert(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String = "",
  file: StaticString = #fileID, line: UInt = #line
) {
  if !condition() { stop("Assertion failed", message(), file: file, line: line) }
}

/// Stops the program and says why.
///
/// - Parameters:
///   - message: What is wrong.
///   - file: The file to name.
///   - line: The line to name.
/// - Returns: Never.
@inlinable
public func preconditionFailure(
  _ message: @autoclosure () -> String = "", file: StaticString = #fileID, line: UInt = #line
) -> Never {
  stop("Precondition failed", message(), file: file, line: line)
}

/// Stops the program and says why; in cells, always.
///
/// - Parameters:
///   - message: What is wrong.
///   - file: The file to name.
///   - line: The line to name.
@inlinable
public func assertionFailure(
  _ message: @autoclosure () -> String = "", file: StaticString = #fileID, line: UInt = #line
) {
  stop("Assertion failed", message(), file: file, line: line)
}

@inline(never) @usableFromInline
func stop(_ kind: String, _ message: String, file: StaticString, line: UInt) -> Never {
  fatalError(message.isEmpty ? kind : "\(kind): \(message)", file: file, line: line)
}
