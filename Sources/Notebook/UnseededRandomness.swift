// Cells draw from a `RandomStream`, or a lesson would print other numbers each time. The standard
// library's calls without `using:` are shadowed here: where signatures agree, the compiler prefers
// any module's declaration to the standard library's. It never does so for an unavailable one, so
// these are *deprecated*, and the runner compiles cells with `-Werror DeprecatedDeclaration`. Should
// one be reached all the same, it stops the program. The forms with `using:` are untouched.

extension FixedWidthInteger {
  /// Refused in cells: draw from a stream.
  ///
  /// - Parameter range: The range.
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .random(in: …, using: &random)"
  )
  public static func random(in range: Range<Self>) -> Self { refuseUnseededCall() }

  /// Refused in cells: draw from a stream.
  ///
  /// - Parameter range: The range.
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .random(in: …, using: &random)"
  )
  public static func random(in range: ClosedRange<Self>) -> Self { refuseUnseededCall() }
}

extension BinaryFloatingPoint where RawSignificand: FixedWidthInteger {
  /// Refused in cells: draw from a stream.
  ///
  /// - Parameter range: The range.
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .random(in: …, using: &random)"
  )
  public static func random(in range: Range<Self>) -> Self { refuseUnseededCall() }

  /// Refused in cells: draw from a stream.
  ///
  /// - Parameter range: The range.
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .random(in: …, using: &random)"
  )
  public static func random(in range: ClosedRange<Self>) -> Self { refuseUnseededCall() }
}

extension Bool {
  /// Refused in cells: draw from a stream.
  ///
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then Bool.random(using: &random)"
  )
  public static func random() -> Bool { refuseUnseededCall() }
}

extension Sequence {
  /// Refused in cells: draw from a stream.
  ///
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .shuffled(using: &random)"
  )
  public func shuffled() -> [Element] { refuseUnseededCall() }
}

extension MutableCollection where Self: RandomAccessCollection {
  /// Refused in cells: draw from a stream.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .shuffle(using: &random)"
  )
  public mutating func shuffle() { refuseUnseededCall() }
}

extension Collection {
  /// Refused in cells: draw from a stream.
  ///
  /// - Returns: Never; the call stops the program.
  @available(
    *, deprecated,
    message:
      "cells draw reproducibly: write var random = RandomStream(seed: 1), then .randomElement(using: &random)"
  )
  public func randomElement() -> Element? { refuseUnseededCall() }
}

/// Refused in cells: draw from a ``RandomStream``.
@available(
  *, deprecated,
  message: "cells draw reproducibly: write RandomStream(seed: 1) instead"
)
public struct SystemRandomNumberGenerator: RandomNumberGenerator {
  /// Refused in cells.
  public init() { refuseUnseededCall() }

  /// Refused in cells.
  ///
  /// - Returns: Never; the call stops the program.
  public mutating func next() -> UInt64 { refuseUnseededCall() }
}

private func refuseUnseededCall() -> Never {
  fatalError("cells draw reproducibly: pass using: &random, with a RandomStream")
}
