/// Why a training run could not be saved, or could not go on from what was saved.
public enum CheckpointError: Error, Equatable, Sendable {
  /// The file cannot be read; with the system's words.
  case unreadable(path: String, reason: String)
  /// The file cannot be written, with why not; what was at the path before still is.
  case unwritable(path: String, reason: String)
  /// What was read is no checkpoint and no policy.
  case foreign
  /// The checkpoint was written by a newer version of this library.
  case newerVersion(Int, supported: Int)
  /// The file was written by an older version of this library.
  case olderVersion(Int, supported: Int)
  /// The checkpoint is not as it was written.
  case damaged(String)
  /// The file is of another run or policy: a field, as it was saved, and as it is now.
  case different(field: String, saved: String, now: String)
  /// Something that a checkpoint would have to hold cannot be saved.
  case unsupported(String)
}

extension CheckpointError: CustomStringConvertible {
  /// A sentence.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "the checkpoint \(path) cannot be read: \(reason)"
    case .unwritable(let path, let reason): "the checkpoint \(path) cannot be written: \(reason)"
    case .foreign: "this is no file that a training run or a policy was saved to"
    case .newerVersion(let version, let supported):
      "the checkpoint has version \(version), this library reads version \(supported)"
    case .olderVersion(let version, let supported):
      "the file has version \(version) of an older library, this one reads version \(supported); "
        + "train again"
    case .damaged(let what): "the file is damaged: \(what)"
    case .different("kind", let algorithm, _):
      "this is the checkpoint of a training by \(algorithm), not a policy; resume it and take its "
        + "policy: Training(resuming:…).policy"
    case .different("algorithm", "policy", _):
      "this is a policy that was saved by itself, from which no training can go on; that takes the "
        + "checkpoint of a training, Training.save(to:)"
    case .different(let field, let saved, let now):
      "the file is of another run or policy: its \(field) is \(saved), not \(now)"
    case .unsupported(let what): "this run cannot be saved: \(what)"
    }
  }
}
