/// What a page needs to know beside the lesson and its results.
public struct RenderContext: Sendable {
  /// The version of the tool, for the stamp that says how to reproduce the page.
  public var version: String
  /// The seed the lesson was run with, or nil for the front matter's.
  public var seed: UInt64?
  /// The toolchain that ran the cells, as it names itself, or nil for none.
  public var toolchain: String?
  /// The values that replace the lesson's parameters.
  public var parameters: [ParameterOverride] = []
  /// The author's text, where the lesson's own has other parameters.
  public var source: String?
  /// Turns Swift code into HTML; what it returns stands on the page as it is.
  public var highlight: @Sendable (String) -> String = { SwiftHighlighter.html($0) }
  /// Sets the formulas, or nil to show their source.
  public var math: MathTypesetter?
  /// The bytes of an image that the lesson names by a relative path, or nil where there is none.
  public var image: @Sendable (String) -> [UInt8]? = { _ in nil }
  /// Whether there is a page of a lesson, named by its path from this lesson's folder.
  public var hasPage: @Sendable (String) -> Bool = { _ in false }
  /// Where the page stands among the pages of a book, or nil for a page by itself.
  public var site: SitePlace?
  /// The command that makes the page, where it is not made of one lesson.
  public var command: String?

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - version: The version of the tool.
  ///   - seed: The seed the lesson was run with, or nil for the front matter's.
  ///   - toolchain: The toolchain that ran the cells, as it names itself, or nil for none.
  public init(version: String, seed: UInt64? = nil, toolchain: String? = nil) {
    self.version = version
    self.seed = seed
    self.toolchain = toolchain
  }
}

/// A file that belongs to a page.
public struct RenderedFile: Equatable, Sendable {
  /// The path from the page's folder.
  public var path: String
  /// The content.
  public var bytes: [UInt8]

  /// Creates a file.
  ///
  /// - Parameters:
  ///   - path: The path from the page's folder.
  ///   - bytes: The content.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A page and the files it refers to.
public struct RenderedPage: Equatable, Sendable {
  /// The page.
  public var bytes: [UInt8]
  /// The files the page refers to; none for a self-contained page.
  public var files: [RenderedFile]

  /// The page's text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Creates a page.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - files: The files the page refers to.
  public init(bytes: [UInt8], files: [RenderedFile] = []) {
    self.bytes = bytes
    self.files = files
  }

  /// Creates a page of text.
  ///
  /// - Parameters:
  ///   - text: The page's text.
  ///   - files: The files the page refers to.
  public init(text: String, files: [RenderedFile] = []) {
    self.init(bytes: Array(text.utf8), files: files)
  }
}

extension Lesson {
  /// The file's name without its folder: what messages on a page show, wherever it was rendered.
  public var fileName: String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The file's name without its extension: the name of its pages.
  public var stem: String {
    guard let dot = fileName.lastIndex(of: "."), dot > fileName.startIndex else { return fileName }
    return String(fileName[..<dot])
  }
}
