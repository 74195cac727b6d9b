public import CellProtocol
import VectorMath

/// The page a running cell writes to.
///
/// The runner's worker installs one before the first cell; a program that uses the library
/// without the runner has one that prints to standard output.
public final class NotebookSession {
  /// Takes one output of the running cell.
  public typealias Sink = (CellOutput) -> Void

  /// The session of this process.
  ///
  /// Cells run one after the other on the main thread.
  public nonisolated(unsafe) static var current = NotebookSession(lessonSeed: 0) { output in
    print(output)
  }

  /// The lesson's seed, from which every claim's seed is derived.
  public let lessonSeed: UInt64
  /// The running cell's label, which names its claims' seeds.
  public var cellLabel = "" {
    didSet { useCounts = [:] }
  }
  /// Where the line of the running top-level statement is noted, for whoever watches.
  public var statementLine: UnsafeMutablePointer<Int>?
  /// Serves the main thread's queue until something has happened; for a top-level `await`.
  public var runMainLoop: () -> Void = {}
  private let sink: Sink
  /// How often each name was used for a seed in the running cell.
  private var useCounts: [String: Int] = [:]

  /// Creates a session.
  ///
  /// - Parameters:
  ///   - lessonSeed: The lesson's seed.
  ///   - sink: Takes each output as it happens.
  public init(lessonSeed: UInt64, sink: @escaping Sink) {
    self.lessonSeed = lessonSeed
    self.sink = sink
  }

  /// Adds one output to the page.
  ///
  /// Traps in a piece of work of a loop, where which output comes first is chance.
  ///
  /// - Parameter output: The output.
  public func emit(_ output: CellOutput) {
    if ParallelLoop.isPieceOfWork {
      fatalError(
        "an output within ParallelLoop.map or an experiment's report: its place on the page would "
          + "depend on which thread comes first; return what is to be shown, and show it after the loop"
      )
    }
    sink(output)
  }

  /// The seed that belongs to a name in the running cell.
  ///
  /// It depends on the lesson's seed, the cell's label and the name, and on nothing else: a cell
  /// put in between changes no other cell's numbers. The second use of a name in a cell gets
  /// another seed.
  ///
  /// - Parameters:
  ///   - name: The name, such as a claim's statement.
  ///   - use: What the seed is for, in words that begin a message.
  /// - Returns: The seed; traps in a piece of work of a loop, where the second use of a name may
  ///   come first.
  func seed(named name: String, for use: @autoclosure () -> String) -> UInt64 {
    if ParallelLoop.isPieceOfWork {
      fatalError(
        "\(use()) within ParallelLoop.map: its random numbers would depend on which thread comes "
          + "first; call it outside, and give each piece of work its split of one stream, "
          + "stream.split(index)")
    }
    let index = useCounts[name, default: 0]
    useCounts[name] = index + 1
    return deriveSeed(from: lessonSeed, cell: cellLabel, name: name, index: index)
  }
}
