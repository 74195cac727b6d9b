import CellProtocol

extension Cell {
  /// What the author should know about what the cell shows: whether each figure has an alternative
  /// text, and whether there is what the cell's label names.
  ///
  /// - Parameter result: The cell's result.
  /// - Returns: Warnings at the cell's opening fence.
  public func figureDiagnostics(_ result: CellResult) -> [Diagnostic] {
    guard options.include && options.output else { return [] }
    return missingAlternatives(result) + missingOutputs(result)
  }

  private func missingOutputs(_ result: CellResult) -> [Diagnostic] {
    guard result.outcome == .finished, options.eval, let label = options.label,
      let kind = Label.Kind(of: label)
    else { return [] }
    let isThere = result.outputs.contains { output in
      switch output {
      case .figure: kind == .figure
      case .table: kind == .table
      case .claim: kind == .claim
      default: false
      }
    }
    guard !isThere, kind != .exercise else { return [] }
    let word = kind.word.lowercased()
    return [
      Diagnostic(
        .warning, at: fence, "the label '\(label)' names a \(word), and the cell shows none")
    ]
  }

  private func missingAlternatives(_ result: CellResult) -> [Diagnostic] {
    let figures = result.outputs.compactMap { output -> FigureValue? in
      guard case .figure(let figure) = output else { return nil }
      return figure
    }
    // The option speaks for the first figure.
    let own = figures.dropFirst(options.alternativeText == nil ? 0 : 1)
    guard own.contains(where: { $0.alternativeText.isEmpty }) else { return [] }
    return [
      Diagnostic(
        .warning, at: fence,
        "a figure has no alternative text for readers who do not see it; write '//| alt: …' or "
          + "'.accessibilityLabel(\"…\")'")
    ]
  }
}
