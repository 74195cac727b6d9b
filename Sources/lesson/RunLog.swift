import Foundation
import Glibc
import LessonKit

/// What a run prints: progress, outputs, verdicts and the summary on standard output, mistakes on
/// standard error.
final class RunLog {
  private let file: String
  private let format: LogFormat
  private let isQuiet: Bool
  private let isLive: Bool
  private let renderer: TerminalRenderer
  private var liveLength = 0
  /// What is held back, with the stream each text is for; nil where all is printed at once.
  private var held: [(text: String, descriptor: Int32)]?

  /// Prepares to print.
  ///
  /// - Parameters:
  ///   - file: The lesson.
  ///   - format: The form.
  ///   - isQuiet: Whether only what went wrong is printed.
  ///   - isHeld: Whether all is held back until ``release()``, as other lessons run at the same time.
  init(_ file: String, format: LogFormat, isQuiet: Bool, isHeld: Bool = false) {
    self.file = file
    held = isHeld ? [] : nil
    self.format = format
    self.isQuiet = isQuiet
    isLive = isatty(STDOUT_FILENO) == 1 && format == .text && !isQuiet && !isHeld
    let wantsColor = ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    renderer = TerminalRenderer(usesColor: isatty(STDOUT_FILENO) == 1 && wantsColor)
  }

  /// Prints one line about the run itself.
  func message(_ text: String) {
    clearLive()
    switch format {
    case .text: printError(text)
    case .json: printObject(["event": "message", "file": file, "message": text])
    }
  }

  /// Prints messages about the lesson.
  func diagnostics(_ diagnostics: [Diagnostic]) {
    clearLive()
    for diagnostic in diagnostics {
      switch format {
      case .text: printError(diagnostic.rendered(path: file))
      case .json: printObject(object(diagnostic))
      }
    }
  }

  /// Prints what happened.
  func event(_ event: LessonRunner.Event, of lesson: Lesson) {
    switch event {
    case .started(let cell): showLive(heading(cell, of: lesson))
    case .compiling(let cell, let seconds):
      showLive("\(heading(cell, of: lesson)) compiling \(RunLog.text(seconds)) s")
    case .running(let cell, let seconds, let progress):
      let told = progress.map { "  \($0)" } ?? ""
      showLive("\(heading(cell, of: lesson)) \(RunLog.text(seconds)) s\(told)")
    case .finished(let cell, let result): finished(cell, result, of: lesson)
    }
  }

  /// Prints how it all came out.
  func summary(
    _ lesson: Lesson, _ results: [CellResult], compiledCount: Int, pages: [String],
    status: RunStatus, seconds: Duration
  ) {
    clearLive()
    let claims = ClaimSummary(results)
    let ran = results.count { $0.outcome == .finished }
    let time = seconds.inSeconds
    if format == .json {
      printObject([
        "event": "summary", "file": file, "cells": results.count, "finished": ran,
        "compiled": compiledCount,
        "claims": claims.count, "claimsAsExpected": claims.expectedCount,
        "seconds": time, "pages": pages, "exit": Int(status.rawValue),
      ])
      return
    }
    guard !isQuiet else { return }
    var parts = ["\(file): \(ran) of \(results.count) cells"]
    if claims.count > 0 {
      parts.append(
        "\(claims.expectedCount) of \(claims.count) claims as expected"
          + (claims.alpha > 0 ? " (error budget \(claims.alphaText))" : ""))
    }
    let open = Set(results.compactMap(\.openExercise)).count
    if open > 0 { parts.append("\(open) exercise\(open == 1 ? "" : "s") open") }
    parts.append("\(RunLog.text(time)) s")
    write(line: parts.joined(separator: ", "))
    write(line: "  → \(pages.joined(separator: "  "))")
  }

  /// Prints where a handout was written.
  func handout(_ path: String, pages: [String]) {
    if format == .json {
      printObject(["event": "handout", "file": file, "handout": path, "pages": pages])
    } else if !isQuiet {
      write(line: "\(path)")
      write(line: "  → \(pages.joined(separator: "  "))")
    }
  }

  // MARK: Cells

  private func finished(_ cell: Cell, _ result: CellResult, of lesson: Lesson) {
    clearLive()
    guard cell.role.isBlock else { return diagnostics(result.diagnostics) }
    let messages =
      result.diagnostics + result.notices + cell.claimDiagnostics(result)
      + cell.figureDiagnostics(result)
    let isAnnounced = result.runStatus(of: cell) == .success
    if format == .json {
      printObject([
        "event": "cell", "file": file, "cell": cell.number, "name": cell.name,
        "line": cell.fence.line, "outcome": RunLog.word(result.outcome),
        "asAnnounced": isAnnounced, "seconds": result.seconds,
        "outputs": result.outputs.map(renderer.text),
        "diagnostics": messages.map(object),
      ])
      return
    }
    if !isQuiet && cell.options.eval {
      var line = heading(cell, of: lesson)
      switch result.outcome {
      case .notRun: line += " not run"
      case .open(let exercise): line += " open exercise \(exercise)"
      case .needs(let exercise): line += " not run: needs exercise \(exercise)"
      default: line += " \(RunLog.text(result.seconds)) s"
      }
      write(line: line)
      for output in result.outputs {
        for text in renderer.text(output).split(separator: "\n", omittingEmptySubsequences: false)
          .dropLast()
        {
          write(line: "  \(text)")
        }
      }
    }
    // What a cell announced is no mistake; it is shown with the outputs.
    let announced = isAnnounced ? messages.filter { $0.severity == .error } : []
    if !isQuiet {
      for message in announced { write(line: "  as announced: \(message.message)") }
    }
    let isShown = !announced.isEmpty
    for message in messages where !(isShown && message.severity != .warning) {
      printError(message.rendered(path: file))
    }
  }

  private func heading(_ cell: Cell, of lesson: Lesson) -> String {
    cell.role == .values
      ? "line \(cell.fence.line)"
      : "cell \(cell.number)/\(lesson.cells.count) \(cell.name) (line \(cell.fence.line))"
  }

  private static func word(_ outcome: CellOutcome) -> String {
    switch outcome {
    case .finished: "finished"
    case .compileFailed: "compileFailed"
    case .failed: "failed"
    case .timedOut: "timedOut"
    case .outputLimitReached: "outputLimitReached"
    case .exited: "exited"
    case .notRun: "notRun"
    case .open: "open"
    case .needs: "needsExercise"
    }
  }

  private static func text(_ seconds: Double) -> String { String(format: "%.2f", seconds) }

  // MARK: Printing

  /// Shows a line that the next one replaces.
  private func showLive(_ text: String) {
    guard isLive else { return }
    // A line that wraps could not be written over.
    let text = text.prefix(Terminal.columnCount - 1)
    let padding = String(repeating: " ", count: max(0, liveLength - text.count))
    Terminal.write("\r\(text)\(padding)", to: STDOUT_FILENO)
    liveLength = text.count
  }

  private func clearLive() {
    guard liveLength > 0 else { return }
    Terminal.write("\r\(String(repeating: " ", count: liveLength))\r", to: STDOUT_FILENO)
    liveLength = 0
  }

  private func printError(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  private func write(line: String) {
    write(line + "\n", to: STDOUT_FILENO)
  }

  private func write(_ text: String, to descriptor: Int32) {
    if held == nil {
      Terminal.write(text, to: descriptor)
    } else {
      held?.append((text, descriptor))
    }
  }

  /// Prints what was held back.
  func release() {
    for (text, descriptor) in held ?? [] { Terminal.write(text, to: descriptor) }
    if held != nil { held = [] }
  }

  private func object(_ diagnostic: Diagnostic) -> [String: Any] {
    var object: [String: Any] = [
      "event": "diagnostic", "file": file, "severity": diagnostic.severity.rawValue,
      "line": diagnostic.position.line, "column": diagnostic.position.column,
      "message": diagnostic.message,
    ]
    if let hint = diagnostic.hint { object["hint"] = hint }
    return object
  }

  private func printObject(_ object: [String: Any]) {
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    else { return }
    write(line: String(decoding: data, as: UTF8.self))
  }
}
