/// Collects a lesson's labels and footnotes, and checks what refers to them.
struct LabelReader {
  /// The labels, numbered in the order they stand in the lesson.
  private(set) var labels: [Label] = []
  /// What the author must repair.
  private(set) var mistakes: [LessonMistake] = []
  private var labelLines: [String: Int] = [:]
  private var counts: [Label.Kind: Int] = [:]
  private var references: [NameMark] = []
  private var notes: [String: TextPosition] = [:]
  private var noteReferences: [NameMark] = []

  /// Reads a node of the prose.
  mutating func read(_ node: MarkdownNode) {
    if let mark = node.label {
      add(mark.name, at: mark.range.lowerBound)
    }
    switch node.kind {
    case .reference(let mark): references.append(mark)
    case .footnote(let mark): noteReferences.append(mark)
    case .note(let mark):
      let position = mark.range.lowerBound
      if let first = notes[mark.name] {
        mistakes.append(
          .init(.duplicateFootnote(mark.name, firstLine: first.line), at: position))
      } else {
        notes[mark.name] = position
      }
    default: return
    }
  }

  /// Reads a cell's label.
  ///
  /// - Parameters:
  ///   - label: The label.
  ///   - position: Where it stands.
  mutating func read(cellLabel label: String, at position: TextPosition) {
    if let kind = Label.Kind(of: label), kind == .equation || kind == .section {
      let valid = "'fig-', 'tbl-', 'claim-' or 'ex-'"
      mistakes.append(.init(.otherLabelKind(label, place: "a cell", valid: valid), at: position))
    }
    add(label, at: position)
  }

  private mutating func add(_ name: String, at position: TextPosition) {
    if let first = labelLines[name] {
      mistakes.append(.init(.duplicateLabel(name, firstLine: first), at: position))
      return
    }
    labelLines[name] = position.line
    guard let kind = Label.Kind(of: name) else { return }
    counts[kind, default: 0] += 1
    labels.append(
      Label(
        name: name, kind: kind, number: counts[kind, default: 0], position: position))
  }

  /// Checks the references, once everything is read.
  mutating func finish() {
    let indices = Dictionary(labels.enumerated().map { ($1.name, $0) }) { first, _ in first }
    for reference in references {
      if let index = indices[reference.name] {
        labels[index].isReferenced = true
      } else {
        let nearest = NearestName.find(reference.name, in: labels.map(\.name))
        mistakes.append(
          .init(.unknownLabel(reference.name, nearest: nearest), at: reference.range.lowerBound))
      }
    }
    for reference in noteReferences where notes[reference.name] == nil {
      let nearest = NearestName.find(reference.name, in: notes.keys.sorted())
      mistakes.append(
        .init(.unknownFootnote(reference.name, nearest: nearest), at: reference.range.lowerBound))
    }
    let used = Set(noteReferences.map(\.name))
    for (name, position) in notes where !used.contains(name) {
      mistakes.append(.init(.unusedFootnote(name), at: position))
    }
  }
}
