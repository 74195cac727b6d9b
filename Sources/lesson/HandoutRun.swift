import LessonKit

/// One lesson from file to handouts: all of them are written, or none.
struct HandoutRun {
  private let command: HandoutCommand
  private let engine: LessonEngine
  private let log: RunLog

  /// A handout that has been run, with its pages.
  private struct Finished {
    var handout: Handout
    var lesson: Lesson
    var pages: [(type: String, page: RenderedPage)]
    /// What a browser shows, where pages are looked through for solutions.
    var markup: String
    /// The images the author's text shows.
    var images: [RenderedFile]
  }

  init(_ command: HandoutCommand) {
    self.command = command
    engine = LessonEngine(command.file, options: command.options, to: command.pages.to)
    let options = command.options
    log = RunLog(command.file, format: options.logFormat, isQuiet: options.quiet)
  }

  /// Makes the handouts.
  func run() -> RunStatus {
    do {
      let source = try engine.read().parsed
      guard source.mistakes.isEmpty else { return mistakes(source.mistakes.map(\.diagnostic)) }
      let variants = command.variant.map { [$0] } ?? HandoutVariant.allCases
      let handouts = variants.map { Handout(of: source.lesson, variant: $0) }
      let unstubbed = handouts.flatMap(\.mistakes)
      guard unstubbed.isEmpty else { return mistakes(unstubbed.map(\.diagnostic)) }
      var finished: [Finished] = []
      var status = RunStatus.success
      for handout in handouts {
        let (result, next) = try run(handout, of: source.lesson)
        status = status.combined(with: next)
        if let result { finished.append(result) }
      }
      guard status == .success else {
        log.message("\(command.file): no handout was written")
        return status
      }
      let leaks = finished.flatMap { self.leaks($0, of: source.lesson) }
      guard leaks.isEmpty else {
        log.diagnostics(leaks)
        log.message("\(command.file): no handout was written")
        return .failure
      }
      if Interruption.hasOccurred { throw LessonRunner.Interruption() }
      for result in finished { try write(result) }
      return .success
    } catch {
      return engine.ending(error, log, kept: "the handouts are as they were")
    }
  }

  private func mistakes(_ diagnostics: [Diagnostic]) -> RunStatus {
    log.diagnostics(diagnostics.sorted { $0.position < $1.position })
    return .mistakes
  }

  // MARK: Running

  /// Runs a handout with nothing cached, so that nothing of the source's runs can be in it.
  private func run(
    _ handout: Handout, of source: Lesson
  ) throws -> (finished: Finished?, status: RunStatus) {
    let beside = command.file.lastIndex(of: "/").map { String(command.file[...$0]) } ?? ""
    let path = "\(beside)\(source.stem)-\(handout.variant.rawValue).md"
    let parsed = Lesson.parse(text: handout.text, path: path)
    let math = try engine.typesetter(for: parsed.lesson, keepsCache: false)
    let mistakes = parsed.mistakes + (math?.mistakes(in: parsed.lesson) ?? [])
    guard mistakes.isEmpty else {
      log.diagnostics(mistakes.map { inSource($0.diagnostic, of: handout) })
      return (nil, .mistakes)
    }
    let cache = try engine.cache(isTemporary: true)
    defer { cache.close() }
    let (configuration, toolchain) = try engine.configuration(parsed.lesson, cache: cache)
    let runner = try engine.runner(parsed.lesson, configuration, toolchain)
    var status = RunStatus.success
    let results = try runner.run { event in
      guard case .finished(let cell, let result) = event else { return }
      let next = result.runStatus(of: cell)
      status = status.combined(with: next)
      guard next != .success else { return }
      let messages = result.diagnostics + cell.claimDiagnostics(result)
      log.diagnostics(messages.map { inSource($0, of: handout) })
    }
    guard status == .success else { return (nil, status) }
    return (try render(handout, runner.lesson, results, engine.context(math, toolchain)), status)
  }

  /// A message about a handout, at the line of the source.
  private func inSource(_ diagnostic: Diagnostic, of handout: Handout) -> Diagnostic {
    var message = diagnostic
    message.position = handout.sourcePosition(of: diagnostic.position)
    message.message = "in the \(handout.variant.rawValue) handout: \(diagnostic.message)"
    return message
  }

  private func render(
    _ handout: Handout, _ lesson: Lesson, _ results: [CellResult], _ context: RenderContext
  ) throws -> Finished {
    let pages = try engine.pages(lesson, results, context)
    let html = pages.first { $0.type == "html" }?.page
    return Finished(
      handout: handout, lesson: lesson, pages: pages,
      markup: (html ?? HTMLRenderer.render(lesson, results: results, context: context)).text,
      images: lesson.imageFiles(on: handout.text, load: context.image))
  }

  // MARK: Leaks

  private func leaks(_ finished: Finished, of source: Lesson) -> [Diagnostic] {
    guard finished.handout.variant == .student else { return [] }
    let scan = LeakScan(source, handout: finished.handout)
    let name = finished.lesson.fileName
    var leaks = scan.leaks(inText: finished.handout.text, of: name)
    for (type, page) in finished.pages where type == "md" {
      leaks += scan.leaks(inText: page.text, of: "the Markdown page")
    }
    leaks += scan.leaks(inMarkup: finished.markup, of: "the HTML page")
    for file in finished.pages.flatMap(\.page.files) {
      leaks += scan.leaks(inMarkup: String(decoding: file.bytes, as: UTF8.self), of: file.path)
    }
    // One message a line: the place nearest to what the author wrote.
    var lines: Set<Int> = []
    return leaks.filter { lines.insert($0.position.line).inserted }
  }

  // MARK: Writing

  private func write(_ finished: Finished) throws {
    let beside = PageWriter(finished.lesson).folder + "/handouts"
    let folder = command.outputDir ?? beside
    let path = "\(folder)/\(finished.lesson.fileName)"
    let writer = PageWriter(finished.lesson, folder: "\(folder)/_build")
    for (type, page) in finished.pages { try writer.write(page, as: type) }
    try PageWriter(finished.lesson, folder: folder).write(
      lesson: finished.handout.text, images: finished.images)
    log.handout(path, pages: finished.pages.map { writer.path($0.type) })
  }
}
