/// A heading of a page, for links to it.
struct HTMLHeading {
  var level: Int
  var identifier: String
  /// The words, without links.
  var html: String
}

/// Writes a page's table of contents: two levels of headings below the title.
enum HTMLContents {
  /// The table of contents; empty for a page without headings below its title.
  static func html(_ headings: [HTMLHeading]) -> String {
    let entries = headings.filter { $0.level == 2 || $0.level == 3 }
    guard !entries.isEmpty else { return "" }
    var html = "<nav class=\"contents\" aria-label=\"Contents\">\n<p>Contents</p>\n<ul>\n"
    var openItem = false
    var openList = false
    for entry in entries {
      // A third level without a second above it stands where a second would.
      let isInner = entry.level == 3 && openItem
      if isInner {
        html += openList ? "" : "\n<ul>\n"
        openList = true
      } else {
        html += (openList ? "</ul>\n" : "") + (openItem ? "</li>\n" : "")
        openList = false
        openItem = true
      }
      let identifier = HTMLText.escape(HTMLText.percentEncoded(entry.identifier))
      html += "<li><a href=\"#\(identifier)\">\(entry.html)</a>" + (isInner ? "</li>\n" : "")
    }
    return html + (openList ? "</ul>\n" : "") + "</li>\n</ul>\n</nav>\n"
  }
}
