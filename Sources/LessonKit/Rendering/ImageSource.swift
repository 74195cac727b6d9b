import Foundation

/// Turns images into attributes that need no network.
enum ImageSource {
  /// An image's source as an attribute value.
  ///
  /// - Parameters:
  ///   - destination: What the author wrote: a relative path, or a `data:` URL of an image.
  ///   - load: Gives the bytes of a relative path.
  /// - Returns: A `data:` URL, or nil where the page cannot hold the image.
  static func attribute(_ destination: String, _ load: (String) -> [UInt8]?) -> String? {
    let lower = destination.lowercased()
    if types.contains(where: { lower.hasPrefix("data:\($0.type);base64,") }) {
      return HTMLText.escape(HTMLText.percentEncoded(destination))
    }
    let isRelative = !destination.hasPrefix("/") && !destination.contains(":")
    let path = destination.removingPercentEncoding ?? destination
    guard isRelative, let type = type(of: path), let bytes = load(path) else { return nil }
    return dataURL(bytes, type: type)
  }

  /// The media type of an image file by its name, or nil for other files.
  static func type(of path: String) -> String? {
    let suffix = path.split(separator: ".").last?.lowercased() ?? ""
    return types.first { $0.suffixes.contains(suffix) }?.type
  }

  /// Bytes as a `data:` URL.
  ///
  /// An image element runs no script in them and loads nothing.
  static func dataURL(_ bytes: [UInt8], type: String) -> String {
    "data:\(type);base64,\(Data(bytes).base64EncodedString())"
  }

  private static let types: [(type: String, suffixes: [String])] = [
    ("image/svg+xml", ["svg"]), ("image/png", ["png"]), ("image/jpeg", ["jpg", "jpeg"]),
    ("image/gif", ["gif"]), ("image/webp", ["webp"]),
  ]
}
