/// Runs numbered pieces of work on all cores.
///
/// Each piece is computed by itself and the results stand in order, so they are the same for any
/// number of threads as long as a piece depends on its number only. The threads end before the loop
/// does: nothing is left that a copy of the process would miss.
public enum ParallelLoop {
  /// The cores this process may use.
  public static var coreCount: Int {
    #if os(Linux)
    var mask = [UInt](repeating: 0, count: 16)
    guard affinity(0, mask.count * 8, &mask) == 0 else { return 1 }
    return max(1, mask.reduce(0) { $0 + $1.nonzeroBitCount })
    #else
    return 1
    #endif
  }

  /// Whether the code that asks is a piece of work of a loop, on whatever thread.
  ///
  /// What is shared and changes, such as a count of uses, is out of bounds there: which piece comes
  /// first is chance.
  @TaskLocal public static var isPieceOfWork = false

  /// The results of all pieces of work.
  ///
  /// - Parameters:
  ///   - count: How many pieces there are, at least 0.
  ///   - threadCount: How many threads work, the calling one included; at least 1. Where the system
  ///     gives fewer, they do all the same.
  ///   - body: One piece of work; it must neither depend on others nor on what changes meanwhile, nor
  ///     print: which line comes first is chance.
  /// - Returns: One result a piece, in order.
  public static func map<Result>(
    _ count: Int, threadCount: Int = coreCount, _ body: (Int) -> Result
  ) -> [Result] {
    let threadCount = min(threadCount, count)
    guard threadCount > 1 else {
      return $isPieceOfWork.withValue(true) { (0..<count).map(body) }
    }
    return [Result](unsafeUninitializedCapacity: count) { results, initialized in
      guard let start = results.baseAddress else { return }
      withoutActuallyEscaping(body) { body in
        // Thread k takes k, k + T, k + 2T, … and writes there alone.
        let jobs = (0..<threadCount).map { first in
          Job {
            $isPieceOfWork.withValue(true) {
              for index in stride(from: first, to: count, by: threadCount) {
                (start + index).initialize(to: body(index))
              }
            }
          }
        }
        run(jobs)
      }
      initialized = count
    }
  }

  /// The share of one thread.
  private final class Job {
    let work: () -> Void
    init(_ work: @escaping () -> Void) { self.work = work }
  }

  private static func run(_ jobs: [Job]) {
    #if os(Linux)
    var threads: [UInt] = []
    var rest: [Job] = []
    for job in jobs.dropFirst() {
      var thread: UInt = 0
      let argument = Unmanaged.passRetained(job)
      let status = createThread(&thread, nil, { ParallelLoop.start($0) }, argument.toOpaque())
      if status == 0 {
        threads.append(thread)
      } else {
        argument.release()
        rest.append(job)
      }
    }
    jobs[0].work()
    for job in rest { job.work() }
    for thread in threads { _ = joinThread(thread, nil) }
    #else
    for job in jobs { job.work() }
    #endif
  }

  private static func start(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
  }
}

// Cells import this module, and a module that needs C's would cost each of them the reading of it.
#if os(Linux)
private typealias ThreadStart =
  @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?

@_silgen_name("pthread_create")
private func createThread(
  _ thread: UnsafeMutablePointer<UInt>, _ attributes: UnsafeRawPointer?, _ start: ThreadStart,
  _ argument: UnsafeMutableRawPointer?
) -> Int32

@_silgen_name("pthread_join")
private func joinThread(
  _ thread: UInt, _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> Int32

@_silgen_name("sched_getaffinity")
private func affinity(_ process: Int32, _ size: Int, _ mask: UnsafeMutablePointer<UInt>) -> Int32
#endif
