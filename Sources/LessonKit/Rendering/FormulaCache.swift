import Foundation
import Glibc

/// Formulas that were set before, one file each, named after all that went into it.
///
/// A file is put in place whole, so that several runs may share the folder; one that cannot be
/// written costs time only.
struct FormulaCache {
  private let root: String?
  /// What all formulas of a lesson have in common.
  private let base: SHA256

  /// To be counted up when the way formulas are set changes.
  private static let format = "1"

  init(root: String?, version: String, macros: [String: String]) {
    self.root = root
    var base = SHA256()
    base.update(field: Self.format)
    base.update(field: version)
    for (name, tex) in macros.sorted(by: { $0.key < $1.key }) {
      base.update(field: name)
      base.update(field: tex)
    }
    self.base = base
  }

  /// A formula's HTML, or nil where it is not known.
  func html(_ formula: Formula) -> String? {
    guard let root else { return nil }
    let path = path(root, formula)
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(data: data, encoding: .utf8), text.hasSuffix(Self.end)
    else { return nil }
    // Marked as used: what was not for a month is pruned.
    utimes(path, nil)
    return String(text.dropLast(Self.end.count))
  }

  /// Keeps a formula's HTML.
  func store(_ html: String, _ formula: Formula) {
    guard let root else { return }
    // Without the file the formula is set again next time: nothing is lost.
    try? CellCache.makeFolder(named: "math", in: root)
    try? AtomicFile.write(Array((html + Self.end).utf8), to: path(root, formula))
  }

  /// Ends a whole file; a disk that lost a part of one has lost this.
  private static let end = "\n<!-- end -->"

  private func path(_ root: String, _ formula: Formula) -> String {
    var key = base
    key.update(field: formula.isDisplay ? "display" : "inline")
    key.update(field: formula.tex)
    return "\(root)/math/\(key.finished()).html"
  }
}
