import Foundation
import Testing

@testable import PolicyGradients

@Suite struct CheckpointFileTests {
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
        failure { _ = try CheckpointFile.read(missing) }
          == .unreadable(path: missing, reason: reason))
      let found = failure {
        try CheckpointFile.replace(missing, with: [1])
      }
      #expect(
        found?.description
          == "the checkpoint \(missing) cannot be written: there is no folder \(folder)/none/; make it "
          + "first")
    }
  }

  @Test func `what cannot take its place leaves the old and nothing half`() throws {
    try inFolder { folder in
      // A folder stands where the file should go.
      let path = "\(folder)/run.checkpoint"
      try FileManager.default.createDirectory(
        atPath: "\(path)/inside", withIntermediateDirectories: true)
      let found = failure {
        try CheckpointFile.replace(path, with: [1, 2, 3])
      }
      #expect(found == .unwritable(path: path, reason: "a folder is there; name a file"))
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
      let found = failure {
        try CheckpointFile.replace(path, with: [4, 5])
      }
      let reason = "No space left on device; what was there before is left"
      #expect(found == .unwritable(path: path, reason: reason))
      #expect(try CheckpointFile.read(path) == [1, 2, 3])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["run.checkpoint"])
    }
  }

  @Test func `what is no file is left alone`() throws {
    try inFolder { folder in
      let path = "\(folder)/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      for name in [path, "\(folder)/link"] {
        if name != path {
          try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: "pipe")
        }
        #expect(
          failure { try CheckpointFile.replace(name, with: [1]) }
            == .unwritable(path: name, reason: "a pipe is there; name a file"))
      }
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["link", "pipe"])
      #expect(FileKind(of: "/dev/null") == .other(0o020000))
    }
  }

  @Test func `a symbolic link is followed and stays`() throws {
    try inFolder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: "\(folder)/inner", withIntermediateDirectories: true)
      let path = "\(folder)/inner/run.checkpoint"
      let links = ["\(folder)/near", "\(folder)/far", "\(folder)/inner/up"]
      let targets = ["inner/run.checkpoint", path, "../near"]
      for (link, target) in zip(links, targets) {
        try files.createSymbolicLink(atPath: link, withDestinationPath: target)
      }
      // The first leads to nothing yet.
      for (number, link) in links.enumerated() {
        try CheckpointFile.replace(link, with: [UInt8(number)])
        #expect(try CheckpointFile.read(path) == [UInt8(number)])
        #expect(try files.destinationOfSymbolicLink(atPath: link) == targets[number])
      }
      #expect(
        try files.contentsOfDirectory(atPath: "\(folder)/inner").sorted()
          == ["run.checkpoint", "up"])
      // Two that lead to each other.
      let (one, other) = ("\(folder)/one", "\(folder)/other")
      try files.createSymbolicLink(atPath: one, withDestinationPath: "other")
      try files.createSymbolicLink(atPath: other, withDestinationPath: one)
      #expect(
        failure { try CheckpointFile.replace(one, with: [1]) }
          == .unwritable(path: one, reason: "its symbolic links lead nowhere"))
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
