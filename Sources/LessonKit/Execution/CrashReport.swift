import Foundation

/// What the runtime's backtrace says about a crash.
struct CrashReport {
  /// What happened: `Fatal error: boom`, `array index out of range in crash(_:)`.
  let message: String
  /// Where in the lesson, when a frame of a cell is on the stack.
  let position: TextPosition?

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - data: The JSON that the runtime wrote.
  ///   - fatalError: The runtime's own words, when it had any.
  ///   - places: The cells so far.
  init?(_ data: Data, fatalError: String?, places: [CompilerOutput.Place]) {
    guard let file = try? JSONDecoder().decode(File.self, from: data),
      let thread = file.threads.first(where: { $0.crashed ?? false }) ?? file.threads.first
    else { return nil }
    let calls = thread.frames.enumerated().compactMap { index, frame in
      CrashReport.place(of: frame, in: places).map { (index: index, frame: frame, position: $0) }
    }
    let overflows = file.overflowsStack(thread)
    // Where exactly the stack ends depends on how large the environment is: of a circle of calls
    // the one that stands first in the lesson is told, not the one that happened to be last.
    let found =
      overflows ? calls.dropFirst().min { $0.position < $1.position } ?? calls.first : calls.first
    position = found?.position
    let inner = thread.frames.prefix(found.map { $0.index + 1 } ?? thread.frames.count)
      .map { $0.description ?? "" }
    // What the compiler put into the cell from the standard library has a place there, too.
    let own = calls.first { $0.index >= found?.index ?? 0 && !$0.frame.isStandardLibrary }
    let function = own.flatMap { CrashReport.functionName($0.frame.description) }
    let suffix = function.map { " in \($0)" } ?? ""
    if overflows {
      message = "stack overflow\(suffix): a function calls itself without end"
    } else if let fatalError {
      message = fatalError + suffix
    } else {
      message = CrashReport.reason(file.description, inner: inner) + suffix
    }
  }

  private static func place(of frame: Frame, in places: [CompilerOutput.Place]) -> TextPosition? {
    guard let source = frame.sourceLocation, source.line > 0,
      let place = places.last(where: { source.file.hasSuffix($0.file) })
    else { return nil }
    return place.position(line: source.line, column: max(1, source.column))
  }

  /// Under optimisation the runtime's checks have no words: the functions they stand in tell.
  private static func reason(_ description: String, inner: [String]) -> String {
    for name in inner {
      if let failure = name.range(of: "Swift runtime failure: ") {
        let words = name[failure.upperBound...]
        return words.prefix(1).lowercased() + words.dropFirst()
      }
    }
    for name in inner where name.contains("subscript") || name.contains("_checkIndex") {
      if name.contains("Array") || name.contains("Buffer") { return "array index out of range" }
      if name.contains("Dictionary") { return "dictionary subscript failed" }
      if name.contains("String") { return "string index out of range" }
      return "index out of range"
    }
    for name in inner where name.contains("Range") { return "range bounds in the wrong order" }
    switch description {
    case "Illegal instruction", "System trap":
      return "a runtime check failed (overflow, nil unwrapped, or a value out of range)"
    default: return description.lowercased()
    }
  }

  private static func functionName(_ description: String?) -> String? {
    guard var name = description else { return nil }
    if let plus = name.range(of: " + ", options: .backwards) {
      name = String(name[..<plus.lowerBound])
    }
    for prefix in ["specialized ", "closure #1 in ", "generic specialized "] {
      while name.hasPrefix(prefix) { name.removeFirst(prefix.count) }
    }
    name = ModuleNames.removed(from: name)
    let isEntry = name.hasPrefix(CellSource.modulePrefix) || name == "main" || name.isEmpty
    return isEntry ? nil : name
  }

  // MARK: The runtime's format

  private struct File: Decodable {
    var description: String
    var faultAddress: String?
    var threads: [Thread]

    /// A fault just past the stack pointer.
    func overflowsStack(_ thread: Thread) -> Bool {
      guard let fault = faultAddress.flatMap(File.number),
        let pointer = (thread.registers?["rsp"] ?? thread.registers?["sp"]).flatMap(File.number)
      else { return false }
      let isFault = description.contains("pointer") || description.contains("egmentation")
      return isFault && fault < pointer &+ 65_536 && pointer < fault &+ 1_048_576
    }

    private static func number(_ text: String) -> UInt64? {
      UInt64(text.hasPrefix("0x") ? text.dropFirst(2) : text[...], radix: 16)
    }
  }

  private struct Thread: Decodable {
    var crashed: Bool?
    var registers: [String: String]?
    var frames: [Frame]
  }

  private struct Frame: Decodable {
    var description: String?
    var symbol: String?
    var sourceLocation: Source?

    /// Whether it is a function of the standard library, or a check of the runtime.
    var isStandardLibrary: Bool {
      guard let symbol, !symbol.contains(CellSource.modulePrefix) else { return false }
      return ["$sS", "$ss", "Swift runtime failure"].contains(where: symbol.hasPrefix)
    }
  }

  private struct Source: Decodable {
    var file: String
    var line: Int
    var column: Int
  }
}
