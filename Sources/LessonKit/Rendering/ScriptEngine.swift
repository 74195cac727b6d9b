import CDuktape

/// Why a script gave no result.
struct ScriptFailure: Error, Equatable {
  /// The script's own words, or the machine's.
  var message: String
}

/// The one door to Duktape: a JavaScript machine without clock, files or network.
///
/// A script that uses more memory or works longer than it may fails; the process goes on.
final class ScriptEngine {
  private let context: OpaquePointer
  private let budget: UnsafeMutablePointer<script_budget>

  /// How much memory a script may use, in bytes.
  static let memoryLimit = 256 << 20

  /// Makes a machine.
  ///
  /// - Throws: ``ScriptFailure`` when there is no memory.
  init() throws(ScriptFailure) {
    budget = .allocate(capacity: 1)
    budget.initialize(
      to: script_budget(allocations: 1_000_000, live: 0, most: Self.memoryLimit))
    guard let context = script_create(budget) else {
      budget.deallocate()
      throw ScriptFailure(message: "no memory for Duktape")
    }
    self.context = context
  }

  deinit {
    duk_destroy_heap(context)
    budget.deallocate()
  }

  /// Runs a script.
  ///
  /// - Parameters:
  ///   - function: A global function to call, or nil to evaluate `text`.
  ///   - text: The function's argument, or a program.
  ///   - allocations: How many pieces of memory it may ask for.
  /// - Returns: The result as text.
  /// - Throws: ``ScriptFailure`` for an exception and for going beyond a limit.
  @discardableResult
  func run(
    _ function: String? = nil, _ text: String, allocations: Int
  ) throws(ScriptFailure) -> String {
    budget.pointee.allocations = allocations
    let length = text.utf8.count
    let status =
      if let function {
        script_run(context, function, text, length)
      } else {
        script_run(context, nil, text, length)
      }
    // Reading the result and leaving need no memory, but the heap may want to shrink.
    budget.pointee.allocations = 10_000
    var count = 0
    var bytes: [UInt8] = []
    if let start = duk_get_lstring(context, -1, &count) {
      bytes = Array(UnsafeRawBufferPointer(start: start, count: count))
    }
    duk_pop(context)
    let result = Self.text(bytes)
    guard status == 0 else { throw ScriptFailure(message: result) }
    return result
  }

  /// Decodes JavaScript's text, in which a character beyond U+FFFF is two of three bytes each.
  static func text(_ bytes: [UInt8]) -> String {
    guard bytes.contains(0xED) else { return String(decoding: bytes, as: UTF8.self) }
    var units: [UInt16] = []
    var index = 0
    while index < bytes.count {
      let byte = UInt32(bytes[index])
      let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      guard index + length <= bytes.count else { break }
      var value = length == 1 ? byte : byte & (0x7F >> UInt32(length))
      for next in bytes[(index + 1)..<(index + length)] { value = value << 6 | UInt32(next & 0x3F) }
      if value > 0xFFFF {
        units.append(UInt16(0xD800 + (value - 0x10000) >> 10))
        units.append(UInt16(0xDC00 + (value - 0x10000) & 0x3FF))
      } else {
        units.append(UInt16(value))
      }
      index += length
    }
    return String(decoding: units, as: UTF16.self)
  }
}
