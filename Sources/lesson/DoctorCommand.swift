import ArgumentParser
import LessonKit

/// `lesson doctor`: prints what the tool finds on the machine.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Print what lesson finds on this machine.")

  func run() throws {
    let report = DoctorReport(
      version: LessonTool.version, executable: Executable.path, directory: ".")
    print(report.text)
    if !report.problems.isEmpty { throw ExitCode(RunStatus.internalError.rawValue) }
  }
}
