import CellProtocol

extension Cell {
  /// What the author should know about the cell's figures: whether each has an alternative text.
  ///
  /// - Parameter result: The cell's result.
  /// - Returns: One warning at most, at the cell's opening fence.
  public func figureDiagnostics(_ result: CellResult) -> [Diagnostic] {
    guard options.include && options.output else { return [] }
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
