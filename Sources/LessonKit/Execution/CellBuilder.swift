import Foundation
import Glibc

/// Compiles and links the cells of a lesson: each as soon as the modules before it are there, as
/// many at once as there are cores.
final class CellBuilder {
  /// The cells, in order.
  let builds: [CellBuild]
  /// How many cells the compiler was started for.
  private(set) var compiledCount = 0
  private let toolchain: Toolchain
  private let tools: ToolArguments
  private let library: LibraryBuild
  private let libraryNames: LibraryNames
  private let cache: CellCache
  private let jobs: Int
  private let timeLimit: Double
  private let keepsGoing: Bool
  private var link = ChainLink()
  /// The cells that messages may point into.
  private(set) var places: [CompilerOutput.Place] = []
  /// Tells of modules that appear: the compiler writes them well before the object.
  private let moduleWatch = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))

  /// Prepares to build.
  ///
  /// - Parameters:
  ///   - cells: The cells, in order.
  ///   - toolchain: The toolchain.
  ///   - configuration: The limits.
  /// - Throws: ``EnvironmentProblem`` or ``SystemError`` when the library cannot be read.
  init(_ cells: [Cell], toolchain: Toolchain, configuration: RunConfiguration) throws {
    builds = cells.enumerated().map { CellBuild($1, index: $0) }
    self.toolchain = toolchain
    tools = ToolArguments(toolchain: toolchain, library: configuration.library)
    library = configuration.library
    libraryNames = try LibraryNames(library, toolchain: toolchain)
    cache = configuration.cache
    jobs = configuration.jobs
    timeLimit = configuration.compileTimeLimit
    keepsGoing = configuration.keepsGoing
  }

  deinit {
    if moduleWatch >= 0 { close(moduleWatch) }
  }

  /// Readable when a module has appeared.
  var moduleDescriptor: Int32 { moduleWatch }

  /// Takes the modules that have appeared.
  func handleModules() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(moduleWatch, &buffer, buffer.count) > 0 {}
    for build in builds where build.state == .compiling && build.moduleDigest == nil {
      if let bytes = FileManager.default.contents(atPath: build.modulePath) {
        extendChain(by: build, moduleDigest: SHA256.hexadecimal(of: bytes))
      }
    }
  }

  /// The tools at work, by the descriptor that tells of their end.
  var children: [(descriptor: Int32, build: CellBuild)] {
    builds.compactMap { build in build.child.map { ($0.outputDescriptor, build) } }
  }

  /// Starts whatever can start.
  ///
  /// - Throws: ``EnvironmentProblem`` or ``SystemError`` when the machine does not allow it.
  func advance() throws {
    // First the modules, on which all that follows waits; then the links.
    for build in builds {
      if build.state == .waiting {
        let source = prepare(build)
        guard children.count < jobs || cache.entry(build.key) != nil else { break }
        try compile(build, source)
      }
      if build.holdsChain { break }
    }
    for build in builds where build.state == .compiled {
      guard children.count < jobs else { return }
      try startLinking(build)
    }
  }

  /// Moves finished cells to where other runs find them, once all are finished.
  ///
  /// Until then the compiler reads their modules where they are. To be called while no cell is
  /// being loaded.
  ///
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``.
  func store() throws {
    guard builds.allSatisfy(\.isSettled) else { return }
    for build in builds where build.state == .built {
      guard let entry = build.unstored else { continue }
      try cache.store(build.folder, as: build.key, entry: entry)
      build.folder = cache.folder(build.key)
      build.unstored = nil
    }
  }

  /// Takes what a tool printed; when it is done, goes on with its cell.
  ///
  /// - Parameter build: The cell the tool works on.
  /// - Throws: ``EnvironmentProblem`` when the machine does not allow it.
  func handleOutput(of build: CellBuild) throws {
    guard let child = build.child, child.readAvailable() else { return }
    build.child = nil
    switch build.state {
    case .compiling: try finishCompiling(build, child)
    case .checking: finishChecking(build, child)
    default: try finishLinking(build, child)
    }
  }

  /// Ends tools that take too long.
  func enforceTimeLimit() {
    for build in builds {
      guard let child = build.child, let started = build.started,
        ContinuousClock.now - started > .seconds(timeLimit)
      else { continue }
      child.kill()
      build.child = nil
      build.timedOut = true
      let limit = Int(timeLimit.rounded())
      fail(
        build,
        [Diagnostic(.error, at: build.cell.fence, "compiling took longer than \(limit) s")])
    }
  }

  /// Ends all tools.
  func cancel() {
    for build in builds {
      build.child?.kill()
      build.child = nil
      if !build.isSettled && !build.folder.isEmpty { CellCache.remove(build.folder) }
    }
    for build in builds where !build.isSettled { build.state = .skipped }
    try? store()
  }

  // MARK: Compiling

  private func prepare(_ build: CellBuild) -> CellSource {
    if let source = build.source { return source }
    let source = CellSource(
      build.cell.source, imports: link.imports, exported: link.exported,
      showsEvery: build.cell.role == .values)
    build.source = source
    build.link = link
    build.key = tools.key(build, reading: source)
    return source
  }

  private func compile(_ build: CellBuild, _ source: CellSource) throws {
    places.append(
      CompilerOutput.Place(file: build.file, cell: build.cell, source: source.source))
    guard source.mistakes.isEmpty else {
      return fail(
        build,
        source.mistakes.map {
          Diagnostic(
            .error, at: build.cell.position(line: $0.line, column: $0.column), $0.message)
        })
    }
    if let entry = cache.entry(build.key) {
      build.folder = cache.folder(build.key)
      let diagnostics = CompilerOutput(
        entry.compilerText, compiling: build.cell, places: places
      ).diagnostics
      if diagnostics.contains(where: { $0.severity == .error }) {
        return fail(build, diagnostics)
      }
      return finishModule(build, entry, diagnostics)
    }
    build.folder = try cache.makeWorkFolder()
    try AtomicFile.write(Array(source.source.text.utf8), to: "\(build.folder)/\(build.file)")
    build.child = try ChildProcess(
      toolchain.frontend, tools.compiling(build), in: build.folder)
    build.started = .now
    build.state = .compiling
    compiledCount += 1
    inotify_add_watch(moduleWatch, build.folder, UInt32(IN_MOVED_TO))
  }

  private func finishCompiling(_ build: CellBuild, _ child: ChildProcess) throws {
    let text = String(decoding: child.output, as: UTF8.self)
    var diagnostics = CompilerOutput(text, compiling: build.cell, places: places).diagnostics
    guard child.succeeded else {
      if CompilerOutput.isAboutOtherCompiler(text) {
        throw EnvironmentProblem.otherCompiler(
          library: library.compilerVersion, toolchain: toolchain.version)
      }
      if diagnostics.contains(where: { $0.severity == .error }) {
        try cache.store(
          build.folder, as: build.key,
          entry: CellCache.Entry(moduleDigest: "", compilerText: text))
      } else {
        diagnostics.append(CompilerOutput.crash(on: build.cell))
        CellCache.remove(build.folder)
      }
      return fail(build, diagnostics)
    }
    let digest =
      build.moduleDigest
      ?? SHA256.hexadecimal(of: FileManager.default.contents(atPath: build.modulePath) ?? Data())
    let entry = CellCache.Entry(moduleDigest: digest, compilerText: text)
    guard diagnostics.allSatisfy({ $0.severity != .error }) else {
      try cache.store(build.folder, as: build.key, entry: entry)
      return fail(build, diagnostics)
    }
    build.unstored = entry
    finishModule(build, entry, diagnostics)
    if let check = InternalNameCheck(build, libraryNames) { try startChecking(build, check) }
  }

  // MARK: The library's internal names

  /// Lets the compiler look at a cell again, with the library's names closed.
  private func startChecking(_ build: CellBuild, _ check: InternalNameCheck) throws {
    try AtomicFile.write(
      Array(check.source.text.utf8), to: "\(build.folder)/\(check.file)")
    build.child = try ChildProcess(
      toolchain.frontend, tools.checking(build, file: check.file), in: build.folder)
    build.started = .now
    build.state = .checking
  }

  private func finishChecking(_ build: CellBuild, _ child: ChildProcess) {
    let text = String(decoding: child.output, as: UTF8.self)
    let errors = InternalNameCheck(build, libraryNames)?.errors(in: text) ?? []
    build.state = .compiled
    guard !errors.isEmpty else { return }
    // Not stored: the cache keeps what the compiler itself says.
    CellCache.remove(build.folder)
    build.unstored = nil
    fail(build, errors)
  }

  private func finishModule(
    _ build: CellBuild, _ entry: CellCache.Entry, _ diagnostics: [Diagnostic]
  ) {
    build.diagnostics = diagnostics
    build.state = access(build.library, R_OK) == 0 ? .built : .compiled
    if build.moduleDigest == nil { extendChain(by: build, moduleDigest: entry.moduleDigest) }
  }

  private func extendChain(by build: CellBuild, moduleDigest: String) {
    build.moduleDigest = moduleDigest
    guard build.isInChain else { return }
    link.module = build.module
    link.modules.append(build.module)
    link.exported.formUnion(build.source?.importedModules ?? [])
    link.declaredNames.formUnion(build.source?.declaredNames ?? [])
    link.digest = SHA256.hexadecimal(of: (link.digest + moduleDigest).utf8)
    link.folders.insert(build.folder, at: 0)
  }

  private func fail(_ build: CellBuild, _ diagnostics: [Diagnostic]) {
    build.diagnostics = diagnostics
    build.state = .failed
    if build.isInChain && build.moduleDigest != nil {
      // The module was there, the object failed: whatever was built on it starts again.
      link = build.link
      let later = builds[(build.index + 1)...]
      for build in later { build.reset() }
      let files = Set(later.map(\.file))
      places.removeAll { files.contains($0.file) }
    }
    guard build.isInChain, !build.cell.options.error, !keepsGoing else { return }
    // Later cells were written for this one's declarations: their errors would mislead.
    for later in builds[(build.index + 1)...] where later.state == .waiting {
      later.state = .skipped
    }
  }

  // MARK: Linking

  private func startLinking(_ build: CellBuild) throws {
    build.child = try ChildProcess(
      toolchain.linker, tools.linking(build, to: build.temporaryLibrary), in: build.folder)
    build.started = .now
    build.state = .linking
  }

  private func finishLinking(_ build: CellBuild, _ child: ChildProcess) throws {
    guard child.succeeded else {
      let text = String(decoding: child.output, as: UTF8.self)
      return fail(build, [Diagnostic(.error, at: build.cell.fence, "linking fails: \(text)")])
    }
    let temporary = "\(build.folder)/\(build.temporaryLibrary)"
    guard rename(temporary, build.library) == 0 else {
      throw EnvironmentProblem.cannotWrite(build.library, String(cString: strerror(errno)))
    }
    build.state = .built
  }
}
