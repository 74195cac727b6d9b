extension RandomStream {
  /// The four words of the key and how many words were drawn: all that decides what follows.
  public var state: InlineArray<5, UInt64> {
    [key.word0, key.word1, key.word2, key.word3, drawn]
  }

  /// The stream that had a state, at the same place.
  ///
  /// - Parameter state: What ``state`` was; any other words are a stream too.
  public init(state: InlineArray<5, UInt64>) {
    self.init(
      key: Threefry.Block(word0: state[0], word1: state[1], word2: state[2], word3: state[3]))
    drawn = state[4]
    if drawn & 31 != 0 { refill() }
  }
}
