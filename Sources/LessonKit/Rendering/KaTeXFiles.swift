import Foundation

/// KaTeX as a Debian package lays it out.
struct KaTeXFiles {
  /// Where packages put it.
  static let places = ["/usr/share/javascript/katex", "/usr/share/nodejs/katex/dist"]

  /// The folder with the script, the style sheet and the fonts.
  let folder: String
  /// The style sheet.
  let style: String
  /// KaTeX's version.
  let version: String

  /// Finds KaTeX.
  ///
  /// - Parameter places: Where to look.
  /// - Throws: ``EnvironmentProblem/noKaTeX(_:)``.
  init(places: [String] = KaTeXFiles.places) throws {
    for folder in places {
      let isComplete = ["katex.min.js", "fonts/KaTeX_Main-Regular.woff2"].allSatisfy {
        FileManager.default.isReadableFile(atPath: "\(folder)/\($0)")
      }
      guard isComplete, let data = FileManager.default.contents(atPath: "\(folder)/katex.min.css")
      else { continue }
      self.folder = folder
      let style = String(decoding: data, as: UTF8.self)
      self.style = style
      let mark = "katex-version::after{content:\""
      let start = style.firstRange(of: mark)?.upperBound
      version = start.map { String(style[$0...].prefix { $0 != "\"" }) } ?? "unknown"
      return
    }
    throw EnvironmentProblem.noKaTeX(places)
  }

  /// The script.
  func script() throws -> String {
    let path = "\(folder)/katex.min.js"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EnvironmentProblem.noKaTeX([folder])
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// A font's bytes, or nil where it is missing.
  func font(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(folder)/fonts/\(name).woff2").map(Array.init)
  }
}
