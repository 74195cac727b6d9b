import Glibc

/// One cell on its way from source to a loadable library.
final class CellBuild {
  /// How far the cell has come.
  enum State: Equatable {
    /// The chain before it is not ready, or no core is free.
    case waiting
    /// The compiler runs.
    case compiling
    /// The compiler looks again, at names that may be internal to the library.
    case checking
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
  /// Its place in the program, counted from 0.
  let index: Int
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
  /// The digest of the module, once it is there: before the object is.
  var moduleDigest: String?
  /// The chain that it is compiled against.
  var link = ChainLink()
  /// What the cache shall remember of it, while it lies in a work folder.
  var unstored: CellCache.Entry?
  /// Whether it failed by taking too long.
  var timedOut = false

  /// Starts with a cell that waits.
  ///
  /// - Parameters:
  ///   - cell: The cell.
  ///   - index: Its place in the program, counted from 0.
  init(_ cell: Cell, index: Int) {
    self.cell = cell
    self.index = index
    let suffix = cell.role == .values ? CellSource.valuesSuffix : ""
    module = "\(CellSource.modulePrefix)\(cell.number)\(suffix)"
    if !cell.options.eval { state = .skipped }
  }

  /// The source's name.
  var file: String { "\(module).swift" }
  /// The module's file.
  var modulePath: String { "\(folder)/\(module).swiftmodule" }
  /// The library once it is built.
  var library: String { "\(folder)/\(module).so" }
  /// The name of the library until it is whole.
  var temporaryLibrary: String { "\(module).\(getpid()).so" }
  /// The name of the library's entry point.
  var entry: String { "\(module)_main" }
  /// Whether nothing more will happen.
  var isSettled: Bool { state == .built || state == .failed || state == .skipped }
  /// Whether later cells see what it declares.
  var isInChain: Bool {
    (cell.role == .run || cell.role == .parameters) && cell.options.eval
  }
  /// Whether later cells have to wait for its module.
  var holdsChain: Bool {
    isInChain && moduleDigest == nil && (state == .waiting || state == .compiling)
  }

  /// Goes back to the start, to be compiled against another chain.
  func reset() {
    child?.kill()
    child = nil
    if !folder.isEmpty && unstored == nil && state == .compiling { CellCache.remove(folder) }
    if state != .skipped { state = .waiting }
    source = nil
    moduleDigest = nil
    unstored = nil
    diagnostics = []
  }
}

/// The cells that the next one is compiled against.
struct ChainLink {
  /// The module of the last cell, or nil before the first.
  var module: String?
  /// The modules it exports.
  var exported = Set(CellSource.preludeModules + ["CellProtocol", "Swift"])
  /// The digest of all modules so far.
  var digest = ""
  /// All its modules, in order.
  var modules: [String] = []
  /// The folders with the modules, last first.
  var folders: [String] = []
  /// The names that its cells declare.
  var declaredNames: Set<String> = []

  /// What makes the next cell a link of the chain.
  var imports: [String] {
    (module.map { [$0] } ?? CellSource.preludeModules).map { "@_exported import \($0)" }
  }

  /// What shows the next cell the chain's declarations while the library's stay closed.
  var openImports: [String] {
    CellSource.preludeModules.map { "import \($0)" } + modules.map { "@testable import \($0)" }
  }
}
