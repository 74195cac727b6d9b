extension Lesson {
  /// The title of the lesson's page: the front matter's, the first heading, or the file's name.
  public var pageTitle: String { pageTitle(PageReferences()) }

  /// The title of the lesson's page, what its headings refer to known.
  func pageTitle(_ references: PageReferences) -> String {
    if let title = frontMatter.title { return title }
    var heading: MarkdownNode?
    tree.walk { node in
      if heading == nil, case .heading = node.kind { heading = node }
    }
    return heading.map { references.plainText(of: $0) } ?? stem
  }
}
