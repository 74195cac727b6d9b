import CProcess
import CellProtocol
import Foundation
import Glibc

/// What cells write, in the order they write it: two files in memory that outlive every crash.
///
/// The first holds records, each written by one call: text that went through a standard stream's
/// buffer, or a shown value. Bytes between records went to descriptor 1 past the buffer. The second
/// holds what went to descriptor 2 past the buffer; every record says how long it was at the time.
struct OutputLog {
  /// The file of records.
  let records: Int32
  /// The file of raw standard error.
  let rawErrors: Int32

  /// What a record holds.
  enum Kind: UInt8 {
    /// Text for the standard output.
    case standardOutput = 1
    /// Text for the standard error.
    case standardError = 2
    /// A ``CellOutput`` as JSON.
    case shown = 3
  }

  /// Makes two empty files.
  ///
  /// - Throws: ``SystemError`` when the machine has no memory for them.
  init() throws {
    records = process_memory_file("lesson-output", 0, 1)
    rawErrors = process_memory_file("lesson-errors", 0, 1)
    guard records >= 0, rawErrors >= 0 else { throw SystemError("memfd_create") }
    for file in [records, rawErrors] { _ = fcntl(file, F_SETFL, O_RDWR | O_APPEND) }
  }

  /// The lengths of both files.
  var length: Position {
    Position(records: OutputLog.length(of: records), rawErrors: OutputLog.length(of: rawErrors))
  }

  /// A place in both files.
  struct Position: Equatable {
    /// Bytes in the file of records.
    var records = 0
    /// Bytes in the file of raw standard error.
    var rawErrors = 0
    /// The bytes in both.
    var total: Int { records + rawErrors }
  }

  /// Closes the files.
  func close() {
    Glibc.close(records)
    Glibc.close(rawErrors)
  }

  // MARK: Writing, in the worker

  /// The first bytes of a record: the first never occurs in UTF-8.
  private static let marker: [UInt8] = [0xf5, 0x4c, 0x53, 0x4e]
  private static let headerLength = 17

  /// Appends a record.
  ///
  /// - Parameters:
  ///   - kind: What the record holds.
  ///   - payload: Its bytes.
  ///   - records: The file of records.
  ///   - rawErrors: The file of raw standard error.
  static func append(
    _ kind: Kind, _ payload: UnsafeRawBufferPointer, records: Int32, rawErrors: Int32
  ) {
    var header = marker
    header.append(kind.rawValue)
    for shift in [0, 8, 16, 24] { header.append(UInt8(truncatingIfNeeded: payload.count >> shift)) }
    let offset = length(of: rawErrors)
    for shift in 0..<8 { header.append(UInt8(truncatingIfNeeded: offset >> (8 * shift))) }
    header.withUnsafeMutableBytes { header in
      var parts = [
        iovec(iov_base: header.baseAddress, iov_len: header.count),
        iovec(
          iov_base: UnsafeMutableRawPointer(mutating: payload.baseAddress), iov_len: payload.count),
      ]
      _ = writev(records, &parts, 2)
    }
  }

  // MARK: Reading, in the runner

  /// Reads what was written between two places.
  ///
  /// - Parameters:
  ///   - start: The place where the cell began.
  ///   - end: The place where it ended.
  ///   - limit: The most bytes to read of each file.
  /// - Returns: The outputs in order, neighbouring texts of one stream joined.
  func outputs(from start: Position, to end: Position, limit: Int) -> [CellOutput] {
    let records = bytes(of: self.records, start.records..<min(end.records, start.records + limit))
    let raw = bytes(
      of: rawErrors, start.rawErrors..<min(end.rawErrors, start.rawErrors + limit))
    var collector = OutputCollector()
    var rawPosition = 0
    func takeRawErrors(upTo offset: Int) {
      let stop = min(max(max(offset, start.rawErrors) - start.rawErrors, rawPosition), raw.count)
      collector.add(.standardError, raw[rawPosition..<stop])
      rawPosition = stop
    }
    var position = 0
    var plainStart = 0
    while position < records.count {
      guard let record = OutputLog.record(at: position, in: records) else {
        position += 1
        continue
      }
      collector.add(.standardOutput, records[plainStart..<position])
      takeRawErrors(upTo: record.rawErrors)
      let payload = records[record.payload]
      switch record.kind {
      case .standardOutput: collector.add(.standardOutput, payload)
      case .standardError: collector.add(.standardError, payload)
      case .shown: collector.addShown(payload)
      }
      position = record.payload.upperBound
      plainStart = position
    }
    collector.add(.standardOutput, records[min(plainStart, records.count)...])
    takeRawErrors(upTo: .max)
    return collector.finished()
  }

  private static func record(
    at position: Int, in bytes: [UInt8]
  ) -> (kind: Kind, rawErrors: Int, payload: Range<Int>)? {
    guard bytes[position] == marker[0], position + headerLength <= bytes.count,
      bytes[position..<position + 4].elementsEqual(marker),
      let kind = Kind(rawValue: bytes[position + 4])
    else { return nil }
    let (count, rawErrors) = bytes.withUnsafeBytes {
      (
        Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: position + 5, as: UInt32.self))),
        Int(littleEndian: $0.loadUnaligned(fromByteOffset: position + 9, as: Int.self))
      )
    }
    let start = position + headerLength
    // The last record of a read that stops at the limit is cut.
    return (kind, rawErrors, start..<min(start + count, bytes.count))
  }

  /// Counts what was written, without reading it all again each time.
  struct Meter {
    /// The place up to which it has counted.
    private var position: Position
    /// The bytes of text, and a shown value's least share of the page.
    private(set) var byteCount = 0

    /// Starts at a place.
    init(from position: Position) { self.position = position }

    /// Counts what has been written since.
    mutating func advance(_ log: OutputLog) {
      let end = log.length
      byteCount += end.rawErrors - position.rawErrors
      position.rawErrors = end.rawErrors
      let bytes = log.bytes(
        of: log.records, position.records..<min(end.records, position.records + (4 << 20)))
      var index = 0
      while index < bytes.count {
        guard bytes[index] == marker[0] else {
          byteCount += 1
          index += 1
          continue
        }
        // A record that is still being written is left for later.
        guard index + headerLength <= bytes.count else { break }
        guard let record = OutputLog.record(at: index, in: bytes) else {
          byteCount += 1
          index += 1
          continue
        }
        byteCount += record.kind == .shown ? OutputLog.shownShare : record.payload.count
        index = record.payload.upperBound
      }
      position.records += index
    }
  }

  /// The bytes of the page that a shown value takes at least, beside its own.
  static let shownShare = 100

  private static func length(of file: Int32) -> Int {
    var information = stat()
    return fstat(file, &information) == 0 ? Int(information.st_size) : 0
  }

  private func bytes(of file: Int32, _ range: Range<Int>) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: range.count)
    var filled = 0
    while filled < buffer.count {
      let count = buffer.withUnsafeMutableBytes {
        pread(
          file, $0.baseAddress.map { $0 + filled }, $0.count - filled, range.lowerBound + filled)
      }
      guard count > 0 else { break }
      filled += count
    }
    return Array(buffer[..<filled])
  }
}

/// Joins neighbouring texts of one stream.
private struct OutputCollector {
  private var outputs: [CellOutput] = []
  private var stream = TextStream.standardOutput
  private var pending: [UInt8] = []

  mutating func add(_ stream: TextStream, _ bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    if stream != self.stream { flush() }
    self.stream = stream
    pending += bytes
  }

  mutating func addShown(_ bytes: ArraySlice<UInt8>) {
    flush()
    guard let output = try? WorkerCoding.decoder.decode(CellOutput.self, from: Data(bytes)) else {
      return
    }
    outputs.append(output)
  }

  mutating func finished() -> [CellOutput] {
    flush()
    return outputs
  }

  private mutating func flush() {
    guard !pending.isEmpty else { return }
    outputs.append(.text(stream, String(decoding: pending, as: UTF8.self)))
    pending = []
  }
}

/// JSON that carries every `Double`.
enum WorkerCoding {
  /// Writes messages.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  /// Reads messages.
  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
