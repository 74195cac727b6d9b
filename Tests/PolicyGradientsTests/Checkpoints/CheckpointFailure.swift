@testable import PolicyGradients

/// The checkpoint's error that ends a body; nil if none does.
func failure(_ body: () throws -> Void) -> CheckpointError? {
  do {
    try body()
    return nil
  } catch {
    return error as? CheckpointError
  }
}
