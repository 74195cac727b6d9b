/// What a cell tells, while it runs, to whoever waits for it: how far a training is.
///
/// Stands in the memory of ``StatementLine``, so that it is in no output, on no page and in no cache.
public struct ProgressLine {
  private let memory: UnsafeMutableRawPointer

  /// The longest text, in bytes.
  static let capacity = 256

  /// The text next to the line of the running statement.
  ///
  /// - Parameter statementLine: Where that line stands, at the start of a page of memory.
  public init(besides statementLine: UnsafeMutablePointer<Int>) {
    memory = UnsafeMutableRawPointer(statementLine) + 64
  }

  /// Writes a text, or takes it away; cut after 256 bytes.
  ///
  /// - Parameter text: One line; empty for none.
  public func write(_ text: String) {
    let bytes = text.utf8.prefix(ProgressLine.capacity)
    // Who reads at this moment sees an old text, none, or a mixture, once.
    memory.storeBytes(of: 0, as: Int.self)
    (memory + 8).copyMemory(from: Array(bytes), byteCount: bytes.count)
    memory.storeBytes(of: bytes.count, as: Int.self)
  }

  /// The text, without control characters; nil for none.
  var text: String? {
    let count = memory.load(as: Int.self)
    guard (1...ProgressLine.capacity).contains(count) else { return nil }
    let bytes = UnsafeRawBufferPointer(start: memory + 8, count: count)
    let text = OutputText.harmless(String(decoding: bytes, as: UTF8.self))
    return text.split(separator: "\n").joined(separator: " ")
  }
}
