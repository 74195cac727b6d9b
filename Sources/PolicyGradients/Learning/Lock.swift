/// Lets one thread at a time do something.
final class Lock {
  // As large as any system's mutex; of zeros it is an open one.
  private let memory = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 16)

  init() { memory.initializeMemory(as: UInt8.self, repeating: 0, count: 128) }

  deinit { memory.deallocate() }

  /// Does it once no other thread is at it.
  func withLock(_ body: () -> Void) {
    #if os(Linux)
    _ = lockMutex(memory)
    defer { _ = unlockMutex(memory) }
    #endif
    // Elsewhere a loop has one thread.
    body()
  }
}

// As in `ParallelLoop`: a module that needs C's would cost each cell the reading of it.
#if os(Linux)
@_silgen_name("pthread_mutex_lock")
private func lockMutex(_ mutex: UnsafeMutableRawPointer) -> Int32

@_silgen_name("pthread_mutex_unlock")
private func unlockMutex(_ mutex: UnsafeMutableRawPointer) -> Int32
#endif
