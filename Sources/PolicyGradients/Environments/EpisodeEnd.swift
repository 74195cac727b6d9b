public import VectorMath

/// The end of one environment's episode.
public struct EpisodeEnd: Sendable {
  /// Which environment of the batch.
  public let environment: Int

  /// How it ended; with the final observation where the time limit cut it.
  public let status: EpisodeStatus<Vector>

  /// How many steps the episode had.
  public let length: Int

  /// `Σ_t r_t` of the whole episode.
  public let undiscountedReturn: Double
}

/// The episodes that ended in the last step, in the order of their environments.
public struct EpisodeEnds: RandomAccessCollection, Sendable {
  let memory: BatchMemory

  /// 0.
  public var startIndex: Int { 0 }

  /// How many episodes ended.
  public var endIndex: Int { memory.endedCount }

  /// One end.
  ///
  /// - Parameter position: In `0..<count`.
  public subscript(position: Int) -> EpisodeEnd {
    if !(0..<memory.endedCount).contains(position) {
      fatalError("EpisodeEnds: the position \(position) is outside 0..<\(memory.endedCount)")
    }
    let environment = memory.ended[position]
    return EpisodeEnd(
      environment: environment, status: memory.endStatus(of: environment),
      length: Int(memory.finalLengths[environment]),
      undiscountedReturn: memory.finalReturns[environment])
  }
}

extension BatchMemory {
  /// How an environment's last episode ended.
  func endStatus(of environment: Int) -> EpisodeStatus<Vector> {
    isTerminated[environment]
      ? .terminated : .truncated(finalObservation: vector(finalObservations, environment))
  }
}
