/// A second look at a cell that may use names the library keeps to itself.
///
/// The first has access control switched off, for the sake of earlier cells' declarations.
struct InternalNameCheck {
  /// The source's name.
  let file: String
  /// What the compiler reads: the earlier cells are open to it, the library is not.
  let source: EditedSource
  private let cell: Cell
  private let names: Set<String>

  /// Prepares the check; nil for a cell that uses no such name.
  ///
  /// - Parameters:
  ///   - build: The cell, compiled.
  ///   - library: The library's names.
  init?(_ build: CellBuild, _ library: LibraryNames) {
    guard let compiled = build.source else { return nil }
    names = compiled.usedNames.intersection(library.internalNames)
      .subtracting(compiled.declaredNames).subtracting(build.link.declaredNames)
    guard !names.isEmpty else { return nil }
    cell = build.cell
    file = "\(build.module)-check.swift"
    source =
      CellSource(
        cell.source, imports: build.link.openImports, exported: build.link.exported,
        showsEvery: cell.role == .values
      ).source
  }

  /// The errors that are about the library's names; the others are of the check's own making.
  ///
  /// - Parameter text: What the compiler printed.
  /// - Returns: The errors in the lesson's words and lines.
  func errors(in text: String) -> [Diagnostic] {
    let place = CompilerOutput.Place(file: file, cell: cell, source: source)
    return CompilerOutput(text, compiling: cell, places: [place]).diagnostics.compactMap { found in
      guard found.severity == .error,
        found.message.contains("inaccessible due to") || found.message.hasPrefix("cannot find"),
        let name = names.sorted().first(where: { found.message.contains("'\($0)'") })
      else { return nil }
      return Diagnostic(
        .error, at: found.position,
        "'\(name)' is internal to a library: cells may use its public names only")
    }
  }
}
