import Foundation
import LessonKit

/// What `check` and `promote` print: a line for each lesson, and what has changed.
struct BookLog {
  private let format: LogFormat
  private let isQuiet: Bool
  private let hasOwnInput: Bool

  init(_ options: RunOptions) {
    hasOwnInput = options.seed != nil || !options.parameters.isEmpty
    format = options.logFormat
    isQuiet = options.quiet
  }

  /// A lesson was compared.
  func checked(
    _ file: String, _ record: LessonRecord, before: LessonRecord?, _ comparison: PageComparison
  ) {
    guard comparison.isCurrent else {
      let reason =
        if hasOwnInput {
          "the lesson was run with another seed or other parameters than its own"
        } else if let before {
          before.digest == record.digest
            ? "the lesson is the same; the library, the tool or the toolchain has changed"
            : "the lesson has changed since its page was promoted"
        } else {
          "it was never promoted"
        }
      return stale(file, reason, comparison)
    }
    let claims =
      record.claims.isEmpty ? "" : ", \(record.claims.count) of \(record.claims.count) claims"
    event(file, "current", [:], "current\(claims)", isNews: false)
  }

  /// A page is not as it was.
  func stale(_ file: String, _ reason: String, _ comparison: PageComparison) {
    let details = comparison.differences.map { "\n  \($0)" }.joined()
    event(
      file, "stale", ["reason": reason, "differences": comparison.differences],
      "stale: \(reason)\(details)", isNews: true)
  }

  /// A lesson failed, or has mistakes.
  func failed(_ file: String, _ status: RunStatus) {
    event(
      file, "failed", ["exit": Int(status.rawValue)],
      "failed (\(status.rawValue)); its page is not looked at", isNews: true)
  }

  /// A page was written.
  func promoted(_ file: String, to path: String) {
    event(file, "promoted", ["page": path], "→ \(path)", isNews: false)
  }

  /// A line that is about no lesson.
  func advise(_ text: String) {
    if format == .text { Terminal.write("\(text)\n", to: STDERR_FILENO) }
  }

  /// A line of a table.
  func line(_ text: String, fields: [String: Any]) {
    switch format {
    case .text: Terminal.write(line: text)
    case .json: printObject(fields)
    }
  }

  private func event(
    _ file: String, _ name: String, _ fields: [String: Any], _ text: String, isNews: Bool
  ) {
    switch format {
    case .json: printObject(fields.merging(["event": name, "file": file]) { $1 })
    case .text:
      guard isNews || !isQuiet else { return }
      Terminal.write("\(file): \(text)\n", to: isNews ? STDERR_FILENO : STDOUT_FILENO)
    }
  }

  private func printObject(_ fields: [String: Any]) {
    guard let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
    else { return }
    Terminal.write(line: String(decoding: data, as: UTF8.self))
  }
}
