import Foundation

extension Lesson {
  /// What the author should know about the prose: images and links that lead nowhere, pictures without
  /// words, headings that skip a level.
  ///
  /// - Parameter exists: Whether there is a file at a path from the lesson's folder.
  /// - Returns: Warnings, in the order of the lesson.
  public func proseDiagnostics(exists: (String) -> Bool) -> [Diagnostic] {
    let diagnostics =
      imageDiagnostics(exists: exists) + linkDiagnostics(exists: exists) + headingDiagnostics
    return diagnostics.sorted { $0.position < $1.position }
  }

  // MARK: Links

  private func linkDiagnostics(exists: (String) -> Bool) -> [Diagnostic] {
    var links: [(destination: String, position: TextPosition)] = []
    tree.walk { node in
      if case .link(let destination, _) = node.kind { links.append((destination, node.start)) }
    }
    guard !links.isEmpty else { return [] }
    let places = self.places
    return links.compactMap { link in
      let address = link.destination.removingPercentEncoding ?? link.destination
      guard let message = problem(address, places: places, exists: exists) else { return nil }
      return Diagnostic(.warning, at: link.position, message)
    }
  }

  private func problem(
    _ address: String, places: Set<String>, exists: (String) -> Bool
  ) -> String? {
    if address.hasPrefix("#") {
      let name = String(address.dropFirst())
      guard !name.isEmpty, !places.contains(name) else { return nil }
      let nearest = NearestName.find(name, in: places.sorted())
      return "the link leads nowhere: nothing on the page is called '\(name)'"
        + (nearest.map { "; did you mean '#\($0)'?" } ?? "")
    }
    guard let file = LessonLink(address)?.file, !exists(file) else { return nil }
    return "the link leads nowhere: there is no lesson '\(file)'; its path starts at the lesson's "
      + "folder"
  }

  /// The names on the page that a link can lead to.
  private var places: Set<String> {
    var identifiers = Identifiers()
    var places = Set(labels.map(\.name) + cells.compactMap(\.options.label))
    for name in places { _ = identifiers.reserve(name) }
    tree.walk { node in
      switch node.kind {
      case .heading where node.label == nil:
        places.insert(identifiers.identifier(for: node.plainText))
      case .note(let mark): places.insert("fn-\(mark.name)")
      case .htmlBlock(let raw), .htmlInline(let raw):
        var tokens = HTMLTokens(raw)
        while let token = tokens.next() {
          guard case .start(_, let attributes) = token else { continue }
          for (name, value) in attributes where name == "id" || name == "name" {
            _ = identifiers.reserve(value)
            places.insert(value)
          }
        }
      default: return
      }
    }
    return places
  }

  // MARK: Headings

  /// Whoever listens to a page goes by its headings, level by level.
  private var headingDiagnostics: [Diagnostic] {
    var last: Int?
    var diagnostics: [Diagnostic] = []
    tree.walk { node in
      guard case .heading(let level) = node.kind else { return }
      if let last, level > last + 1 {
        diagnostics.append(
          Diagnostic(
            .warning, at: node.start,
            "a heading of level \(level) follows one of level \(last): write "
              + "'\(String(repeating: "#", count: last + 1))'"))
      }
      last = level
    }
    return diagnostics
  }
}

/// A link from a lesson to another one.
struct LessonLink {
  /// The other lesson's path from the folder of this one.
  var file: String
  /// A place in it, `#` included; empty for none.
  var fragment: String

  /// Reads an address; nil for any other: elsewhere, another kind of file, or above the folder.
  ///
  /// - Parameter address: A link's address, percent signs decoded.
  init?(_ address: String) {
    let end = address.firstIndex(of: "#") ?? address.endIndex
    file = String(address[..<end])
    fragment = String(address[end...])
    guard file.hasSuffix(".md"), !file.hasPrefix("/"), !file.contains(where: { ":?".contains($0) }),
      !file.split(separator: "/").contains("..")
    else { return nil }
  }

  /// The address of the other lesson's HTML page from this one's.
  var page: String {
    var parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let name = parts.removeLast()
    let page = name == "README.md" ? "index" : String(name.dropLast(3))
    return (parts.map(String.init) + [page + ".html"]).joined(separator: "/") + fragment
  }
}
