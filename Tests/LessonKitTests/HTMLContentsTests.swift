import Foundation
import FoundationXML
import Testing

@testable import LessonKit

@Suite struct HTMLContentsTests {
  @Test(arguments: [
    [], [1], [2], [3], [2, 3, 3, 2], [3, 2, 3], [3, 3, 2], [1, 2, 4, 3, 6, 2], [2, 2],
  ])
  func listsAreWellFormed(levels: [Int]) {
    let headings = levels.enumerated().map { index, level in
      HTMLHeading(level: level, identifier: "h\(index)", html: "\(index)")
    }
    let html = HTMLContents.html(headings)
    let count = levels.count { $0 == 2 || $0 == 3 }
    #expect(html.isEmpty == (count == 0))
    guard count > 0 else { return }
    #expect(XMLParser(data: Data(html.utf8)).parse(), "\(html)")
    #expect(html.components(separatedBy: "<a ").count == count + 1)
  }

  @Test func pagesHaveNoneUnlessAsked() {
    let lesson = Lesson.parse(text: "# a\n\n## b\n", path: "a.md").lesson
    let page = HTMLRenderer.render(lesson, results: [], context: RenderContext(version: "1"))
    #expect(!page.text.contains("<nav"))
  }
}
