/// Where a page stands among the pages of a book.
public struct SitePlace: Equatable, Sendable {
  /// Another page.
  public struct Neighbour: Equatable, Sendable {
    /// Its title.
    public var title: String
    /// Its address from the page.
    public var address: String

    /// Names a page.
    ///
    /// - Parameters:
    ///   - title: Its title.
    ///   - address: Its address from the page.
    public init(title: String, address: String) {
      self.title = title
      self.address = address
    }
  }

  /// The book's index; nil on the index itself.
  public var index: Neighbour?
  /// The page before this one.
  public var previous: Neighbour?
  /// The page after this one.
  public var next: Neighbour?

  /// A page's place.
  ///
  /// - Parameters:
  ///   - index: The book's index; nil on the index itself.
  ///   - previous: The page before this one.
  ///   - next: The page after this one.
  public init(index: Neighbour?, previous: Neighbour? = nil, next: Neighbour? = nil) {
    self.index = index
    self.previous = previous
    self.next = next
  }

  /// The links to the other pages.
  var html: String {
    func link(_ neighbour: Neighbour?, _ kind: String, _ before: String, _ after: String) -> String
    {
      guard let neighbour else { return "<span></span>\n" }
      let address = HTMLText.escape(HTMLText.percentEncoded(neighbour.address))
      let title = HTMLText.escape(OutputText.harmless(neighbour.title))
      let relation = kind.isEmpty ? "" : " rel=\"\(kind)\""
      return "<a\(relation) href=\"\(address)\">\(before)\(title)\(after)</a>\n"
    }
    return "<nav class=\"site\" aria-label=\"Lessons\">\n" + link(previous, "prev", "← ", "")
      + link(index, "", "", "") + link(next, "next", "", " →") + "</nav>\n"
  }
}
