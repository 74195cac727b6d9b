/// An environment whose changing part can be taken out and put back, for checkpoints.
///
/// An environment whose stored properties are all plain values (numbers, truth values, enumerations and
/// structures of them) needs no such conformance: it is saved as it is. One that holds an array, a
/// string or a class says what of it changes:
///
///     extension Board: ResumableEnvironment {
///       var snapshot: [Double] {
///         get { squares.map(Double.init) }
///         set { squares = newValue.map { Int($0) } }
///       }
///     }
public protocol ResumableEnvironment: Environment {
  /// All that ``Environment/reset(using:)`` and ``Environment/step(_:using:)`` change, as numbers.
  ///
  /// What is set is what was got before, in the same place of an environment made in the same way.
  var snapshot: [Double] { get set }
}
