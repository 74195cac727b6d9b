import CellProtocol

extension Lesson {
  /// Everything that is compiled and run, in order: the parameters, the cells, and after each cell
  /// the expressions in the sentences that follow it.
  var program: [Cell] {
    var program = frontMatter.parameters.isEmpty ? [] : [parameterCell]
    program += valueCell(after: 0)
    for cell in cells {
      program.append(cell)
      program += valueCell(after: cell.number)
    }
    return program
  }

  /// The cell that declares `params`.
  private var parameterCell: Cell {
    let fields = frontMatter.parameters.map { "  let `\($0.name)` = \($0.value.literal)\n" }
    return Cell(
      number: 0, role: .parameters, options: CellOptions(),
      source: "struct LessonParameters {\n\(fields.joined())}\nlet params = LessonParameters()\n",
      fence: TextPosition(line: 1), sourceLine: 1, indentation: 0, lastLine: 1)
  }

  /// The cell that shows the expressions between two cells; none where there are none.
  private func valueCell(after number: Int) -> [Cell] {
    let values = inlineValues.filter { $0.cell == number }
    guard let first = values.first?.range.lowerBound else { return [] }
    var cell = Cell(
      number: number, role: .values, options: CellOptions(),
      // Without the semicolon a line that starts with `.` or `{` would go on with the one above.
      source: values.map(\.expression).joined(separator: ";\n") + "\n", fence: first,
      sourceLine: first.line, indentation: 0, lastLine: first.line)
    cell.lineStarts = values.flatMap(\.lineStarts)
    return [cell]
  }

  /// Puts the values of expressions into their sentences.
  mutating func takeValues(_ result: inout CellResult, of cell: Cell) {
    guard result.outcome == .finished else { return }
    let indices = inlineValues.indices.filter { inlineValues[$0].cell == cell.number }
    let texts = result.outputs.compactMap { output in
      if case .value(let text) = output { text } else { nil }
    }
    if texts.count == indices.count {
      for (index, text) in zip(indices, texts) { inlineValues[index].text = text }
    }
    guard texts.count != indices.count || result.outputs.count > texts.count else { return }
    result.outcome = .failed
    result.diagnostics.append(
      Diagnostic(
        .error, at: cell.fence,
        "an expression in a sentence has a value and shows nothing else; 'print', 'show' and claims "
          + "stand in cells"))
  }
}

extension LessonParameter.Value {
  /// The value as a Swift literal.
  var literal: String {
    switch self {
    case .boolean(let value): return "\(value)"
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .text(let text):
      let scalars = text.unicodeScalars.map { scalar in
        let isPlain = scalar.value >= 0x20 && scalar != "\"" && scalar != "\\"
        return isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      }
      return "\"\(scalars.joined())\""
    }
  }
}
