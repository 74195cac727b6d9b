import CellProtocol
import Foundation

/// How a command to the worker ended.
struct CellEnding {
  /// In which way.
  enum Kind: Equatable {
    /// The cell ran to its end.
    case finished(WorkerFinish)
    /// The library could not be loaded, for the loader's reason.
    case loadFailed(String)
    /// The process ended in the cell, with a `waitpid` status.
    case died(status: Int32)
    /// The runner stopped the cell at its time limit.
    case timedOut(seconds: Double)
    /// The runner stopped the cell at its output limit.
    case outputLimit
  }

  /// In which way.
  var kind: Kind
  /// What the cell had produced.
  var outputs: [CellOutput]
  /// The error that no statement caught.
  var uncaughtError: String?
  /// The line of the statement it ended in, counted from 1 in the cell.
  var line: Int?
  /// Whether the cell closed the descriptors of the worker.
  var closedDescriptors = false
  /// The runtime's report of a crash, as JSON.
  var crash: Data?
  /// The time the cell ran.
  var seconds: Double
}
