import Foundation
import Glibc

/// Writes a lesson's pages: whole, or not at all.
public struct PageWriter {
  /// The folder the pages go to.
  public let folder: String
  /// The lesson's name without its extension.
  public let stem: String
  /// Whether nobody named the folder.
  private let isBeside: Bool

  /// Prepares to write.
  ///
  /// - Parameters:
  ///   - lesson: The lesson.
  ///   - folder: The folder the pages go to, or nil for `_build` beside the lesson.
  public init(_ lesson: Lesson, folder: String? = nil) {
    let beside = lesson.path.lastIndex(of: "/").map { String(lesson.path[...$0]) } ?? ""
    self.folder = folder ?? beside + "_build"
    stem = lesson.stem
    isBeside = folder == nil
  }

  /// The path of a page.
  ///
  /// - Parameter type: Its extension: `md`, `html`, `pdf` or `png`.
  /// - Returns: The path.
  public func path(_ type: String) -> String {
    folder.hasSuffix("/") ? "\(folder)\(stem).\(type)" : "\(folder)/\(stem).\(type)"
  }

  /// Writes a lesson: a handout is one.
  ///
  /// - Parameters:
  ///   - text: The lesson's text.
  ///   - images: The images it shows.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``; the old file is intact then.
  public func write(lesson text: String, images: [RenderedFile]) throws {
    try write(images)
    try AtomicFile.write(Array(text.utf8), to: path("md"))
  }

  /// Writes a file that belongs to no lesson.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: The place.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``; the old file is intact then.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(bytes, to: path)
  }

  /// Removes the Markdown page of a lesson that is no more, and its figures.
  ///
  /// - Parameters:
  ///   - name: The lesson's file name.
  ///   - folder: The folder of the pages.
  public static func remove(_ name: String, in folder: String) {
    guard name.hasSuffix(".md"), !name.contains("/") else { return }
    unlink("\(folder)/\(name)")
    let figures = "\(folder)/\(name.dropLast(3))_files"
    for figure in (try? FileManager.default.contentsOfDirectory(atPath: figures)) ?? []
    where figure.hasSuffix(".svg") {
      unlink("\(figures)/\(figure)")
    }
    rmdir(figures)
  }

  private func write(_ files: [RenderedFile]) throws {
    for file in files {
      let path = "\(folder)/\(file.path)"
      // The author's own image may stand there.
      let old = FileManager.default.contents(atPath: path)
      if old?.elementsEqual(file.bytes) ?? false { continue }
      try AtomicFile.write(file.bytes, to: path)
    }
  }

  /// Writes a page and the files it refers to, and removes figures of earlier runs.
  ///
  /// - Parameters:
  ///   - page: The page.
  ///   - type: Its extension.
  /// - Throws: ``EnvironmentProblem/cannotWrite(_:_:)``, or
  ///   ``EnvironmentProblem/cannotWriteBeside(_:_:)`` where nobody named the folder; the old page is
  ///   intact then.
  public func write(_ page: RenderedPage, as type: String) throws {
    do {
      try write(page.files)
      try AtomicFile.write(page.bytes, to: path(type))
    } catch EnvironmentProblem.cannotWrite(let path, let reason) where isBeside {
      throw EnvironmentProblem.cannotWriteBeside(path, reason)
    }
    guard type == "md" else { return }
    let names = Set(page.files.map(\.path))
    let figures = "\(stem)_files"
    let old = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(figures)")) ?? []
    for name in old where name.hasSuffix(".svg") && !names.contains("\(figures)/\(name)") {
      unlink("\(folder)/\(figures)/\(name)")
    }
    if names.isEmpty { rmdir("\(folder)/\(figures)") }
  }
}
