/// The dates in a PDF file, which say when it was printed.
enum PDFDates {
  /// A file with every date of its own fixed, so that the same page is the same file.
  ///
  /// - Parameter pdf: The file as the browser wrote it.
  /// - Returns: The file; lengths and offsets stay.
  static func fixed(in pdf: [UInt8]) -> [UInt8] {
    var result = pdf
    for key in ["/CreationDate (D:", "/ModDate (D:"] {
      var rest = result[...]
      while let found = rest.firstRange(of: Array(key.utf8)) {
        let date = Array("19700101000000".utf8)
        let digits = result[found.upperBound...].prefix(date.count)
        if digits.count == date.count, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
          result.replaceSubrange(digits.indices, with: date)
        }
        rest = result[found.upperBound...]
      }
    }
    return result
  }
}
