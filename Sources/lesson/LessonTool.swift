import ArgumentParser
import Foundation
import LessonKit
import Notebook
import PolicyGradients

@main
struct LessonTool: ParsableCommand {
  @Argument var path: String
  @Flag var noCache = false
  @Option var jobs = 2
  @Option var timeout = 60.0
  static func main() {
    if CommandLine.arguments.dropFirst().first == Worker.argument {
      Worker.serve(
        arguments: Array(CommandLine.arguments.dropFirst(2)),
        host: CellHost(
          beginCell: { name, seed, emit in
            let session = NotebookSession(lessonSeed: seed, sink: emit)
            session.cellLabel = name
            session.runMainLoop = {
              _ = RunLoop.main.run(mode: .default, before: Date(timeIntervalSinceNow: 0.05))
            }
            NotebookSession.current = session
          },
          statementLine: { NotebookSession.current.statementLine }))
    }
    main(nil)
  }
  mutating func run() throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var cells: [Cell] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var n = 0
    while let l = lines.popFirst() {
      n += 1
      guard l.hasPrefix("```swift") else { continue }
      let fence = n
      var src = ""
      while let m = lines.popFirst() { n += 1; if m == "```" { break }; src += m + "\n" }
      let role = CellRole(rawValue: l.split(separator: " ").dropFirst().first.map(String.init) ?? "run") ?? .run
      var options = CellOptions()
      options.error = src.contains("error: true")
      cells.append(Cell(number: cells.count + 1, role: role, options: options, source: src, fence: TextPosition(line: fence), sourceLine: fence + 1, indentation: 0, lastLine: n))
    }
    let lesson = Lesson(path: path, text: text, frontMatter: FrontMatter(), bodyLine: 1, cells: cells)
    let cache = try CellCache(root: CellCache.root(forLesson: path), isTemporary: noCache)
    let toolchain = try Toolchain.find(memory: cache.toolchainMemory)
    let library = try LibraryBuild.find(executable: "/proc/self/exe".withCString { _ in (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "" })
    try library.check(against: toolchain)
    var c = RunConfiguration(library: library, cache: cache)
    c.jobs = jobs
    c.timeLimit = timeout
    defer { cache.close() }
    let start = ContinuousClock.now
    let results = try LessonRunner(lesson, toolchain: toolchain, configuration: c).run { _ in }
    for r in results {
      print("== cell", r.number, r.outcome)
      for o in r.outputs { print("  ", o) }
      for d in r.diagnostics { print("  ", d.rendered(path: path)) }
    }
    print(ContinuousClock.now - start)
  }
}
