import Foundation

/// A page that a browser shows.
final class BrowserPage {
  private let browser: Browser
  private let session: String
  private let folder: String

  /// Opens a page.
  ///
  /// - Parameters:
  ///   - html: The page's text.
  ///   - browser: The browser.
  ///   - isDark: Whether the reader likes dark pages.
  ///   - width: The window's width in CSS pixels.
  ///   - height: Its height.
  ///   - scale: How many pixels a CSS pixel has.
  /// - Throws: ``EnvironmentProblem`` when the browser does not show it.
  init(
    _ html: String, in browser: Browser, isDark: Bool = false, width: Int = 1280,
    height: Int = 1600, scale: Int = 1
  ) throws {
    self.browser = browser
    folder = try TemporaryFolder.make("lesson-page", in: NSTemporaryDirectory())
    let file = URL(fileURLWithPath: folder).appendingPathComponent("page.html")
    try AtomicFile.write(Array(html.utf8), to: file.path)
    let target = try browser.send("Target.createTarget", ["url": "about:blank"])
    let attached = try browser.send(
      "Target.attachToTarget", ["targetId": target["targetId"] ?? "", "flatten": true])
    session = attached["sessionId"] as? String ?? ""
    for domain in ["Page", "Runtime", "Log", "Network"] { try send("\(domain).enable") }
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600])
    try send(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    _ = browser.takeEvents()
    try send("Page.navigate", ["url": file.absoluteString])
    try browser.wait(for: "Page.loadEventFired")
    _ = try evaluate("document.fonts.ready.then(() => true)")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Gives the page a command and waits for its answer.
  @discardableResult
  func send(_ method: String, _ parameters: Browser.Fields = [:]) throws -> Browser.Fields {
    try browser.send(method, parameters, session: session)
  }

  /// The value of a JavaScript expression, awaited.
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try send(
      "Runtime.evaluate",
      ["expression": expression, "awaitPromise": true, "returnByValue": true])
    return (answer["result"] as? Browser.Fields)?["value"]
  }

  /// The page as a PDF file, on the paper its style sheet names.
  func pdf() throws -> [UInt8] {
    let answer = try send(
      "Page.printToPDF",
      [
        "preferCSSPageSize": true, "printBackground": true, "generateTaggedPDF": true,
        "generateDocumentOutline": true,
      ])
    return PDFDates.fixed(in: Self.bytes(answer))
  }

  /// What the window shows as a PNG file.
  func png() throws -> [UInt8] {
    Self.bytes(try send("Page.captureScreenshot", ["format": "png"]))
  }

  private static func bytes(_ answer: Browser.Fields) -> [UInt8] {
    Array(Data(base64Encoded: answer["data"] as? String ?? "") ?? Data())
  }
}
