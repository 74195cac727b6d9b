import Foundation

/// Measures what DESIGN.md promises, and prints one table.
///
/// With an argument, only the rows whose names contain it. All benchmarks take turns, round by round,
/// so that a machine that slows down slows all of them.
@main
enum Benchmarks {
  static let roundCount = 7

  static func main() {
    do {
      if LearningBenchmarks.isMemoryProbe {
        LearningBenchmarks.probeMemory()
        return
      }
      #if DEBUG
      Progress.show("a debug build; 'swift run -c release Benchmarks' measures the tool itself")
      #endif
      let tool = try LessonTool()
      let folder = try BenchmarkFolder()
      defer { folder.remove() }
      var rows: [Row] = []
      rows += try RenderBenchmarks(tool, in: folder).rows
      rows += try CompilerBenchmarks(in: folder).rows
      rows += try SamplingBenchmarks(tool, in: folder).rows
      rows += EnvironmentBenchmarks().rows
      rows += KernelBenchmarks().rows
      rows += LearningBenchmarks().rows
      rows += OracleBenchmarks().rows
      rows += ChartBenchmarks().rows
      rows += try PageBenchmarks(tool, in: folder).rows
      rows += try BookBenchmarks(tool, in: folder).rows
      if let words = CommandLine.arguments.dropFirst().first {
        rows = rows.filter { $0.name.contains(words) }
      }
      for round in 1...roundCount {
        Progress.show("round \(round) of \(roundCount)")
        for index in rows.indices { try rows[index].measure(round: round) }
      }
      print(ResultTable(rows, roundCount: roundCount).text)
    } catch {
      Progress.show("error: \(error)")
      exit(1)
    }
  }
}

/// What is said while the table is not there yet.
enum Progress {
  static func show(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
