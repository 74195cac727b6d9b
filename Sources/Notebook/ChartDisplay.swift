public import CellProtocol
public import Charts

extension Chart: Displayable {
  /// The chart as the page shows it.
  public var cellOutput: CellOutput {
    .figure(
      FigureValue(
        svg: svg(), alternativeText: accessibilityLabel ?? "", summary: summary, caption: caption))
  }
}
