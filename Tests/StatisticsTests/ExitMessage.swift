import Testing

/// Checks that what a process wrote before it trapped contains a message.
func expectTrap(
  _ result: ExitTest.Result?, says message: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
  #expect(text.contains(message), sourceLocation: sourceLocation)
}
