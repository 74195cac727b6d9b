import LessonKit

/// What dense layers cannot beat: fused multiply-adds that never leave the registers; one core.
struct MultiplyAddLimit {
  #if VECTOR_LEVEL_4
  private typealias Lanes = SIMD16<Float>
  #else
  private typealias Lanes = SIMD8<Float>
  #endif

  private static let chainLength = 5_000_000
  private static let chainCount = 10

  /// Additions and multiplications a second.
  static func operationsPerSecond() throws -> Double {
    // They start apart, or the compiler would compute one for all.
    var chains = (0..<chainCount).map { Lanes(repeating: Float($0)) }
    // x = x / 2 + 1/4 comes to 1/2.
    chains += [Lanes(repeating: 0.5), Lanes(repeating: 0.25)]
    let start = ContinuousClock.now
    chains.withUnsafeMutableBufferPointer { chains in
      if let start = chains.baseAddress { extend(start) }
    }
    let time = (ContinuousClock.now - start).inSeconds
    guard chains[0..<chainCount].allSatisfy({ $0 == Lanes(repeating: 0.5) }) else {
      throw TimedProgram.Failure(description: "the numbers came out otherwise")
    }
    return Double(2 * Lanes.scalarCount * chainCount * chainLength) / time
  }

  /// Ten chains, a factor and a summand: two units with a latency of four need eight.
  @inline(never)
  private static func extend(_ chains: UnsafeMutablePointer<Lanes>) {
    var (chain0, chain1, chain2, chain3) = (chains[0], chains[1], chains[2], chains[3])
    var (chain4, chain5, chain6, chain7) = (chains[4], chains[5], chains[6], chains[7])
    var (chain8, chain9) = (chains[8], chains[9])
    let (factor, summand) = (chains[10], chains[11])
    for _ in 0..<chainLength {
      chain0 = summand.addingProduct(chain0, factor)
      chain1 = summand.addingProduct(chain1, factor)
      chain2 = summand.addingProduct(chain2, factor)
      chain3 = summand.addingProduct(chain3, factor)
      chain4 = summand.addingProduct(chain4, factor)
      chain5 = summand.addingProduct(chain5, factor)
      chain6 = summand.addingProduct(chain6, factor)
      chain7 = summand.addingProduct(chain7, factor)
      chain8 = summand.addingProduct(chain8, factor)
      chain9 = summand.addingProduct(chain9, factor)
    }
    (chains[0], chains[1], chains[2], chains[3]) = (chain0, chain1, chain2, chain3)
    (chains[4], chains[5], chains[6], chains[7]) = (chain4, chain5, chain6, chain7)
    (chains[8], chains[9]) = (chain8, chain9)
  }
}
