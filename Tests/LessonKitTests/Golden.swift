import Foundation
import Testing

/// Texts that a test must reproduce byte for byte.
enum Golden {
  /// The folder of all fixtures.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  /// The cases of an area, by name: its subfolders.
  static func cases(_ area: String) -> [String] {
    let folder = folder.appending(path: area)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted()
  }

  /// The text of a fixture's file.
  static func text(_ area: String, _ name: String, _ file: String) throws -> String {
    let url = folder.appending(path: area).appending(path: name).appending(path: file)
    return String(decoding: try Data(contentsOf: url), as: UTF8.self)
  }

  /// Compares a text with a fixture's file.
  ///
  /// A missing or different file fails. `UPDATE_GOLDEN=1` writes it anew, and still fails, so that
  /// nobody blesses a text by accident.
  static func expect(
    _ actual: String, _ area: String, _ name: String, _ file: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = folder.appending(path: area).appending(path: name).appending(path: file)
    let expected = (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
    guard expected.map({ Array($0.utf8) != Array(actual.utf8) }) ?? true else { return }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      let folder = url.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: url)
      Issue.record("recorded \(area)/\(name)/\(file)", sourceLocation: sourceLocation)
      return
    }
    let difference = expected.map { Self.difference($0, actual) } ?? "the file is missing"
    Issue.record("\(area)/\(name)/\(file):\n\(difference)", sourceLocation: sourceLocation)
  }

  /// The first lines in which two texts differ.
  static func difference(_ expected: String, _ actual: String) -> String {
    let old = expected.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    let new = actual.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(old.count, new.count) where lines.count < 24 {
      let before = index < old.count ? String(Substring(old[index])) : nil
      let after = index < new.count ? String(Substring(new[index])) : nil
      guard before != after else { continue }
      if let before { lines.append("\(index + 1) - \(before.debugDescription)") }
      if let after { lines.append("\(index + 1) + \(after.debugDescription)") }
    }
    return lines.joined(separator: "\n")
  }
}

@Suite struct GoldenTests {
  private static let files = [
    "Browser": ["lesson.md", "evil.svg"],
    "Charts": ["expected.svg"],
    "Parsing": ["lesson.md", "expected.txt"],
    "Running": ["lesson.md", "arguments.txt", "expected.txt", "expected.md"],
    "Handouts": [
      "lesson.md", "expected.txt", "student.md", "solution.md", "instructor.md", "student-page.md",
      "student-page.html", "solution-page.html", "instructor-page.html", "page.md", "page.html",
    ],
    "Rendering": [
      "lesson.md", "results.json", "values.json", "expected.md", "expected.html", "expected.txt",
    ],
  ]

  @Test(arguments: files.keys.sorted()) func everyFixtureFileIsRead(area: String) throws {
    for name in Golden.cases(area) {
      let folder = Golden.folder.appending(path: area).appending(path: name)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
        let isRead = Self.files[area, default: []].contains(path)
        let isFigure = area == "Rendering" && path.hasPrefix("expected_files")
        #expect(isRead || isFigure, "no test reads \(area)/\(name)/\(path)")
      }
    }
  }

  @Test func differenceNamesLines() {
    #expect(Golden.difference("a\nb\n", "a\nc\n") == "2 - \"b\"\n2 + \"c\"")
  }
}
