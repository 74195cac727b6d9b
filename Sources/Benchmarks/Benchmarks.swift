import Foundation

/// Measures what DESIGN.md promises, and prints one table.
///
/// With arguments, only the rows whose names contain one of them. All benchmarks take turns, round by round,
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
      rows += PhaseBenchmarks().rows
      rows += OracleBenchmarks().rows
      rows += ChartBenchmarks().rows
      rows += try PageBenchmarks(tool, in: folder).rows
      rows += try BookBenchmarks(tool, in: folder).rows
      let words = CommandLine.arguments.dropFirst()
      if !words.isEmpty {
        rows = rows.filter { row in words.contains { row.name.contains($0) } }
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
