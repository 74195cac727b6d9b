import CellProtocol

/// Renders a lesson as one HTML page that needs no network and no JavaScript.
///
/// The page is well-formed XML, too, so that a test can prove it.
public enum HTMLRenderer {
  /// Renders a lesson.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - results: The cells' results; a cell without one shows its source only.
  ///   - context: What the page needs to know beside the lesson.
  /// - Returns: The page; it refers to no files.
  public static func render(
    _ lesson: Lesson, results: [CellResult], context: RenderContext
  ) -> RenderedPage {
    let headings = lesson.tree.headings
    let hasTitle = lesson.frontMatter.title != nil
    // The title is the page's first heading; the author's own first level goes below it.
    let shift = hasTitle && headings.contains { $0.level == 1 } ? 1 : 0
    var body = HTMLBody(
      cells: CellPresentation.all(lesson, results),
      outputs: HTMLOutputs(fileName: lesson.fileName, context: context), context: context,
      headingShift: shift, references: PageReferences(lesson))
    body.exercises = ExerciseLines(lesson)
    body.write(lesson.tree)
    let title = lesson.pageTitle(body.references)
    let mathStyle = body.hasTypesetFormulas ? context.math?.style(for: body.html) : nil
    let text =
      head(lesson, title: title, context, mathStyle: mathStyle) + header(lesson)
      + (lesson.frontMatter.tableOfContents ? HTMLContents.html(body.headings) : "")
      + "<main>\n<article>\n\(body.html)</article>\n</main>\n" + (context.site?.html ?? "")
      + HTMLFooter(lesson: lesson, results: results, context: context).html + "</body>\n</html>\n"
    return RenderedPage(text: text)
  }

  private static func head(
    _ lesson: Lesson, title: String, _ context: RenderContext, mathStyle: String?
  ) -> String {
    let front = lesson.frontMatter
    let rightToLeft = ["ar", "fa", "he", "ur"]
    let isRightToLeft = rightToLeft.contains { front.language.lowercased().hasPrefix($0) }
    func meta(_ name: String, _ content: String?) -> String {
      guard let content, !content.isEmpty else { return "" }
      return "<meta name=\"\(name)\" content=\"\(HTMLText.escape(content))\" />\n"
    }
    let policy =
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
      + (mathStyle == nil ? "" : "font-src data:; ") + "base-uri 'none'"
    return "<!DOCTYPE html>\n<html lang=\"\(HTMLText.escape(front.language))\""
      + "\(isRightToLeft ? " dir=\"rtl\"" : "")>\n<head>\n<meta charset=\"utf-8\" />\n"
      + "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\" />\n"
      + meta("viewport", "width=device-width, initial-scale=1")
      + meta("color-scheme", "light dark") + meta("generator", "lesson \(context.version)")
      + meta("author", front.authors.joined(separator: ", "))
      + meta("description", front.summary)
      + "<title>\(HTMLText.escape(title))</title>\n<style>\n\(PageStyle.css)\(mathStyle ?? "")</style>\n"
      + "</head>\n<body>\n"
  }

  private static func header(_ lesson: Lesson) -> String {
    let front = lesson.frontMatter
    guard let title = front.title else { return "" }
    func line(_ kind: String, _ text: String?) -> String {
      guard let text, !text.isEmpty else { return "" }
      return "<p class=\"\(kind)\">\(HTMLText.escape(text))</p>\n"
    }
    let byline = (front.authors + [front.date].compactMap { $0 }).joined(separator: " · ")
    return "<header>\n<h1>\(HTMLText.escape(title))</h1>\n" + line("subtitle", front.subtitle)
      + line("byline", byline) + line("summary", front.summary) + "</header>\n"
  }
}

extension MarkdownNode {
  /// The headings in the node, in order.
  fileprivate var headings: [(level: Int, node: MarkdownNode)] {
    var found: [(level: Int, node: MarkdownNode)] = []
    walk { node in
      if case .heading(let level) = node.kind { found.append((level, node)) }
    }
    return found
  }
}
