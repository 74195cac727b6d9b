/// What a run may use, and its limits.
public struct RunConfiguration {
  /// The library that cells are compiled against.
  public var library: LibraryBuild
  /// Where compiled cells are kept.
  public var cache: CellCache
  /// How many tools work at once.
  public var jobs = Processor.coreCount
  /// The time limit of a cell that names none, in seconds.
  public var timeLimit = 60.0
  /// The time limit of compiling one cell, in seconds.
  public var compileTimeLimit = 120.0
  /// How many bytes a cell may print and show.
  public var outputLimit = 1 << 20
  /// How many bytes of memory the cells of a lesson may use.
  public var memoryLimit = 4 << 30
  /// The seed of everything random, or nil for the lesson's own.
  public var seed: UInt64?
  /// Whether cells after a failed one are run, without what it declared.
  public var keepsGoing = false

  /// Creates the default limits.
  ///
  /// - Parameters:
  ///   - library: The library that cells are compiled against.
  ///   - cache: Where compiled cells are kept.
  public init(library: LibraryBuild, cache: CellCache) {
    self.library = library
    self.cache = cache
  }
}
