import Testing

@testable import LessonKit

@Suite struct ModuleNamesTests {
  @Test(arguments: [
    ("[LessonCell_3.S(a: 1)]", "[S(a: 1)]"),
    ("LessonCell_12.A.LessonCell_1.B", "A.B"),
    ("LessonCell_3.(unknown context at $7f00c0ffee).Hidden()", "Hidden()"),
    ("LessonCell_ is a prefix", "LessonCell_ is a prefix"),
    ("LessonCell_3 alone", "LessonCell_3 alone"),
    ("(unknown context at $zz).X", "(unknown context at $zz).X"),
    ("é LessonCell_3.é", "é é"),
  ])
  func removed(_ text: String, _ expected: String) {
    #expect(ModuleNames.removed(from: text) == expected)
  }
}
