import CCMark

/// The one door to libcmark: text in, a tree of values out.
enum CommonMark {
  /// How deep the tree goes.
  ///
  /// What is nested deeper hangs from the last level, so that no document
  /// makes the walks over the tree overflow the stack.
  static let maximumDepth = 200

  /// Parses CommonMark.
  ///
  /// - Parameter text: CommonMark with `\n` at line ends and without a byte order mark.
  /// - Returns: The document; positions are lines and byte columns of `text`.
  static func parse(_ text: String) -> MarkdownNode {
    var text = text
    let root = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    let empty = MarkdownNode(kind: .document, start: TextPosition(line: 1), endLine: 1)
    guard let root else { return empty }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return empty }
    defer { cmark_iter_free(iterator) }
    return tree(of: iterator) ?? empty
  }

  /// The HTML that libcmark itself writes, raw HTML and all addresses included: what our own pages
  /// are measured against.
  ///
  /// - Parameter text: CommonMark.
  /// - Returns: HTML that may hold anything the author wrote; never part of a page.
  static func referenceHTML(_ text: String) -> String {
    var text = text
    let html = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cmark_markdown_to_html(characters.baseAddress, characters.count, CMARK_OPT_UNSAFE)
      }
    }
    guard let html else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(html) }
    return String(cString: html)
  }

  /// The version of libcmark that runs: `0.30.2`.
  static var version: String { String(cString: cmark_version_string()) }

  /// Builds the tree with a stack of its own: cmark's trees can be deeper than ours.
  private static func tree(of iterator: OpaquePointer) -> MarkdownNode? {
    var open: [MarkdownNode] = []
    var depth = 0
    while true {
      let event = cmark_iter_next(iterator)
      guard event == CMARK_EVENT_ENTER || event == CMARK_EVENT_EXIT,
        let node = cmark_iter_get_node(iterator)
      else { return open.first }
      let isLeaf = cmark_node_first_child(node) == nil && isLeafKind(node)
      if event == CMARK_EVENT_ENTER {
        let value = MarkdownNode(
          kind: kind(of: node),
          start: TextPosition(
            line: Int(cmark_node_get_start_line(node)),
            column: Int(cmark_node_get_start_column(node))),
          endLine: Int(cmark_node_get_end_line(node)))
        depth += isLeaf ? 0 : 1
        if isLeaf || depth > maximumDepth {
          open[open.count - 1].children.append(value)
        } else {
          open.append(value)
        }
      } else {
        depth -= 1
        if depth < maximumDepth, open.count > 1 {
          let closed = open.removeLast()
          open[open.count - 1].children.append(closed)
        }
      }
    }
  }

  /// Whether cmark's iterator gives the node no exit event.
  private static func isLeafKind(_ node: OpaquePointer) -> Bool {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_CODE_BLOCK, CMARK_NODE_TEXT,
      CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
      true
    default: false
    }
  }

  private static func kind(of node: OpaquePointer) -> MarkdownNode.Kind {
    func string(_ pointer: UnsafePointer<CChar>?) -> String {
      pointer.map { String(cString: $0) } ?? ""
    }
    let literal = { string(cmark_node_get_literal(node)) }
    let destination = { string(cmark_node_get_url(node)) }
    let title = { string(cmark_node_get_title(node)) }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_BLOCK_QUOTE: return .blockQuote
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      return .list(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
        isTight: cmark_node_get_list_tight(node) != 0)
    case CMARK_NODE_ITEM: return .item
    case CMARK_NODE_CODE_BLOCK:
      return .codeBlock(info: string(cmark_node_get_fence_info(node)), literal: literal())
    case CMARK_NODE_HTML_BLOCK: return .htmlBlock(literal())
    case CMARK_NODE_PARAGRAPH: return .paragraph
    case CMARK_NODE_HEADING: return .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: return .thematicBreak
    case CMARK_NODE_TEXT: return .text(literal())
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code(literal())
    case CMARK_NODE_HTML_INLINE: return .htmlInline(literal())
    case CMARK_NODE_EMPH: return .emphasis
    case CMARK_NODE_STRONG: return .strong
    case CMARK_NODE_LINK: return .link(destination: destination(), title: title())
    case CMARK_NODE_IMAGE: return .image(destination: destination(), title: title())
    default: return .document
    }
  }
}
