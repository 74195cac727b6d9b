import Charts
import LessonKit

/// Pictures of many points: marks made and drawn, as in a cell.
struct ChartBenchmarks {
  private static let count = 100_000
  private let values = (0..<count).map { Double($0 % 977) * 0.37 + Double($0) / 1000 }

  var rows: [Row] {
    [
      row("a line") {
        Chart(values.indices) { LineMark(x: .value("step", $0), y: .value("v", values[$0])) }
      },
      row("a styled line in a loop") {
        Chart {
          for (step, value) in values.enumerated() {
            LineMark(x: .value("step", step), y: .value("v", value))
              .foregroundStyle(by: .value("policy", "softmax"))
          }
        }
      },
      row("points") {
        Chart(values.indices) {
          PointMark(x: .value("w", values[$0 * 7919 % values.count]), y: .value("v", values[$0]))
        }
      },
    ]
  }

  private func row(_ kind: String, _ chart: @escaping () -> Chart) -> Row {
    let size = chart().svg().utf8.count
    return Row("chart, \(kind) of 100,000 marks: \(size / 1000) kB of SVG", .seconds, reach: 0.05) {
      _ in
      let start = ContinuousClock.now
      guard chart().svg().utf8.count == size else {
        throw TimedProgram.Failure(description: "the chart came out otherwise")
      }
      return (ContinuousClock.now - start).inSeconds
    }
  }
}
