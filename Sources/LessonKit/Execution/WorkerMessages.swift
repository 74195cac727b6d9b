/// What the runner asks of its worker.
///
/// One message a packet, as JSON.
struct WorkerCommand: Codable, Equatable {
  /// What to do with the cell.
  enum Mode: String, Codable, Equatable {
    /// Run it in this process.
    case run
    /// Run it in a copy of this process; go on without it when it fails.
    case attempt
    /// Run it in a copy of this process that ends with it.
    case probe
    /// Load it in a copy of this process, to see that every name it uses can be had.
    case check
  }

  /// What to do with the cell.
  var mode: Mode
  /// The cell's number.
  var number: Int
  /// The cell's label, which its claims derive their seeds from; empty for none.
  var name: String
  /// The seed of everything random in the cell.
  var seed: UInt64
  /// The shared library.
  var library: String
  /// The name of the library's entry point.
  var entry: String
}

/// What the worker answers.
enum WorkerEvent: Codable, Equatable {
  /// The cell ran to its end.
  case finished(WorkerFinish)
  /// The library could not be loaded.
  case loadFailed(number: Int, message: String)
  /// An error reached the top level of the cell; the process ends.
  case uncaughtError(number: Int, description: String)
  /// The copy that ran the cell ended with a `waitpid` status; this process stands before the cell.
  case copyEnded(number: Int, status: Int32)
  /// The process has threads, so no copy of it can be made: the cell has not been run.
  case cannotCopy(number: Int)

  /// The number of the cell it is about.
  var number: Int {
    switch self {
    case .finished(let finish): finish.number
    case .loadFailed(let number, _), .uncaughtError(let number, _), .copyEnded(let number, _),
      .cannotCopy(let number):
      number
    }
  }
}

/// How a cell left the worker.
struct WorkerFinish: Codable, Equatable {
  /// The cell's number.
  var number: Int
  /// The time the cell ran.
  var seconds: Double
  /// The programs it started and left running; they are ended.
  var leftProcesses: [String]
  /// The threads it left at work.
  var busyThreadCount: Int
  /// Whether it closed the standard output.
  var closedOutput: Bool
}
