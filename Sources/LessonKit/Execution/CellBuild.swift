/// One cell on its way from source to a loadable library.
final class CellBuild {
  /// How far the cell has come.
  enum State: Equatable {
    /// The chain before it is not ready, or no core is free.
    case waiting
    /// The compiler runs.
    case compiling
    /// The object is there and waits for the linker.
    case compiled
    /// The linker runs.
    case linking
    /// The library can be loaded.
    case built
    /// The compiler refused the cell, or took too long.
    case failed
    /// Not built, because a cell before it failed or the author switched it off.
    case skipped
  }

  /// The cell.
  let cell: Cell
  /// The module it becomes.
  let module: String
  /// How far it has come.
  var state = State.waiting
  /// The tool that works on it.
  var child: ChildProcess?
  /// When that tool started.
  var started: ContinuousClock.Instant?
  /// What the compiler reads.
  var source: CellSource?
  /// The cache's key.
  var key = ""
  /// The folder with its files.
  var folder = ""
  /// The compiler's messages, warnings included.
  var diagnostics: [Diagnostic] = []
  /// Whether it failed by taking too long.
  var timedOut = false

  /// Starts with a cell that waits.
  ///
  /// - Parameter cell: The cell.
  init(_ cell: Cell) {
    self.cell = cell
    module = "\(CellSource.modulePrefix)\(cell.number)"
    if !cell.options.eval { state = .skipped }
  }

  /// The library once it is built.
  var library: String { "\(folder)/\(module).so" }
  /// The name of the library's entry point.
  var entry: String { "\(module)_main" }
  /// Whether nothing more will happen.
  var isSettled: Bool { state == .built || state == .failed || state == .skipped }
  /// Whether later cells see what it declares.
  var isInChain: Bool { cell.role == .run && cell.options.eval }
}

/// The cells that the next one is compiled against.
struct ChainLink {
  /// The module of the last cell, or nil before the first.
  var module: String?
  /// The modules it exports.
  var exported = Set(CellSource.preludeModules + ["CellProtocol", "Swift"])
  /// The digest of all modules so far.
  var digest = ""
  /// The folders with the modules, last first.
  var folders: [String] = []
}
