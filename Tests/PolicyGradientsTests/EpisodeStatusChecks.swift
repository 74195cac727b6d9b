import PolicyGradients

// What tests ask of a status; the library has no such booleans, for they would stand for both ends.
extension EpisodeStatus {
  var isRunning: Bool { when(running: true, terminated: false, truncated: { _ in false }) }
  var isTerminated: Bool { when(running: false, terminated: true, truncated: { _ in false }) }
  var finalObservation: Observation? { when(running: nil, terminated: nil, truncated: { $0 }) }
}

extension EpisodeStatus where Observation: Equatable {
  func isTruncated(at observation: Observation) -> Bool { finalObservation == observation }
}
