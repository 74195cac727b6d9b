import Foundation
import LessonKit
import Notebook
// Linked for the cells, which are loaded into this executable.
import PolicyGradients

extension CellHost {
  /// Joins the worker, which knows no notebook, to the notebook, which knows no worker.
  static var notebook: CellHost {
    CellHost { name, seed, statementLine, emit in
      let session = NotebookSession(lessonSeed: seed, sink: emit)
      session.cellLabel = name
      session.statementLine = statementLine
      let progress = ProgressLine(besides: statementLine)
      progress.write("")
      TrainingProgress.watcher = { progress.write($0) }
      session.runMainLoop = {
        _ = RunLoop.main.run(mode: .default, before: Date(timeIntervalSinceNow: 0.05))
      }
      NotebookSession.current = session
    }
  }
}
