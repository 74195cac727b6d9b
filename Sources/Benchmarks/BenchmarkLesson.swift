import Foundation

/// A lesson to be rendered, in a folder and with a cache of its own.
struct BenchmarkLesson {
  private let folder: String

  /// Makes the folder.
  ///
  /// - Parameters:
  ///   - name: The folder's name.
  ///   - parent: Where to make it.
  ///   - cells: The cells' source code.
  /// - Throws: A Foundation error when the disk does not allow it.
  init(_ name: String, in parent: BenchmarkFolder, cells: [String]) throws {
    try self.init(name, in: parent, text: "")
    try write(cells)
  }

  /// Makes the folder.
  ///
  /// - Parameters:
  ///   - name: The folder's name.
  ///   - parent: Where to make it.
  ///   - text: The lesson.
  /// - Throws: A Foundation error when the disk does not allow it.
  init(_ name: String, in parent: BenchmarkFolder, text: String) throws {
    folder = parent.path + "/" + name
    try FileManager.default.createDirectory(
      atPath: folder + "/.lesson", withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  var path: String { folder + "/lesson.md" }

  /// Replaces the lesson's cells.
  ///
  /// - Parameter cells: Their source code.
  /// - Throws: A Foundation error when the disk does not allow it.
  func write(_ cells: [String]) throws {
    let blocks = cells.enumerated().map { index, cell in
      "Cell \(index + 1) follows.\n\n```swift\n\(cell)\n```\n"
    }
    try ("# A lesson\n\n" + blocks.joined(separator: "\n"))
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Forgets the compiled cells; what the compiler knows of C modules, and the toolchain's
  /// whereabouts, stay.
  ///
  /// - Throws: A Foundation error when something cannot be removed.
  func forgetCells() throws {
    try remove(".lesson/cells")
    try remove("_build")
  }

  /// Forgets everything that earlier runs have left.
  ///
  /// - Throws: A Foundation error when something cannot be removed.
  func forgetAll() throws {
    try remove(".lesson")
    try remove("_build")
    try FileManager.default.createDirectory(
      atPath: folder + "/.lesson", withIntermediateDirectories: true)
  }

  private func remove(_ name: String) throws {
    let file = folder + "/" + name
    guard FileManager.default.fileExists(atPath: file) else { return }
    try FileManager.default.removeItem(atPath: file)
  }
}

/// The cells of the lessons that are measured.
enum BenchmarkCells {
  /// Twelve cells of one `let` and one `print`.
  static let trivial = (1...12).map { "let x\($0) = \($0)\nprint(x\($0))" }

  /// Twelve small cells that compute something, each from what cells before it declared.
  static let real: [String] = [
    "let rewards = [1.0, 0.5, 2.0, 1.5, 3.0]\nprint(\"\\(rewards.count) rewards\")",
    "let total = rewards.reduce(0, +)\nprint(\"total \\(total)\")",
    "let mean = total / Double(rewards.count)\nprint(\"mean \\(mean)\")",
    "let centred = rewards.map { $0 - mean }\nprint(\"centred \\(centred)\")",
    "let squares = centred.map { $0 * $0 }\nprint(\"variance \\(squares.reduce(0, +) / 4)\")",
    "struct Step { var state: Int; var reward: Double }\n"
      + "let steps = rewards.enumerated().map { Step(state: $0, reward: $1) }\nprint(steps.count)",
    "func discounted(_ rewards: [Double], by discount: Double) -> Double {\n"
      + "  rewards.reversed().reduce(0) { $1 + discount * $0 }\n}\n"
      + "print(\"return \\(discounted(rewards, by: 0.9))\")",
    "let best = steps.max { $0.reward < $1.reward }\nprint(\"best \\(best?.state ?? -1)\")",
    "let names = steps.map { \"s\\($0.state)\" }\nprint(names.joined(separator: \" → \"))",
    "var counts: [Int: Int] = [:]\nfor step in steps { counts[step.state % 2, default: 0] += 1 }\n"
      + "print(\"even \\(counts[0] ?? 0), odd \\(counts[1] ?? 0)\")",
    "let large = steps.filter { $0.reward > mean }\nprint(\"\\(large.count) above the mean\")",
    "let table = [0.5, 0.9, 1].map { \"\\($0): \\(discounted(rewards, by: $0))\" }\n"
      + "print(table.joined(separator: \"\\n\"))",
  ]

  /// The place of the cell that is edited, in the middle.
  static let edited = 5

  /// The real cells after an edit that declares the same: another number is printed.
  ///
  /// - Parameter round: Makes the edit a new one.
  /// - Returns: All twelve cells.
  static func bodyEdited(_ round: Int) -> [String] {
    var cells = real
    cells[edited] += "\nprint(\(round))"
    return cells
  }

  /// The real cells after an edit that declares something new.
  ///
  /// - Parameter name: What is declared; a new name makes the edit a new one.
  /// - Returns: All twelve cells.
  static func declarationAdded(_ name: String) -> [String] {
    var cells = real
    cells[edited] += "\nlet \(name) = 1"
    return cells
  }
}
