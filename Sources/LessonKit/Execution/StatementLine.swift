import CProcess
import Glibc

/// The line of the top-level statement that a worker runs, in memory that outlives the worker.
struct StatementLine {
  /// The file in memory that both sides map.
  let file: Int32
  private let pointer: UnsafeMutablePointer<Int>

  /// Makes the memory; the line is 0, for none.
  ///
  /// - Throws: ``SystemError`` when there is no memory.
  init() throws {
    file = process_memory_file("lesson-line", StatementLine.size, 1)
    guard file >= 0, let pointer = StatementLine.map(file) else {
      throw SystemError("memfd_create")
    }
    self.pointer = pointer
  }

  /// The line, counted from 1 in the cell; nil when no statement has run yet.
  var value: Int? { pointer.pointee > 0 ? pointer.pointee : nil }

  /// What the cell tells of its progress.
  var progress: String? { ProgressLine(besides: pointer).text }

  /// Whether the worker ended because its descriptors were closed.
  var hasLostDescriptors: Bool { pointer.pointee == StatementLine.lostDescriptors }

  /// Stands for the line when the worker can tell of its end in no other way.
  static let lostDescriptors = -1

  /// Gives the memory back.
  func close() {
    munmap(pointer, StatementLine.size)
    Glibc.close(file)
  }

  /// Maps the memory of a file.
  ///
  /// - Parameter file: The file's descriptor.
  /// - Returns: Where the line stands, or nil on failure.
  static func map(_ file: Int32) -> UnsafeMutablePointer<Int>? {
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, Int32(MAP_SHARED), file, 0)
    guard let memory, memory != MAP_FAILED else { return nil }
    return memory.assumingMemoryBound(to: Int.self)
  }

  private static let size = 4096
}
