import Foundation
import VectorMath

/// Why a formula cannot be set.
public struct TeXProblem: Error, Equatable, Sendable {
  /// KaTeX's complaint.
  public var message: String
  /// Where in the TeX, in UTF-16 units, or nil where KaTeX does not say.
  public var offset: Int?
}

/// Sets formulas with KaTeX, and keeps what was set in a folder.
///
/// A machine with KaTeX is taken for the first formula that is not there yet.
public final class MathTypesetter: @unchecked Sendable {
  // A lock guards what changes; hence `@unchecked`.
  private let lock = NSLock()
  private let files: KaTeXFiles
  private let cache: FormulaCache
  private let macros: [String: String]
  private var engine: ScriptEngine?
  private var failureCount = 0
  private var known: [String: Result<String, TeXProblem>] = [:]

  /// How long a formula may be, in bytes.
  static let lengthLimit = 20_000
  /// How many pieces of memory a formula may cost; a usual one costs some thousand.
  private static let allocationLimit = 2_000_000
  /// How many formulas may go beyond what one may cost, until no other is tried.
  private static let failureLimit = 3

  deinit {
    if let engine { KaTeXMachines.shared.giveBack(engine, files) }
  }

  /// Whether a formula made a machine with KaTeX necessary.
  var hasMachine: Bool { lock.withLock { engine != nil } }

  /// Prepares to set formulas.
  ///
  /// - Parameters:
  ///   - cache: The folder `.lesson`, or nil to keep nothing.
  ///   - macros: What the author's own TeX commands stand for.
  /// - Throws: ``EnvironmentProblem/noKaTeX(_:)``.
  public convenience init(cache: String?, macros: [String: String]) throws {
    self.init(try KaTeXFiles(), cache: cache, macros: macros)
  }

  init(_ files: KaTeXFiles, cache: String?, macros: [String: String]) {
    self.files = files
    self.macros = macros
    self.cache = FormulaCache(root: cache, version: files.version, macros: macros)
  }

  /// A formula as HTML with MathML.
  ///
  /// - Parameter formula: The formula.
  /// - Returns: Well-formed HTML, or what is wrong with the TeX.
  public func html(_ formula: Formula) -> Result<String, TeXProblem> {
    lock.withLock {
      let key = Self.key(formula)
      if let known = known[key] { return known }
      let result = set(formula)
      known[key] = result
      return result
    }
  }

  /// The mistakes in a lesson's formulas.
  ///
  /// - Parameter lesson: The lesson.
  /// - Returns: A mistake for each formula that cannot be set, at its place.
  public func mistakes(in lesson: Lesson) -> [LessonMistake] {
    prepare(lesson.formulas)
    return lesson.formulas.compactMap { formula in
      guard case .failure(let problem) = html(formula) else { return nil }
      return .init(
        .invalidTeX(problem.message), at: formula.position(utf16Offset: problem.offset ?? 0))
    }
  }

  /// Sets many formulas at once, each core some of them; what cannot be set is left for later, so that
  /// the answer does not depend on who had it.
  ///
  /// - Parameter formulas: The formulas.
  public func prepare(_ formulas: [Formula]) {
    lock.withLock {
      var seen: Set<String> = []
      let new = formulas.filter { formula in
        let key = Self.key(formula)
        guard known[key] == nil, seen.insert(key).inserted else { return false }
        if let html = cache.html(formula) { known[key] = .success(html) }
        return known[key] == nil
      }
      let cores = ParallelLoop.coreCount
      // A core has to read KaTeX first, which takes as long as a few dozen formulas.
      guard new.count >= 40, cores > 1 else { return }
      let shares = ParallelLoop.map(cores) { core in
        let own = MathTypesetter(files, cache: nil, macros: macros)
        return stride(from: core, to: new.count, by: cores).map { index in
          (formula: new[index], result: own.html(new[index]))
        }
      }
      for case (let formula, .success(let html)) in shares.joined() {
        known[Self.key(formula)] = .success(html)
        cache.store(html, formula)
      }
    }
  }

  private static func key(_ formula: Formula) -> String {
    (formula.isDisplay ? "=" : "-") + formula.tex
  }

  /// The style sheet for a page with formulas, fonts included.
  func style(for html: String) -> String { KaTeXStyle.css(for: html, files) }

  private func set(_ formula: Formula) -> Result<String, TeXProblem> {
    guard formula.tex.utf8.count <= Self.lengthLimit else {
      return .failure(TeXProblem(message: "it is longer than \(Self.lengthLimit) bytes"))
    }
    if let html = cache.html(formula) { return .success(html) }
    guard failureCount < Self.failureLimit else {
      return .failure(TeXProblem(message: "not tried: too many before it are too large"))
    }
    do {
      let engine = try engine ?? KaTeXMachines.shared.take(files)
      self.engine = engine
      let answer = try engine.run(
        "lessonFormula", request(formula), allocations: Self.allocationLimit)
      if answer.hasPrefix("=") {
        let html = String(answer.dropFirst())
        cache.store(html, formula)
        return .success(html)
      }
      let parts = answer.dropFirst().split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return .failure(TeXProblem(message: String(parts[1]), offset: Int(parts[0])))
    } catch let failure as ScriptFailure {
      // The next formula gets a fresh machine: this one may have stopped half-way.
      engine = nil
      failureCount += 1
      let isDeep = failure.message.hasPrefix("RangeError")
      let message = isDeep ? "it is nested too deeply" : "it takes too much work or memory"
      return .failure(TeXProblem(message: message))
    } catch {
      return .failure(TeXProblem(message: "\(error)"))
    }
  }

  private func request(_ formula: Formula) -> String {
    let macros = macros.sorted { $0.key < $1.key }
      .map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }.joined(separator: ",")
    return "{\"tex\":\(Self.quoted(formula.tex)),\"display\":\(formula.isDisplay),"
      + "\"macros\":{\(macros)}}"
  }

  /// A JSON string of ASCII characters only: Duktape's own reading of UTF-8 knows no surrogates.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for unit in text.utf16 {
      if (0x20..<0x7F).contains(unit), unit != 0x22, unit != 0x5C {
        result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      } else {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
