/// The colours of charts, for light and for dark pages.
///
/// The seven series colours go back to Okabe and Ito (2008), "Color universal design"; each was
/// darkened or lightened until its contrast with the page is at least 3 : 1.
enum Palette {
  static let light = ["#0072b2", "#b85400", "#00805f", "#a8447f", "#7a6a00", "#2c7fa8", "#555555"]
  static let dark = ["#56b4e9", "#f5a04c", "#3fc79a", "#e59ac4", "#e0d24a", "#8fd0f5", "#b9bec5"]
  /// How lines of each series are dashed.
  static let dashes = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 2", "1 2"]

  static let style: String = {
    func variables(_ fixed: String, _ colors: [String]) -> String {
      fixed + colors.enumerated().map { "--s\($0):\($1);" }.joined()
    }
    let names = light.indices.map {
      ".s\($0){--c:var(--s\($0))}"
    }.joined()
    return "svg{" + variables("--ink:#1f2328;--muted:#57606a;--grid:#e1e5ea;--page:#fff;", light)
      + "font:14px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
      + "@media(prefers-color-scheme:dark){svg{"
      + variables("--ink:#e3e6ea;--muted:#a2abb5;--grid:#343a42;--page:#15181c;", dark) + "}}"
      + names + ".n{--c:var(--muted)}"
      + ".l{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
      + ".f{fill:var(--c)}.d{fill:none;stroke:var(--c);stroke-linecap:round}"
      + ".g{stroke:var(--grid)}.t{stroke:var(--muted)}"
      + "text{fill:var(--ink)}.m{fill:var(--muted)}"
      + ".h{paint-order:stroke;stroke:var(--page);stroke-width:3px;stroke-linejoin:round}"
  }()

  /// From dark blue over grey to yellow, which readers with any colour vision order alike
  /// (cividis; Nuñez, Anderton and Renslow 2018).
  private static let sequential: [[Double]] = [
    [0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56],
  ]
  /// From blue over white to orange: the two hues that colour-blind readers confuse least.
  private static let diverging: [[Double]] = [
    [0, 73, 130], [88, 148, 196], [246, 246, 246], [226, 148, 74], [150, 66, 0],
  ]

  /// A colour for a number between 0 and 1, and whether dark words are read on it.
  static func shade(_ fraction: Double, _ sequence: ColorSequence) -> (hex: String, isLight: Bool) {
    let anchors = sequence == .sequential ? sequential : diverging
    let position = min(max(fraction, 0), 1) * Double(anchors.count - 1)
    let index = min(Int(position), anchors.count - 2)
    let rest = position - Double(index)
    let channels = zip(anchors[index], anchors[index + 1]).map { low, high in
      Int((low + (high - low) * rest).rounded())
    }
    let digits = channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let isLight =
      sequence == .sequential ? position > 2.2 : abs(position - 2) < 1.2
    return ("#" + digits.joined(), isLight)
  }
}
