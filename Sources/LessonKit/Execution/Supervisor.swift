import CProcess
import Glibc

/// The process between the runner and the worker.
///
/// It outlives both and leaves nothing behind: whatever a cell started falls to it when the worker
/// ends, and it ends that too.
enum Supervisor {
  /// Forks.
  ///
  /// The child returns and becomes the worker; the parent stays until the worker ends or the runner
  /// does, and never returns.
  ///
  /// - Parameter lifeline: A socket to the runner. Its end means that the runner is gone; a byte on
  ///   it means that the worker shall end. The worker's status goes back on it.
  static func split(lifeline: Int32) {
    _ = process_adopt_orphans()
    let own = getpid()
    let worker = process_fork()
    guard worker != 0 else {
      _ = process_set_parent_death_signal(SIGKILL)
      if getppid() != own { _exit(1) }
      close(lifeline)
      return
    }
    guard worker > 0 else { _exit(1) }
    // Not ended by what a cell sends to its group, nor by the hang-up that the kernel sends to one
    // that a cell has stopped when the runner is gone.
    for number in [SIGHUP, SIGINT, SIGTERM] { signal(number, SIG_IGN) }
    // The worker alone holds these, so that its end shows.
    for descriptor: Int32 in [WorkerDescriptor.control, WorkerDescriptor.records] {
      close(descriptor)
    }
    let workerDescriptor = process_descriptor(worker)
    var events = [
      pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0),
      pollfd(fd: workerDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    // Without a descriptor for the worker, look every few milliseconds.
    let patience: Int32 = workerDescriptor < 0 ? 5 : -1
    var status: Int32 = 0
    while true {
      _ = poll(&events, 2, patience)
      if events[0].revents != 0 { kill(worker, SIGKILL) }
      if waitpid(worker, &status, events[0].revents != 0 ? 0 : WNOHANG) == worker { break }
    }
    ProcessTree.killDescendants()
    _ = withUnsafeBytes(of: &status) { write(lifeline, $0.baseAddress, $0.count) }
    _exit(0)
  }
}

/// The descriptors a worker starts with.
enum WorkerDescriptor {
  /// Commands and events, one a packet.
  static let control: Int32 = 3
  /// The log's file of records.
  static let records: Int32 = 4
  /// The log's file of raw standard error.
  static let rawErrors: Int32 = 5
  /// The socket that the supervisor keeps.
  static let lifeline: Int32 = 6
  /// The file with the line of the running statement.
  static let statementLine: Int32 = 7
}
