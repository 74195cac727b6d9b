import Foundation

extension Lesson {
  /// What the author should know about the images of the prose: whether each is there, and has words
  /// for readers who do not see it.
  ///
  /// - Parameter exists: Whether there is a file at a path from the lesson's folder.
  /// - Returns: Warnings, in the order of the lesson.
  public func imageDiagnostics(exists: (String) -> Bool) -> [Diagnostic] {
    guard text.contains("![") else { return [] }
    let document = bodyDocument(LessonLines(text)).tree
    return document.images(in: nil).flatMap { image in
      var found: [Diagnostic] = []
      let path = image.destination.removingPercentEncoding ?? image.destination
      let isFile = !path.hasPrefix("/") && !path.contains(":")
      if isFile && !exists(path) {
        found.append(
          Diagnostic(
            .warning, at: image.position,
            "there is no image '\(path)'; its path starts at the lesson's folder"))
      }
      if image.words.trimmed.isEmpty {
        found.append(
          Diagnostic(
            .warning, at: image.position,
            "the image has no alternative text for readers who do not see it; write "
              + "'![what it shows](\(image.destination))'"))
      }
      return found
    }
  }
}

extension MarkdownNode {
  /// The images in the node, in the order of the text.
  ///
  /// - Parameter cell: Where the table cell around it stands, if one is: what is in a cell has its
  ///   places in the cell.
  /// - Returns: Addresses, alternative texts and places.
  fileprivate func images(
    in cell: TextPosition?
  ) -> [(destination: String, words: String, position: TextPosition)] {
    if case .image(let destination, _) = kind { return [(destination, plainText, cell ?? start)] }
    let cell = kind == .tableCell ? start : cell
    return children.flatMap { $0.images(in: cell) }
  }
}
