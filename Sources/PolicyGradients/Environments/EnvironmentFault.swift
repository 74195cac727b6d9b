/// What an environment of one's own must not do: earn or show a number that is not finite, or show more
/// or fewer numbers than at first.
///
/// It traps where somebody steps the environment; a run, which others may go on beside, ends by it.
enum EnvironmentFault {
  /// Where to look.
  enum Remedy {
    case finite, count

    var text: String {
      switch self {
      case .finite:
        "look there for a division by 0, for a logarithm or a root of what is negative, or for a "
          + "number that grows without limit"
      case .count: "show as many numbers in every state, 0 where there is nothing to tell"
      }
    }
  }

  /// Whether ``BatchMemory/fault`` keeps what is wrong, to be asked for after each step; otherwise it
  /// traps.
  @TaskLocal static var isKept = false

  /// Tells of a fault; the first one is kept.
  static func report(_ problem: String, _ remedy: Remedy, in memory: BatchMemory) {
    let text = "\(problem); \(remedy.text)"
    if !isKept { fatalError(text) }
    if memory.fault == nil { memory.fault = text }
  }
}
