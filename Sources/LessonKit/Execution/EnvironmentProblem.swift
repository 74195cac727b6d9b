/// Something the machine lacks.
public enum EnvironmentProblem: Error, Equatable, CustomStringConvertible {
  /// No `swiftc` on the path.
  case noCompiler
  /// The compiler does not answer.
  case compilerFails(String, String)
  /// The toolchain has no `ld.lld`.
  case noLinker(String)
  /// The library's modules are not where they should be.
  case noLibrary([String])
  /// The library was built by another compiler.
  case otherCompiler(library: String, toolchain: String)
  /// The library was built for a processor with more instructions.
  case otherProcessor(level: Int)
  /// KaTeX, which sets formulas, is not where packages put it.
  case noKaTeX([String])
  /// No Chromium, which prints pages, where it is looked for.
  case noBrowser([String])
  /// The browser does not do what it is told.
  case browserFails(String, String)
  /// A folder or file cannot be written.
  case cannotWrite(String, String)
  /// The folder of compiled cells cannot be written.
  case cannotCache(String, String)
  /// The folder beside the lesson that pages go to cannot be written.
  case cannotWriteBeside(String, String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .noCompiler:
      "no 'swiftc' on the PATH: install a Swift toolchain (https://www.swift.org/install) and "
        + "add its usr/bin to the PATH"
    case .compilerFails(let driver, let output):
      "'\(driver)' does not answer as a Swift toolchain would: \(output)"
    case .noLinker(let path):
      "the toolchain has no linker at \(path): install the complete Swift toolchain "
        + "(https://www.swift.org/install)"
    case .noLibrary(let searched):
      "the modules of Notebook and PolicyGradients are not beside the executable "
        + "(searched \(searched.joined(separator: ", "))): run 'lesson' from its build folder, "
        + "or link to it there instead of copying it"
    case .otherCompiler(let library, let toolchain):
      "this 'lesson' was built by \(library), but 'swiftc' on the PATH is \(toolchain): "
        + "run 'swift build' again, or put the other toolchain first on the PATH"
    case .otherProcessor(let level):
      "this 'lesson' was built for processors with x86-64-v\(level) instructions, which this one "
        + "lacks: run 'touch Package.swift && swift build' on this machine"
    case .noKaTeX(let searched):
      "formulas need KaTeX, which is not in \(searched.joined(separator: " or ")): install the "
        + "packages libjs-katex and fonts-katex, or use '--math source' to show the TeX as it is"
    case .noBrowser(let searched):
      "PDF and PNG files are made by Chromium or Google Chrome, and none of "
        + "\(searched.map { "'\($0)'" }.joined(separator: ", ")) is on the PATH: install the package "
        + "chromium, or set CHROME_PATH to the browser's program"
    case .browserFails(let path, let reason):
      "the browser \(path) \(reason)"
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason)"
    case .cannotCache(let path, let reason):
      "cannot write \(path), where compiled cells are kept: \(reason); with '--no-cache' none are "
        + "kept, and '-o FOLDER' writes the pages elsewhere"
    case .cannotWriteBeside(let path, let reason):
      "cannot write \(path): \(reason); '-o FOLDER' writes the pages elsewhere"
    }
  }
}
