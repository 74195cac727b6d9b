import ArgumentParser
import Foundation
import LessonKit

/// `lesson clean`: removes what runs keep.
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Remove the compiled cells (.lesson) that runs keep.")

  @Argument(help: "A lesson or a folder; its package's cache is removed.", completion: .directory)
  var path = "."

  func run() throws {
    guard FileManager.default.fileExists(atPath: path) else {
      FileHandle.standardError.write(Data("\(path): error: there is no such file\n".utf8))
      throw ExitCode(RunStatus.usage.rawValue)
    }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let root = CellCache.root(forLesson: isFolder.boolValue ? path + "/lesson.md" : path)
    do {
      let bytes = try CellCache.clean(root: root) {
        Terminal.write("waiting for a running lesson to end\n", to: 2)
      }
      print("\(root): \(bytes / 1024) KiB removed")
    } catch {
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      throw ExitCode(RunStatus.internalError.rawValue)
    }
  }
}
