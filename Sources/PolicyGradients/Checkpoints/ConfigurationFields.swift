/// The fields of a value and of the structures in it, each with its value in words.
///
///     configurationFields("collection", settings)
///     // [("collection.environmentCount", "8"), ("collection.length", "steps(32)"), …]
func configurationFields(_ name: String, _ value: Any) -> [(name: String, value: String)] {
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle == .optional {
    guard let inner = mirror.children.first else { return [(name, "nil")] }
    return configurationFields(name, inner.value)
  }
  if mirror.displayStyle != .struct || mirror.children.isEmpty {
    return [(name, String(describing: value))]
  }
  return mirror.children.flatMap { child in
    configurationFields(name + "." + (child.label ?? "?"), child.value)
  }
}
