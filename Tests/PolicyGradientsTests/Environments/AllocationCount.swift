#if os(Linux)
import Glibc

/// How often Swift allocated an object: arrays, classes, boxes.
private nonisolated(unsafe) var objectCount = 0

private typealias Allocate =
  @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

private nonisolated(unsafe) var allocate: Allocate?

/// Counts the objects that are allocated on the way, and the bytes that are kept.
///
/// The runtime calls a function of ours where it would allocate an object; memory that is asked for
/// without one is seen only if it is kept. Everything in the process is counted, so it wants one of
/// its own. Traps where the runtime has no such place, which Swift 6.3 has for its instruments.
///
/// - Parameter body: What to look at.
/// - Returns: How many objects were allocated, and by how many bytes the heap in use has grown; of
///   bytes it is told on x86-64 only.
func allocations(in body: () -> Void) -> (objectCount: Int, byteCount: Int) {
  let name = "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly"
  guard let process = dlopen(nil, RTLD_NOW), let place = dlsym(process, "_swift_allocObject"),
    let flag = dlsym(process, name)
  else { fatalError("the runtime does not tell of allocations") }
  let slot = place.assumingMemoryBound(to: Allocate?.self)
  allocate = slot.pointee
  slot.pointee = { metadata, size, mask in
    objectCount += 1
    return allocate?(metadata, size, mask)
  }
  flag.storeBytes(of: 1, as: UInt8.self)
  let bytes = bytesInUse
  let objects = objectCount
  body()
  let result = (objectCount - objects, bytesInUse - bytes)
  flag.storeBytes(of: 0, as: UInt8.self)
  slot.pointee = allocate
  return result
}

/// What the heap has given out, or 0 where it is not told.
///
/// The C library's ten counts are no type of the module Glibc; on x86-64 a function that returns so
/// much takes a pointer to it as its first argument.
private var bytesInUse: Int {
  #if arch(x86_64)
  typealias Tell = @convention(c) (UnsafeMutablePointer<Int>) -> UnsafeMutablePointer<Int>?
  guard let function = dlsym(dlopen(nil, RTLD_NOW), "mallinfo2") else { return 0 }
  return withUnsafeTemporaryAllocation(of: Int.self, capacity: 10) { counts in
    guard let start = counts.baseAddress else { return 0 }
    start.initialize(repeating: 0, count: 10)
    _ = unsafeBitCast(function, to: Tell.self)(start)
    // `uordblks`.
    return start[7]
  }
  #else
  return 0
  #endif
}
#endif
