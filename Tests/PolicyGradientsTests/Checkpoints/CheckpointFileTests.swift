import Foundation
import Testing

@testable import PolicyGradients

@Suite struct CheckpointFileTests {
  /// A folder that is gone afterwards.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "checkpoints-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func failure(_ body: () throws(CheckpointError) -> Void) -> CheckpointError? {
    do {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `there and back`() throws {
    try inFolder { folder in
      let path = "\(folder)/run.checkpoint"
      // More than one buffer.
      let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
      try CheckpointFile.replace(path, with: bytes)
      #expect(try CheckpointFile.read(path) == bytes)
      try CheckpointFile.replace(path, with: [])
      #expect(try CheckpointFile.read(path) == [])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.checkpoint"])
    }
  }

  @Test func `no such file or folder`() throws {
    try inFolder { folder in
      let missing = "\(folder)/none/run.checkpoint"
      let reason = "No such file or directory"
      #expect(
        failure { () throws(CheckpointError) in _ = try CheckpointFile.read(missing) }
          == .unreadable(path: missing, reason: reason))
      #expect(
        failure { () throws(CheckpointError) in try CheckpointFile.replace(missing, with: [1]) }
          == .unwritable(path: missing, reason: reason))
    }
  }

  @Test func `what cannot take its place leaves the old and nothing half`() throws {
    try inFolder { folder in
      // A folder stands where the file should go.
      let path = "\(folder)/run.checkpoint"
      try FileManager.default.createDirectory(
        atPath: "\(path)/inside", withIntermediateDirectories: true)
      let found = failure { () throws(CheckpointError) in
        try CheckpointFile.replace(path, with: [1, 2, 3])
      }
      guard case .unwritable(path, _) = found else {
        Issue.record("\(String(describing: found))")
        return
      }
      #expect(FileManager.default.fileExists(atPath: "\(path)/inside"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.checkpoint"])
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk`() throws {
    try inFolder { folder in
      // The partial file of this process leads to a device that is always full.
      let path = "\(folder)/run.checkpoint"
      try CheckpointFile.replace(path, with: [1, 2, 3])
      let partial = "\(path).\(ProcessInfo.processInfo.processIdentifier).partial"
      try FileManager.default.createSymbolicLink(
        atPath: partial, withDestinationPath: "/dev/full")
      let found = failure { () throws(CheckpointError) in
        try CheckpointFile.replace(path, with: [4, 5])
      }
      #expect(found == .unwritable(path: path, reason: "No space left on device"))
      #expect(try CheckpointFile.read(path) == [1, 2, 3])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.checkpoint"])
    }
  }

  @Test func `a run by its path`() throws {
    try inFolder { folder in
      let path = "\(folder)/run.checkpoint"
      let whole = PPO.rlZoo.train(on: .cartPole, steps: 1_500, seed: 2)
      let first = Training(PPO.rlZoo, on: .cartPole, steps: 1_500, seed: 2)
      for _ in 0..<3 { first.advance() }
      try first.save(to: path)
      let second = try Training(
        resuming: path, PPO.rlZoo, on: .cartPole, steps: 1_500, seed: 2)
      #expect(second.run.updates.count == 3)
      let run = try second.finish(savingTo: path, every: 2)
      let isTheSame = run == whole
      #expect(isTheSame)
      // The end is saved too.
      let third = try Training(
        resuming: path, PPO.rlZoo, on: .cartPole, steps: 1_500, seed: 2)
      #expect(third.run.ending == .finished)
    }
  }
}
