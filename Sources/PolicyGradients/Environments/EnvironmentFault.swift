/// A number of an environment of one's own that is not finite.
///
/// It traps where somebody steps the environment; a run, which others may go on beside, ends by it.
enum EnvironmentFault {
  /// Whether ``BatchMemory/fault`` keeps what is wrong, to be asked for after each step; otherwise it
  /// traps.
  @TaskLocal static var isKept = false

  /// Tells of a fault; the first one is kept.
  static func report(_ problem: String, in memory: BatchMemory) {
    let text =
      problem + "; look there for a division by 0, for a logarithm or a root of what is negative, "
      + "or for a number that grows without limit"
    if !isKept { fatalError(text) }
    if memory.fault == nil { memory.fault = text }
  }
}
