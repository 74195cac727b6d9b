import CellProtocol
import Foundation
import Glibc

/// Turns the way a cell ended into an outcome, outputs and messages in the lesson's words.
struct EndingReader {
  /// How the cell ended.
  private(set) var outcome = CellOutcome.finished
  /// What the cell produced, cleared of what only the runner needs.
  private(set) var outputs: [CellOutput]
  /// The messages about the end.
  private(set) var diagnostics: [Diagnostic] = []
  /// What may differ from run to run, and so must not stand on a page.
  private(set) var notices: [Diagnostic] = []
  /// The module of the cell that should have declared what could not be loaded.
  private(set) var missingModule: String?

  private let cell: Cell
  private let places: [CompilerOutput.Place]
  private let line: Int?
  private var fatalError: String?
  private var fatalErrorPosition: TextPosition?

  /// Reads an ending.
  ///
  /// - Parameters:
  ///   - ending: How the command ended.
  ///   - cell: The cell.
  ///   - places: The cells so far.
  ///   - outputLimit: How many bytes the cell might produce.
  init(
    _ ending: CellEnding, cell: Cell, places: [CompilerOutput.Place], outputLimit: Int
  ) {
    self.cell = cell
    self.places = places
    line = ending.line
    outputs = EndingReader.cut(ending.outputs, to: outputLimit)
    takeRuntimeMessages(ending.kind)
    outputs = outputs.map(EndingReader.withoutModuleNames)
    switch ending.kind {
    case .finished(let finish): readFinish(finish)
    case .loadFailed(let message): readLoadFailure(message)
    case .timedOut(let seconds):
      outcome = .timedOut(seconds: seconds)
      add("stopped after \(EndingReader.text(seconds)) s, the time limit of this cell")
    case .outputLimit:
      outcome = .outputLimitReached(bytes: outputLimit)
      add("stopped after \(outputLimit) bytes of output, the limit of a cell")
    case .died(let status): readDeath(status, ending)
    }
  }

  /// The bytes a reader would see.
  ///
  /// - Parameter outputs: Outputs.
  /// - Returns: The bytes of their texts.
  static func byteCount(of outputs: [CellOutput]) -> Int {
    outputs.reduce(0) { $0 + byteCount($1) } + OutputLog.shownShare * max(0, outputs.count - 1)
  }

  // MARK: Endings

  private mutating func add(_ message: String, at position: TextPosition? = nil) {
    let statement = line.map { cell.position(line: $0, column: 1) }
    diagnostics.append(Diagnostic(.error, at: position ?? statement ?? cell.fence, message))
  }

  private func warning(_ message: String) -> Diagnostic {
    Diagnostic(.warning, at: cell.fence, message)
  }

  private mutating func readFinish(_ finish: WorkerFinish) {
    if !finish.leftProcesses.isEmpty {
      let names = finish.leftProcesses.joined(separator: ", ")
      notices.append(warning("this cell left processes running (\(names)); they were ended"))
    }
    if finish.busyThreadCount > 0 {
      let count = finish.busyThreadCount
      let threads = count == 1 ? "1 thread" : "\(count) threads"
      notices.append(
        warning(
          "this cell left \(threads) at work; what they print may appear in any later cell"))
    }
    if finish.closedOutput {
      diagnostics.append(
        warning("this cell closed its standard output; it was opened again"))
    }
  }

  private mutating func readLoadFailure(_ message: String) {
    outcome = .compileFailed
    guard let marker = message.range(of: "undefined symbol: ") else {
      // The loader's reason follows the file's path, which is no business of a page's.
      let reason = message.split(separator: ": ").last ?? ""
      return add("the compiled cell cannot be loaded and was thrown away; run again (\(reason))")
    }
    let symbol = message[marker.upperBound...].prefix { !$0.isWhitespace }
    let name = Demangler.name(String(symbol))
    let base = EndingReader.identifier(of: name)
    if let module = name.firstRange(of: CellSource.modulePrefix) {
      let number = name[module.upperBound...].prefix { $0.isNumber }
      missingModule = CellSource.modulePrefix + number
      return add(
        "'\(base)' cannot be used: the cell that declares it did not run to its end",
        at: cell.position(of: base))
    }
    add(
      "'\(base)' cannot be used in a cell: it is internal to a library (\(name))",
      at: cell.position(of: base))
  }

  private mutating func readDeath(_ status: Int32, _ ending: CellEnding) {
    outcome = .failed
    if let error = ending.uncaughtError {
      return add("an error was thrown and not caught: \(ModuleNames.removed(from: error))")
    }
    if ending.closedDescriptors {
      return add(
        "this cell closed file descriptors that it did not open, and with them the way to the "
          + "runner; what it printed after that is lost")
    }
    let signal = status & 0x7f
    if signal == 0 {
      let code = (status >> 8) & 0xff
      outcome = .exited(status: code)
      return add("this cell ended the process with exit(\(code)); later cells cannot run")
    }
    if let crash = ending.crash,
      let report = CrashReport(crash, fatalError: fatalError, places: places)
    {
      return add(report.message, at: report.position ?? fatalErrorPosition)
    }
    if let fatalError { return add(fatalError, at: fatalErrorPosition) }
    let name = EndingReader.signalNames[signal] ?? "\(signal)"
    add("this cell was ended by signal \(name)")
  }

  private static let signalNames: [Int32: String] = [
    SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGSEGV: "SIGSEGV", SIGILL: "SIGILL",
    SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGINT: "SIGINT",
    SIGHUP: "SIGHUP", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGXCPU: "SIGXCPU",
  ]

  // MARK: The runtime's words

  /// Takes the runtime's lines out of the standard error: the message stands at the cell's line.
  private mutating func takeRuntimeMessages(_ kind: CellEnding.Kind) {
    var isFinished = false
    if case .finished = kind { isFinished = true }
    var isConflict = false
    for index in outputs.indices {
      guard case .text(.standardError, let text) = outputs[index] else { continue }
      var kept: [Substring] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.hasPrefix("*** Signal ") && line.contains(": Backtracing from") {
          // The runtime puts an empty line before and after.
          if kept.last == "" { kept.removeLast() }
          continue
        }
        // A cell that ran to its end wrote such words itself.
        if isFinished {
          kept.append(line)
          continue
        }
        // Of two threads that fail at once; its number changes from run to run.
        if line.hasPrefix("swift-runtime: failed to suspend thread ") { continue }
        if line.hasPrefix("Simultaneous accesses to ") { isConflict = true }
        if isConflict {
          // Addresses follow, which change from run to run.
          isConflict = line != "Fatal access conflict detected."
          fatalError = "a variable is changed while it is in use: '&' or a mutating call holds it"
          continue
        }
        if let (message, position) = runtimeMessage(line) {
          fatalError = message
          fatalErrorPosition = position
          continue
        }
        kept.append(line)
      }
      let result = kept.joined(separator: "\n")
      let isEmpty = result.allSatisfy { $0 == "\n" }
      outputs[index] = .text(.standardError, isEmpty ? "" : result)
    }
    outputs.removeAll { $0 == .text(.standardError, "") }
  }

  /// Reads `LessonCell_1/LessonCell_1.swift:4: Fatal error: boom`.
  private func runtimeMessage(_ line: Substring) -> (String, TextPosition?)? {
    for kind in ["Fatal error", "Precondition failed", "Assertion failed"] {
      guard let found = line.firstRange(of: kind) else { continue }
      let path = line[..<found.lowerBound]
      let fields = path.split(separator: ":")
      let isPlain = path.isEmpty
      let isPath = fields.count >= 2 && path.hasSuffix(": ") && fields[0].hasSuffix(".swift")
      guard isPlain || isPath else { continue }
      var position: TextPosition?
      if isPath, let row = Int(fields[1]),
        let place = places.last(where: { fields[0].hasSuffix($0.file) })
      {
        position = place.position(line: row, column: 1)
      }
      var message = ModuleNames.removed(from: String(line[found.lowerBound...]))
      let prefix = "Fatal error: "
      for own in ["Precondition failed", "Assertion failed"]
      where message.hasPrefix(prefix + own) {
        message.removeFirst(prefix.count)
      }
      // A library's own words; only a cell's 'fatalError' is called one.
      if position == nil && isPath && message.hasPrefix(prefix) {
        message.removeFirst(prefix.count)
      }
      return (EndingReader.withoutAddresses(message), position)
    }
    if line.hasPrefix("Could not cast value of type ") {
      let plain = EndingReader.withoutAddresses(String(line))
        .replacingOccurrences(of: "Swift.", with: "")
      return (ModuleNames.removed(from: plain), nil)
    }
    return line.hasPrefix("failed to allocate") ? (String(line), nil) : nil
  }

  /// The runtime tells addresses, which change from run to run: `object 0x00007f0a1c2b3d40 was`.
  private static func withoutAddresses(_ text: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false).filter { word in
      let digits = word.drop { $0 == "(" }.prefix { $0 != ")" && $0 != "." }
      return !digits.hasPrefix("0x") || digits.count < 14
        || !digits.dropFirst(2).allSatisfy(\.isHexDigit)
    }.joined(separator: " ")
  }

  // MARK: Names

  private static func identifier(of demangled: String) -> String {
    let head = demangled.prefix { $0 != "(" && $0 != "<" && $0 != " " }
    let words = demangled.split(separator: " ")
    let path =
      head.contains(".")
      ? String(head) : words.last { $0.contains(".") }.map(String.init) ?? demangled
    var parts = path.prefix { $0 != "(" && $0 != "<" }.split(separator: ".")
    // `Bandit.arms.getter` names the property before it.
    while let last = parts.last, parts.count > 1,
      ["getter", "setter", "modify", "read", "unsafeMutableAddressor"].contains(String(last))
    {
      parts.removeLast()
    }
    return parts.last.map(String.init) ?? demangled
  }

  // MARK: Outputs

  private static func byteCount(_ output: CellOutput) -> Int {
    switch output {
    case .text(_, let text), .value(let text), .markdown(let text): text.utf8.count
    case .figure(let figure): figure.svg.utf8.count
    case .table(let table):
      (table.rows + [table.header]).joined().reduce(0) { $0 + $1.utf8.count }
    case .claim: 0
    }
  }

  private static func cut(_ outputs: [CellOutput], to limit: Int) -> [CellOutput] {
    var left = limit
    var result: [CellOutput] = []
    for output in outputs {
      let size = byteCount(output)
      if size <= left {
        result.append(output)
        left -= size + OutputLog.shownShare
      } else if case .text(let stream, let text) = output {
        let rest = text.utf8.prefix(max(0, left))
        result.append(.text(stream, String(decoding: rest, as: UTF8.self)))
        break
      } else {
        break
      }
    }
    return result
  }

  private static func withoutModuleNames(_ output: CellOutput) -> CellOutput {
    switch output {
    case .text(let stream, let text): .text(stream, ModuleNames.removed(from: text))
    case .value(let text): .value(ModuleNames.removed(from: text))
    case .markdown(let text): .markdown(ModuleNames.removed(from: text))
    default: output
    }
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }
}
