import VectorMath

/// Bytes that values are written to or read from, by the same code: what is written by
/// `code(&value)` is read by `code(&value)`.
struct CheckpointArchive {
  let isReading: Bool
  private(set) var bytes: [UInt8]
  private var position = 0

  /// An archive to write to.
  init() {
    bytes = []
    isReading = false
  }

  /// An archive to read from.
  init(reading bytes: [UInt8]) {
    self.bytes = bytes
    isReading = true
  }

  /// Stops unless everything was read.
  func finish() throws(CheckpointError) {
    if isReading && position != bytes.count {
      throw .damaged("\(bytes.count - position) bytes are left over")
    }
  }

  mutating func code(_ value: inout UInt64) throws(CheckpointError) {
    if !isReading {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
      return
    }
    if bytes.count - position < 8 { throw .damaged("it ends early") }
    let start = position
    value = bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
    position += 8
  }

  mutating func code(_ value: inout Int) throws(CheckpointError) {
    var bits = UInt64(bitPattern: Int64(value))
    try code(&bits)
    value = Int(Int64(bitPattern: bits))
  }

  mutating func code(_ value: inout Double) throws(CheckpointError) {
    var bits = value.bitPattern
    try code(&bits)
    value = Double(bitPattern: bits)
  }

  mutating func code(_ value: inout Bool) throws(CheckpointError) {
    var bits: UInt64 = value ? 1 : 0
    try code(&bits)
    if bits > 1 { throw .damaged("a truth value is \(bits)") }
    value = bits == 1
  }

  mutating func code(_ value: inout [UInt8]) throws(CheckpointError) {
    var count = value.count
    try code(&count)
    if !isReading {
      bytes += value
      return
    }
    if count < 0 || count > bytes.count - position { throw .damaged("it ends early") }
    value = Array(bytes[position..<position + count])
    position += count
  }

  mutating func code(_ value: inout String) throws(CheckpointError) {
    var text = Array(value.utf8)
    try code(&text)
    value = String(decoding: text, as: UTF8.self)
  }

  /// One number in eight bytes, as are all others.
  mutating func code(_ value: inout Float) throws(CheckpointError) {
    var bits = UInt64(value.bitPattern)
    try code(&bits)
    value = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
  }

  /// One of some values, by its place among them.
  mutating func code<Value: Equatable>(
    _ value: inout Value, among values: [Value]
  ) throws(CheckpointError) {
    var place = values.firstIndex(of: value) ?? -1
    try code(&place)
    if !values.indices.contains(place) { throw .damaged("a choice is \(place)") }
    value = values[place]
  }

  /// A value that may be missing; `blank` is what reading fills in.
  mutating func code<Value>(
    _ value: inout Value?, blank: Value,
    _ body: (inout CheckpointArchive, inout Value) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var isThere = value != nil
    try code(&isThere)
    guard isThere else {
      value = nil
      return
    }
    var inner = value ?? blank
    try body(&self, &inner)
    value = inner
  }

  /// Any count of values; `blank` is what reading fills in.
  mutating func code<Value>(
    _ values: inout [Value], blank: Value,
    _ body: (inout CheckpointArchive, inout Value) throws(CheckpointError) -> Void
  ) throws(CheckpointError) {
    var count = values.count
    try code(&count)
    if isReading {
      if count < 0 || count > bytes.count - position { throw .damaged("it ends early") }
      values = Array(repeating: blank, count: count)
    }
    for index in values.indices { try body(&self, &values[index]) }
  }

  mutating func code(_ values: inout [Float]) throws(CheckpointError) {
    try code(&values, blank: 0) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
  }

  mutating func code(_ values: inout [Double]) throws(CheckpointError) {
    try code(&values, blank: 0) { (archive, value) throws(CheckpointError) in
      try archive.code(&value)
    }
  }

  mutating func code(_ value: inout Vector) throws(CheckpointError) {
    var numbers = Array(value)
    try code(&numbers)
    value = Vector(numbers)
  }

  mutating func code(_ value: inout RandomStream) throws(CheckpointError) {
    var state = value.state
    for index in 0..<5 { try code(&state[index]) }
    value = RandomStream(state: state)
  }

  /// Something that has to be the same when it is read.
  mutating func match(_ field: String, _ now: String) throws(CheckpointError) {
    var saved = now
    try code(&saved)
    if saved != now { throw .different(field: field, saved: saved, now: now) }
  }
}
