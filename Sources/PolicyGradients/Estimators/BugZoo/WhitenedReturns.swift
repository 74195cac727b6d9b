/// Returns-to-go standardised within one episode.
///
///     w_t = (G_t − Ḡ) / (s + ε),   Ḡ and s the mean and deviation of G_0 … G_{T−1}, divisor T − 1
///
/// The mean of an episode's own returns depends on its actions, so it is no baseline; for rewards of
/// one sign it always rewards the first half of an episode and punishes the second. Biased. An
/// episode of one step has no deviation (PyTorch gives NaN); here its weight is 0.
///
/// The code is widespread, among others in PyTorch's examples and in Hugging Face's course, unit 4.
///
/// - SeeAlso: https://github.com/MorvanZhou/Reinforcement-learning-with-tensorflow/issues/128
public struct WhitenedReturns: HistoricalEstimator {
  /// ε, which keeps the quotient finite where all returns agree.
  public let epsilon: Double

  /// The estimator.
  ///
  /// - Parameter epsilon: ε, positive; published code has 1e-8 to 1e-7.
  public init(epsilon: Double = 1e-8) {
    if !(epsilon > 0) { fatalError("WhitenedReturns: epsilon \(epsilon) is not positive") }
    self.epsilon = epsilon
  }

  /// What is wrong.
  public var mistake: String { "returns are standardised within their own episode" }

  /// Where it was reported.
  public var report: String {
    "https://github.com/MorvanZhou/Reinforcement-learning-with-tensorflow/issues/128"
  }

  /// Sets the weights.
  ///
  /// - Parameters:
  ///   - weights: Set for every step.
  ///   - episode: The episode.
  ///   - discount: γ.
  public func setWeights(_ weights: inout [Double], of episode: Episode, discount: Double) {
    let length = episode.length
    episode.setReturnsToGo(discount, in: &weights)
    var sum = 0.0
    for t in 0..<length { sum += weights[t] }
    let mean = sum / Double(length)
    var squares = 0.0
    for t in 0..<length {
      weights[t] -= mean
      squares += weights[t] * weights[t]
    }
    let deviation = length > 1 ? (squares / Double(length - 1)).squareRoot() : 0
    for t in 0..<length { weights[t] /= deviation + epsilon }
  }
}
