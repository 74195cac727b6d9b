import Testing

@testable import LessonKit

@Suite struct CellSourceTests {
  private func source(_ text: String, exported: Set<String> = []) -> CellSource {
    CellSource(text, imports: ["@_exported import Chain"], exported: exported)
  }

  /// The generated text without the prelude.
  private func body(_ text: String, exported: Set<String> = []) -> String {
    let text = source(text, exported: exported).source.text
    let prelude = "@_exported import Chain; "
    #expect(text.hasPrefix(prelude))
    return String(text.dropFirst(prelude.count))
  }

  @Test func bareLastExpressionIsShown() {
    #expect(
      body("let x = 1\nx + 1\n")
        == "lessonCellStatement(1); let x = 1\nlessonCellStatement(2); displayLastExpression(x + 1\n)\n"
    )
  }

  @Test(arguments: [
    "x = 2", "x += 1", "if x > 0 { f() }", "switch x { default: f() }", "fatalError(\"no\")",
    "func f() {}", "let y = 3", "for i in 0..<3 {}",
  ])
  func othersAreNot(_ text: String) {
    #expect(!body(text).contains("displayLastExpression"))
  }

  @Test(arguments: ["x == 2", "x >= 1", "f { $0 }", "[1, 2].map { $0 }", "try f()"])
  func valuesAre(_ text: String) {
    #expect(body(text).contains("displayLastExpression(\(text)\n)"))
  }

  @Test func importsAreExportedOnce() {
    #expect(body("import Foundation") == "@_exported import Foundation")
    #expect(body("import Foundation", exported: ["Foundation"]) == "                 ")
    #expect(body("import struct Foundation.Date") == "@_exported import struct Foundation.Date")
    #expect(body("internal import Foundation") == "@_exported          import Foundation")
    #expect(source("#if os(macOS)\nimport Darwin\n#endif").importedModules == [])
    #expect(
      source("import Foundation\nimport Observation").importedModules
        == ["Foundation", "Observation"])
  }

  @Test func awaitBecomesABlockingCall() {
    #expect(body("let x = await f()").contains("let x = lessonCellAwait({ await f() })"))
    #expect(
      body("let x = try await f() + 1")
        .contains("let x = try lessonCellAwait({ try await f() + 1 })"))
    #expect(body("func g() async { await f() }") == "func g() async { await f() }")
    #expect(!body("Task { await f() }").contains("lessonCellAwait"))
  }

  @Test(arguments: [
    ("f(await a() + await b())", "f(lessonCellAwait({ await a() + await b() }))"),
    ("await a() > 0 ? await b() : 5", "lessonCellAwait({ await a() > 0 ? await b() : 5 })"),
    (
      "c ? await a() : await b()",
      "c ? lessonCellAwait({ await a() }) : "
        + "lessonCellAwait({ await b() })"
    ),
    ("try f(await a())", "try lessonCellAwait({ try f(await a()) })"),
    ("try? await a()", "lessonCellAwait({ try? await a() })"),
    ("try! f(await a())", "lessonCellAwait({ try! f(await a()) })"),
    ("try a() + b(await c())", "try lessonCellAwait({ try a() + b(await c()) })"),
    ("try x = f(await a())", "try x = lessonCellAwait({ try f(await a()) })"),
    ("_ = try await a()", "_ = try lessonCellAwait({ try await a() })"),
    ("try f { await a() }", "try f { await a() }"),
  ])
  func oneClosureTakesAllThatAwaitAndTryCover(_ text: String, _ expected: String) {
    #expect(body("let y = 1; \(text); g = 0").contains("; \(expected); "))
  }

  @Test func statementsThatMayThrowAreNotedInLoopsAndBranches() {
    #expect(
      body("for i in s {\n  try f(i)\n}")
        == "lessonCellStatement(1); for i in s {\n  lessonCellStatement(2); try f(i)\n}")
    #expect(body("if c {\n  throw E()\n}").contains("lessonCellStatement(2); throw E()"))
    // A branch whose value is used holds one expression only.
    #expect(!body("let x = if c {\n  try f() } else { 0 }").contains("lessonCellStatement(2)"))
    #expect(body("func g() throws {\n  try f()\n}") == "func g() throws {\n  try f()\n}")
  }

  @Test func unsupportedFormsNameTheirPlace() {
    let mistakes = source("let a = 1\nfor await x in s {}\n  async let b = 2\n").mistakes
    #expect(mistakes.map(\.line) == [2, 3])
    #expect(mistakes.map(\.column) == [5, 3])
    #expect(mistakes[0].message.contains("'for await'"))
    #expect(mistakes[1].message.contains("'async let'"))
  }

  @Test func namesAreToldApart() {
    let source = source("func double(_ x: Int) -> Int { x * factor }\nstruct S { var y = 0 }")
    #expect(source.declaredNames.isSuperset(of: ["double", "x", "S", "y"]))
    #expect(source.usedNames.contains("factor"))
    #expect(!source.declaredNames.contains("factor"))
  }

  @Test func labelsAreNoNames() {
    let source = source("show(title(of: lesson, count: 3), (first: 1, second: other))")
    #expect(source.usedNames == ["show", "title", "lesson", "other"])
  }
}
