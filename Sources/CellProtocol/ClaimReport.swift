/// A claim, its verdict and the evidence, ready to be drawn.
///
/// Every number stands here twice where a reader sees it: as text, written by the library that
/// knows its precision, and as a `Double` where a picture needs it.
public struct ClaimReport: Codable, Equatable, Sendable {
  /// What was found.
  public enum Verdict: String, Codable, Equatable, Sendable {
    /// Every coordinate lies inside its margin.
    case verified
    /// Some coordinate lies outside its margin.
    case refuted
    /// The evidence decides neither.
    case undecided
  }

  /// How the answer was reached.
  public enum Method: String, Codable, Equatable, Sendable {
    /// A finite sum over all outcomes.
    case exact
    /// A confidence sequence that holds at every sample size, from a known range.
    case bounded
    /// A confidence sequence that holds in the limit of many samples.
    case asymptotic
  }

  /// One coordinate's interval against its margin.
  public struct Coordinate: Codable, Equatable, Sendable {
    /// The coordinate's name: `[0]`, or empty for a scalar.
    public var name: String
    /// The estimate.
    public var estimate: Double
    /// The interval's lower end.
    public var lower: Double
    /// The interval's upper end.
    public var upper: Double
    /// The claimed value.
    public var expected: Double
    /// The margin: the claim is |mean − expected| < margin.
    ///
    /// Infinite on an open side.
    public var marginLower: Double
    /// The margin's upper end, as a value of the mean.
    public var marginUpper: Double
    /// The estimate with its half-width, as text: `0.2475 ± 0.0031`.
    public var estimateText: String
    /// The claimed value as text.
    public var expectedText: String

    /// Creates one coordinate's evidence.
    ///
    /// - Parameters:
    ///   - name: The coordinate's name: `[0]`, or empty for a scalar.
    ///   - estimate: The estimate.
    ///   - lower: The interval's lower end.
    ///   - upper: The interval's upper end.
    ///   - expected: The claimed value.
    ///   - marginLower: The lowest mean the claim allows.
    ///   - marginUpper: The highest mean the claim allows.
    ///   - estimateText: The estimate with its half-width, as text.
    ///   - expectedText: The claimed value as text.
    public init(
      name: String, estimate: Double, lower: Double, upper: Double, expected: Double,
      marginLower: Double, marginUpper: Double, estimateText: String, expectedText: String
    ) {
      self.name = name
      self.estimate = estimate
      self.lower = lower
      self.upper = upper
      self.expected = expected
      self.marginLower = marginLower
      self.marginUpper = marginUpper
      self.estimateText = estimateText
      self.expectedText = expectedText
    }
  }

  /// One look at the shrinking interval.
  public struct Look: Codable, Equatable, Sendable {
    /// The samples drawn so far.
    public var sampleCount: Int
    /// The widest coordinate's estimate minus the claimed value.
    public var deviation: Double
    /// The widest coordinate's half-width.
    public var halfWidth: Double

    /// Creates one look.
    ///
    /// - Parameters:
    ///   - sampleCount: The samples drawn so far.
    ///   - deviation: The coordinate's estimate minus the claimed value.
    ///   - halfWidth: The coordinate's half-width.
    public init(sampleCount: Int, deviation: Double, halfWidth: Double) {
      self.sampleCount = sampleCount
      self.deviation = deviation
      self.halfWidth = halfWidth
    }
  }

  /// The claim in the author's words.
  public var statement: String
  /// What was found.
  public var verdict: Verdict
  /// What the author announced.
  public var expected: Verdict
  /// How the answer was reached.
  public var method: Method
  /// One entry a coordinate.
  public var coordinates: [Coordinate]
  /// The interval after each of a few looks, first to last; empty for an exact claim.
  public var looks: [Look]
  /// One sentence with the finding: the culprit of a refutation, the reason of an indecision.
  public var finding: String
  /// One sentence with what was not shown.
  public var scope: String
  /// Short facts, name and text: samples, margin, α, smallest visible bias, seed.
  public var facts: [Fact]
  /// The probability with which this claim may give a wrong verdict; 0 for an exact one.
  public var alpha: Double
  /// The samples drawn; 0 for an exact claim.
  public var sampleCount: Int

  /// Whether the verdict is the announced one.
  public var isAsExpected: Bool { verdict == expected }

  /// A short fact about a claim.
  public struct Fact: Codable, Equatable, Sendable {
    /// The fact's name: `samples`.
    public var name: String
    /// The fact's text: `32,768`.
    public var text: String

    /// Creates a fact.
    ///
    /// - Parameters:
    ///   - name: The fact's name.
    ///   - text: The fact's text.
    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - statement: The claim in the author's words.
  ///   - verdict: What was found.
  ///   - expected: What the author announced.
  ///   - method: How the answer was reached.
  public init(statement: String, verdict: Verdict, expected: Verdict, method: Method) {
    self.statement = statement
    self.verdict = verdict
    self.expected = expected
    self.method = method
    coordinates = []
    looks = []
    finding = ""
    scope = ""
    facts = []
    alpha = 0
    sampleCount = 0
  }
}
