/// What the tool finds on a machine.
public struct DoctorReport {
  /// Names and what was found, in the order to print.
  public private(set) var lines: [(name: String, text: String)] = []
  /// What has to be repaired.
  public private(set) var problems: [String] = []

  /// Looks around.
  ///
  /// - Parameters:
  ///   - version: The tool's version.
  ///   - executable: The tool's path.
  ///   - directory: The folder whose cache is meant.
  public init(version: String, executable: String, directory: String) {
    add("lesson", "\(version) at \(executable)")
    let toolchain = attempt("compiler") { try Toolchain.find(memory: nil) }
    if let toolchain {
      add("compiler", "\(toolchain.version), \(toolchain.target)")
      add("", toolchain.frontend)
      add("linker", toolchain.linker)
    }
    let cache = CellCache.root(forLesson: directory + "/lesson.md")
    let library = attempt("library") {
      try LibraryBuild.find(executable: executable, fallback: cache)
    }
    if let library {
      add("library", library.moduleDirectory)
      add("", "built by \(library.compilerVersion)")
      add("", "for x86-64-v\(LibraryBuild.vectorLevel) instructions")
      if let toolchain { attempt("") { try library.check(against: toolchain) } }
    }
    add("cmark", CommonMark.version)
    if let files = attempt("KaTeX", { try KaTeXFiles() }) {
      add("KaTeX", "\(files.version) in \(files.folder)")
    }
    // Only pages on paper need one.
    add("browser", (try? Browser.find()) ?? "none, for '--to pdf' and '--to png'")
    add("processor", "x86-64-v\(Processor.vectorLevel), \(Processor.coreCount) cores")
    add("cache", cache)
  }

  /// The report as text, one finding a line, the problems last.
  public var text: String {
    let width = (lines.map(\.name.count).max() ?? 0) + 2
    let found = lines.map { line in
      line.name + String(repeating: " ", count: width - line.name.count) + line.text
    }
    let ending = problems.isEmpty ? ["all is well"] : problems.map { "problem: \($0)" }
    return (found + ending).joined(separator: "\n")
  }

  private mutating func add(_ name: String, _ text: String) {
    lines.append((name, text))
  }

  @discardableResult
  private mutating func attempt<Value>(_ name: String, _ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch {
      if !name.isEmpty { add(name, "not found") }
      problems.append("\(error)")
      return nil
    }
  }
}
