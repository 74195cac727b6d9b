import VectorMath

/// The fields of a value and of the structures in it, each with its value in words.
///
///     configurationFields("collection", settings)
///     // [("collection.environmentCount", "8"), ("collection.length", "steps(32)"), …]
///
/// The same values have the same words in every process: the elements of sets and dictionaries are
/// sorted, and of classes and functions, which have no words that last, only the kind is told. What
/// takes more than 120 bytes is told by its digest.
func configurationFields(_ name: String, _ value: Any) -> [(name: String, value: String)] {
  if let problem = value as? MarkovDecisionProcess { return problem.configurationFields(name) }
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle == .optional {
    guard let inner = mirror.children.first else { return [(name, "nil")] }
    return configurationFields(name, inner.value)
  }
  if !isTakenApart(value, mirror) {
    let text = words(value)
    if text.utf8.count <= 120 { return [(name, text)] }
    var digest = ByteDigest()
    digest.add(text.utf8)
    return [(name, digest.description)]
  }
  return mirror.children.flatMap { child in
    configurationFields(name + "." + (child.label ?? "?"), child.value)
  }
}

/// Whether the parts of a value tell all of it.
private func isTakenApart(_ value: Any, _ mirror: Mirror) -> Bool {
  mirror.displayStyle == .struct && !mirror.children.isEmpty && !(value is Vector)
    && !(value is any SIMD)
}

private func words(_ value: Any) -> String {
  // Its description may be rounded.
  if let vector = value as? Vector { return words(Array(vector)) }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .collection:
    return "[" + mirror.children.map { words($0.value) }.joined(separator: ", ") + "]"
  case .set, .dictionary:
    return "[" + mirror.children.map { words($0.value) }.sorted().joined(separator: ", ") + "]"
  case .class:
    return "\(type(of: value))"
  case .optional:
    return mirror.children.first.map { words($0.value) } ?? "nil"
  case .enum where mirror.children.count == 1:
    let payload = mirror.children[mirror.children.startIndex]
    let inner = words(payload.value)
    let isTuple = Mirror(reflecting: payload.value).displayStyle == .tuple
    return (payload.label ?? "?") + (isTuple ? inner : "(\(inner))")
  case .struct where isTakenApart(value, mirror), .tuple:
    let parts = mirror.children.map { "\($0.label ?? "?"): \(words($0.value))" }
    return "(" + parts.joined(separator: ", ") + ")"
  default:
    return String(describing: value)
  }
}

extension CheckpointArchive {
  /// A value all of whose fields have to be the same when it is read.
  mutating func match(_ name: String, fieldsOf value: Any) throws(CheckpointError) {
    let fields = configurationFields(name, value)
    try match("count of settings of \(name)", "\(fields.count)")
    for field in fields {
      try match("name of a setting", field.name)
      try match(field.name, field.value)
    }
  }

  /// What an environment is learned by, with the fields of a policy of one's own.
  mutating func match(
    policyOf environment: LearningEnvironment<some Sendable>
  ) throws(CheckpointError) {
    guard let policy = environment.ownPolicy else { return try match("policy", "a network") }
    try match("policy", "\(type(of: policy))")
    try match("\(type(of: policy))", fieldsOf: policy)
  }
}

extension MarkovDecisionProcess {
  /// Its tables by their digests: as words they would be long, and slow to make.
  fileprivate func configurationFields(_ name: String) -> [(name: String, value: String)] {
    var (start, ends, transitions, rewards) = (
      ByteDigest(), ByteDigest(), ByteDigest(), ByteDigest()
    )
    for probability in initialProbabilities { start.add(probability.bitPattern) }
    for isEnd in terminal { ends.add(isEnd ? 1 : 0) }
    for place in starts { transitions.add(UInt64(place)) }
    for outcome in outcomes {
      transitions.add(outcome.probability.bitPattern)
      transitions.add(UInt64(outcome.nextState))
      rewards.add(outcome.reward.bitPattern)
    }
    return [
      (name + ".stateCount", "\(stateCount)"),
      (name + ".actionCount", "\(actionCount)"),
      (name + ".horizon", horizon.map { "\($0)" } ?? "nil"),
      (name + ".initialProbabilities", start.description),
      (name + ".terminalStates", ends.description),
      (name + ".transitions", transitions.description),
      (name + ".rewards", rewards.description),
    ]
  }
}
