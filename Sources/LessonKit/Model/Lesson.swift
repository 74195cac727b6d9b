/// A parsed lesson: the author's bytes, and where the cells stand in them.
public struct Lesson: Equatable, Sendable {
  /// The path as the user named it.
  public var path: String
  /// The author's text, byte for byte.
  public let text: String
  /// The SHA-256 of the text.
  let digest: String
  /// What the front matter says.
  public var frontMatter: FrontMatter
  /// The lesson line after the front matter; 1 without one.
  public var bodyLine: Int
  /// The runnable cells, in order.
  public var cells: [Cell] = []
  /// The formulas of the prose, in order.
  public var formulas: [Formula] = []
  /// The lines that some readers must not see, in order.
  public var regions: [ExerciseRegion] = []
  /// The expressions in sentences, in order.
  public var inlineValues: [InlineValue] = []
  /// What references are made to, in order.
  public var labels: [Label] = []
  /// The document after the front matter; positions are the lesson's.
  var tree = MarkdownNode(kind: .document, start: TextPosition(line: 1), endLine: 1)

  init(path: String, text: String, frontMatter: FrontMatter, bodyLine: Int) {
    self.path = path
    self.text = text
    digest = SHA256.hexadecimal(of: text.utf8)
    self.frontMatter = frontMatter
    self.bodyLine = bodyLine
  }
}

/// What a lesson's front matter says.
public struct FrontMatter: Codable, Equatable, Sendable {
  /// The page's title.
  public var title: String?
  /// The line under the title.
  public var subtitle: String?
  /// The authors.
  public var authors: [String] = []
  /// The date as the author wrote it.
  public var date: String?
  /// One sentence for search results.
  public var summary: String?
  /// The seed of everything random.
  public var seed: UInt64 = 0
  /// The time limit of a cell in seconds, or nil for the tool's default.
  public var timeout: Double?
  /// The values a caller may replace, in the author's order.
  public var parameters: [LessonParameter] = []
  /// What the author's own TeX commands stand for.
  public var macros: [String: String] = [:]
  /// Whether the page has a table of contents.
  public var tableOfContents = false
  /// The page's language as a BCP 47 tag.
  public var language = "en"

  /// Creates an empty front matter.
  public init() {}
}
