/// Makes files of a page as a browser shows it: a PDF for paper, a PNG of its first screen.
///
/// The same page and the same browser make the same bytes.
public final class PagePrinter {
  private let executable: String
  private let isInterrupted: () -> Bool
  private var browser: Browser?

  /// Looks for a browser; it is started when it is needed.
  ///
  /// - Parameter isInterrupted: Whether to give up.
  /// - Throws: ``EnvironmentProblem/noBrowser(_:)``.
  public init(isInterrupted: @escaping () -> Bool = { false }) throws {
    executable = try Browser.find()
    self.isInterrupted = isInterrupted
  }

  /// Ends the browser.
  public func quit() {
    browser?.quit()
    browser = nil
  }

  /// A page as a PDF file: A4, with page numbers and an outline.
  ///
  /// - Parameter html: The page.
  /// - Returns: The file.
  /// - Throws: ``EnvironmentProblem`` when the browser does not print it.
  public func pdf(_ html: String) throws -> RenderedPage {
    RenderedPage(bytes: try BrowserPage(html, in: running()).pdf())
  }

  /// The first screen of a page as a PNG file: 1280 by 1600 CSS pixels, light.
  ///
  /// - Parameter html: The page.
  /// - Returns: The file.
  /// - Throws: ``EnvironmentProblem`` when the browser does not show it.
  public func png(_ html: String) throws -> RenderedPage {
    RenderedPage(bytes: try BrowserPage(html, in: running()).png())
  }

  private func running() throws -> Browser {
    if let browser { return browser }
    let started = try Browser(executable, isInterrupted: isInterrupted)
    browser = started
    return started
  }
}
