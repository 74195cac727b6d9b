import Foundation
import Glibc

/// What lessons brought when they were run before, one file each, named after all that went into it.
///
/// A lesson prints the same bytes every time, so whoever only looks whether pages are current need
/// not run a lesson again that is as it was. What went into a run is the lesson's text, the tool, the
/// toolchain, the seed, the limits, and the files in the lesson's folder.
public struct ResultCache {
  static let folder = "results"

  /// What a run brought.
  public struct Entry: Codable, Equatable {
    /// The cells' results.
    public var results: [CellResult]
    /// The values of the expressions in sentences, in their order.
    public var values: [String?]
  }

  private let path: String
  private let root: String

  /// Finds the place of a run's results; nil where too many files lie beside the lesson to look at.
  ///
  /// - Parameters:
  ///   - lesson: The lesson, not yet run.
  ///   - configuration: The limits and the tool.
  ///   - toolchain: The toolchain.
  public init?(_ lesson: Lesson, _ configuration: RunConfiguration, _ toolchain: Toolchain) {
    guard let files = Self.filesBeside(lesson) else { return nil }
    var key = SHA256()
    for field in [
      CellCache.format, configuration.library.identity,
      Toolchain.fileIdentity(configuration.library.executable) ?? "", toolchain.version,
      lesson.fileName, lesson.digest, "\(configuration.seed ?? lesson.frontMatter.seed)",
      "\(configuration.timeLimit) \(configuration.outputLimit) \(configuration.memoryLimit)",
      "\(configuration.keepsGoing)", files,
    ] {
      key.update(field: field)
    }
    root = configuration.cache.root
    path = "\(root)/\(Self.folder)/\(key.finished()).json"
  }

  /// The results, and marks them as used.
  public var entry: Entry? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let entry = try? decoder.decode(Entry.self, from: data) else { return nil }
    utimes(path, nil)
    return entry
  }

  /// Keeps the results.
  ///
  /// - Parameters:
  ///   - results: The cells' results.
  ///   - lesson: The lesson after the run.
  public func store(_ results: [CellResult], of lesson: Lesson) {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let entry = Entry(results: results, values: lesson.inlineValues.map(\.text))
    // Without the file the lesson is run again next time: nothing is lost.
    guard let data = try? encoder.encode(entry) else { return }
    try? CellCache.makeFolder(named: Self.folder, in: root)
    try? AtomicFile.write(Array(data), to: path)
  }

  /// The files a cell may read: all below the lesson's folder but lessons, pages, what is hidden, and
  /// what this process itself writes as it goes, such as a log.
  ///
  /// A file's name need not stand in the lesson that reads it, so all others count.
  private static func filesBeside(_ lesson: Lesson) -> String? {
    let folder = URL(fileURLWithPath: lesson.path).deletingLastPathComponent()
    let files = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    let logs = [STDOUT_FILENO, STDERR_FILENO].compactMap { FileNumber(descriptor: $0) }
    var found: [String] = []
    var seenCount = 0
    while let file = files?.nextObject() as? URL {
      seenCount += 1
      guard seenCount < 2000 else { return nil }
      if ["_build", "Rendered"].contains(file.lastPathComponent) {
        files?.skipDescendants()
      } else if file.pathExtension != "md", let identity = Toolchain.fileIdentity(file.path),
        FileNumber(path: file.path).map({ !logs.contains($0) }) ?? true
      {
        found.append("\(file.path) \(identity)")
      }
    }
    return found.sorted().joined(separator: "\n")
  }
}

/// What tells a file from all others, whatever it is called.
private struct FileNumber: Equatable {
  private let device: dev_t
  private let number: ino_t

  init?(path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    self.init(information)
  }

  init?(descriptor: Int32) {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    self.init(information)
  }

  private init(_ information: stat) {
    (device, number) = (information.st_dev, information.st_ino)
  }
}

extension Lesson {
  /// Puts the values of expressions into their sentences.
  ///
  /// - Parameter values: As many as there are expressions.
  public mutating func take(values: [String?]) {
    for (index, value) in zip(inlineValues.indices, values) { inlineValues[index].text = value }
  }
}
