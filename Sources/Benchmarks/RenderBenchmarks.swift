/// Whole runs of the tool, from the command to the page.
struct RenderBenchmarks {
  private let tool: LessonTool
  private let trivial: BenchmarkLesson
  private let real: BenchmarkLesson
  private let edited: BenchmarkLesson

  init(_ tool: LessonTool, in folder: BenchmarkFolder) throws {
    self.tool = tool
    trivial = try BenchmarkLesson("trivial", in: folder, cells: BenchmarkCells.trivial)
    real = try BenchmarkLesson("real", in: folder, cells: BenchmarkCells.real)
    edited = try BenchmarkLesson("edited", in: folder, cells: BenchmarkCells.real)
    // Now each has the compiler's C modules, and the tool is in memory.
    for lesson in [trivial, real, edited] { try tool.render(lesson) }
  }

  var rows: [Row] {
    [
      Row("start of `lesson --version`", .seconds) { _ in
        try TimedProgram(tool.path, ["--version"]).seconds
      },
      Row(
        "12 trivial cells, none compiled", .seconds, reach: 0.8,
        limit: CompilerBenchmarks.chainName,
        others: "nbconvert 3.3, papermill 2.8, Jupyter Book 2.3, marimo 2.0, rmarkdown 0.62, "
          + "knitr (Markdown only) 0.26 s"
      ) { _ in
        try trivial.forgetCells()
        return try tool.render(trivial).seconds
      },
      Row("the same, no cache at all", .seconds) { _ in
        try trivial.forgetAll()
        try tool.forgetSupport()
        return try tool.render(trivial).seconds
      },
      Row("12 small real cells, none compiled", .seconds, reach: 2) { _ in
        try real.forgetCells()
        return try tool.render(real).seconds
      },
      Row("the same, nothing changed", .seconds, reach: 0.1, others: "jupyter-cache 1.0 s") { _ in
        try tool.render(real).seconds
      },
      Row("cell 6 edited, same declarations", .seconds, reach: 0.3) { round in
        try renderEdit(BenchmarkCells.bodyEdited(round)).seconds
      },
      Row("cell 6 edited, one more declaration: its result", .seconds, reach: 0.3) { round in
        let run = try renderEdit(BenchmarkCells.declarationAdded("seen\(round)"))
        guard let seconds = run.secondsUntilWords else {
          throw TimedProgram.Failure(description: "cell 6 is not shown:\n\(run.output)")
        }
        return seconds
      },
      Row("… and the six cells after it, compiled again", .seconds) { round in
        try renderEdit(BenchmarkCells.declarationAdded("added\(round)")).seconds
      },
    ]
  }

  /// Renders an edit of a lesson that was current before it.
  private func renderEdit(_ cells: [String]) throws -> TimedProgram {
    try edited.write(BenchmarkCells.real)
    try tool.render(edited)
    try edited.write(cells)
    return try tool.render(edited, lookingFor: "cell \(BenchmarkCells.edited + 1)/12")
  }
}
