/// Why episodes could not be played on.
enum RolloutFailure: Error {
  /// An environment of one's own gave a number that is not finite.
  case environment(String)
  /// A policy of one's own did.
  case policy(String)

  var cause: String {
    switch self {
    case .environment(let cause), .policy(let cause): cause
    }
  }
}
