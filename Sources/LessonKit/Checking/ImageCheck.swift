import Foundation

/// An image that the prose of a lesson shows.
struct ProseImage: Equatable {
  /// The address as the author wrote it.
  var destination: String
  /// The words for readers who do not see it.
  var words: String
  /// Where it stands.
  var position: TextPosition

  /// The path from the lesson's folder, or nil for an address elsewhere.
  var path: String? {
    let path = destination.removingPercentEncoding ?? destination
    let isFile =
      !path.isEmpty && !path.hasPrefix("/") && !path.contains(":") && !path.contains("\0")
    return isFile ? path : nil
  }

  /// Whether the path leads out of the lesson's folder.
  var isOutside: Bool {
    var depth = 0
    for part in (path ?? "").split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }
}

extension Lesson {
  /// The images of the prose, in order.
  var proseImages: [ProseImage] {
    guard text.contains("![") || text.lowercased().contains("<img") else { return [] }
    return tree.images(in: nil)
  }

  /// The image files that a page or a handout shows, to stand beside it.
  ///
  /// - Parameters:
  ///   - page: The text; images it does not name are left out.
  ///   - load: Gives the bytes of a path from the lesson's folder, or nil where there is no file.
  /// - Returns: The files, by their paths from the lesson's folder; none from outside of it.
  public func imageFiles(on page: String, load: (String) -> [UInt8]?) -> [RenderedFile] {
    var files: [RenderedFile] = []
    for image in proseImages where !image.isOutside && page.contains(image.destination) {
      guard let path = image.path, !files.contains(where: { $0.path == path }),
        ImageSource.type(of: path) != nil, let bytes = load(path)
      else { continue }
      files.append(RenderedFile(path: path, bytes: bytes))
    }
    return files
  }

  /// What the author should know about the images of the prose: whether each is there, and has words
  /// for readers who do not see it.
  ///
  /// - Parameter exists: Whether there is a file at a path from the lesson's folder.
  /// - Returns: Warnings, in the order of the lesson.
  func imageDiagnostics(exists: (String) -> Bool) -> [Diagnostic] {
    proseImages.flatMap { image in
      var messages: [String] = []
      if let path = image.path, !exists(path) {
        messages.append("there is no image '\(path)'; its path starts at the lesson's folder")
      } else if image.isOutside {
        messages.append(
          "the image is outside of the lesson's folder, where the Markdown page cannot take it along"
        )
      }
      if image.words.trimmed.isEmpty {
        messages.append(
          "the image has no alternative text for readers who do not see it; write "
            + "'![what it shows](\(image.destination))'")
      }
      return messages.map { Diagnostic(.warning, at: image.position, $0) }
    }
  }
}

extension MarkdownNode {
  /// The images in the node, in the order of the text.
  ///
  /// - Parameter cell: Where the table cell around it stands, if one is: what is in a cell has its
  ///   places in the cell.
  /// - Returns: The images.
  fileprivate func images(in cell: TextPosition?) -> [ProseImage] {
    switch kind {
    case .image(let destination, _):
      return [ProseImage(destination: destination, words: plainText, position: cell ?? start)]
    case .htmlBlock(let raw), .htmlInline(let raw): return images(inRaw: raw, at: cell ?? start)
    default: break
    }
    let cell = kind == .tableCell ? start : cell
    return children.flatMap { $0.images(in: cell) }
  }

  private func images(inRaw raw: String, at position: TextPosition) -> [ProseImage] {
    var tokens = HTMLTokens(raw)
    var images: [ProseImage] = []
    while let token = tokens.next() {
      guard case .start("img", let attributes) = token,
        let source = attributes.first(where: { $0.name == "src" })?.value
      else { continue }
      // An empty 'alt' says that there is nothing to see.
      let words = attributes.first { $0.name == "alt" }.map { $0.value.isEmpty ? "–" : $0.value }
      images.append(ProseImage(destination: source, words: words ?? "", position: position))
    }
    return images
  }
}
