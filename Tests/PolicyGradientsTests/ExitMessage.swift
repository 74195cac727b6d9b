import Testing

/// Checks that what a process wrote before it trapped contains some messages.
func expectTrap(
  _ result: ExitTest.Result?, says messages: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let text = result.map { String(decoding: $0.standardErrorContent, as: UTF8.self) } ?? ""
  for message in messages { #expect(text.contains(message), sourceLocation: sourceLocation) }
}
