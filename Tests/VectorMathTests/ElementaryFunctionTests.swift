import Testing
import VectorMath

@Suite struct ElementaryFunctionTests {
  /// Every 99,991st bit pattern: all signs and exponents, subnormal numbers, NaN.
  private static let samples = stride(from: 0, to: 1 << 32, by: 99_991).map {
    Float(bitPattern: UInt32($0))
  }

  /// The greatest error over the samples, in ulp of the correctly rounded result.
  private static func worstError(of results: [Float], as function: (Double) -> Double) -> Double {
    zip(samples, results).reduce(0) { worst, pair in
      max(worst, error(of: pair.1, from: function(Double(pair.0))))
    }
  }

  private static func error(of result: Float, from exact: Double) -> Double {
    let rounded = Float(exact)
    if rounded.isNaN || result.isNaN { return rounded.isNaN && result.isNaN ? 0 : .infinity }
    if rounded.isInfinite || result.isInfinite { return rounded == result ? 0 : .infinity }
    return (Double(result) - exact).magnitude / Double(rounded.ulp)
  }

  /// In double precision, wrong by less than 2⁻³⁷ of the result.
  private static func exact(_ function: ElementaryFunction) -> (Double) -> Double {
    switch function {
    case .exp: return Double.exp
    case .log: return Double.log
    case .sin: return Double.sin
    case .cos: return Double.cos
    case .relu: return { $0.isNaN ? $0 : max($0, 0) }
    case .tanh:
      return { number in
        if number.magnitude < 0x1p-13 { return number - number * number * number / 3 }
        if number.magnitude > 20 { return number < 0 ? -1 : 1 }
        return 1 - 2 / (Double.exp(2 * number) + 1)
      }
    case .softplus:
      return { number in
        let decayed = Double.exp(-number.magnitude)
        let series = decayed * (1 - decayed * (1 / 2 - decayed * (1 / 3 - decayed / 4)))
        return max(number, 0) + (decayed < 0x1p-13 ? series : Double.log(1 + decayed))
      }
    }
  }

  @Test(arguments: zip(ElementaryFunction.allCases, [1, 0.8, 1.91, 0, 1.7, 1.6, 1.6] as [Double]))
  func `errors stay within their bounds`(function: ElementaryFunction, bound: Double) {
    let results = function(ElementaryFunctionTests.samples)
    let exact = ElementaryFunctionTests.exact(function)
    #expect(ElementaryFunctionTests.worstError(of: results, as: exact) <= bound)
    // Negative control: the same check sees one unit in the last place.
    let wrong = results.map { $0.nextUp }
    #expect(ElementaryFunctionTests.worstError(of: wrong, as: exact) > bound)
  }

  @Test func `small hyperbolic tangents are closer`() {
    let exact = ElementaryFunctionTests.exact(.tanh)
    func worst(_ arguments: [Float]) -> Double {
      zip(arguments, ElementaryFunction.tanh(arguments)).reduce(0) { worst, pair in
        max(worst, ElementaryFunctionTests.error(of: pair.1, from: exact(Double(pair.0))))
      }
    }
    let last = (0.69 as Float).bitPattern
    let small = stride(from: 0, through: last, by: 9_973).map { Float(bitPattern: $0) }
    #expect(worst(small + small.map { -$0 }) < 0.73)
    // Negative control: beyond them, the bound does not hold.
    let beyond = (0..<100_000).map { 0.7 + Float($0) * 1e-5 }
    #expect(worst(beyond) > 0.73)
  }

  /// What a build with 16 lanes computed; builds with 8, and without fused multiply-add, must too.
  private static let digests: [UInt64] = [
    0xAF60_5689_53E0_063B, 0x9C07_94EA_54FE_6D31, 0x6CB3_3147_E381_2EB9,
    0x40A5_B524_68F2_DB3D, 0x5450_8E29_94B6_DE59, 0xC0C0_B046_FE72_C64E,
    0x773D_88FD_5D76_5968,
  ]

  @Test(arguments: zip(ElementaryFunction.allCases, digests))
  func `every vector width gives the same bits`(function: ElementaryFunction, digest: UInt64) {
    let results = function(ElementaryFunctionTests.samples)
    // FNV-1a over words; every NaN counts as one.
    let found = results.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { digest, result in
      (digest ^ UInt64((result.isNaN ? Float.nan : result).bitPattern)) &* 0x100_0000_01B3
    }
    #expect(found == digest, "\(function): 0x\(String(found, radix: 16))")
  }

  @Test(arguments: ElementaryFunction.allCases)
  func `a result depends on its argument alone`(function: ElementaryFunction) {
    var random = RandomStream(seed: 1)
    let all = (0..<67).map { index in
      index % 9 == 0 ? 1e9 : Float(random.uniform(in: -100..<100))
    }
    let singly = all.map { function($0).bitPattern }
    for count in 0...all.count {
      #expect(function(Array(all[..<count])).map(\.bitPattern) == Array(singly[..<count]))
    }
  }

  @Test func `in place gives the same`() {
    var values: [Float] = [-1, 0, 0.5, 3]
    let expected = ElementaryFunction.tanh(values)
    var span = values.mutableSpan
    ElementaryFunction.tanh.apply(to: &span)
    #expect(values == expected)
  }

  private func expect(_ function: ElementaryFunction, _ arguments: [Float], give expected: [Float])
  {
    let results = function(arguments + [.nan, -.nan])
    for (result, value) in zip(results, expected + [.nan, .nan]) {
      // Compared by bits, for the sign of zero.
      #expect(result.bitPattern == value.bitPattern || result.isNaN && value.isNaN)
    }
  }

  @Test func `special values`() {
    let (infinity, huge) = (Float.infinity, Float.greatestFiniteMagnitude)
    let tiny = Float.leastNonzeroMagnitude
    let infinities = [infinity, -infinity]
    expect(.exp, infinities, give: [infinity, 0])
    expect(.exp, [0, -0.0, tiny], give: [1, 1, 1])
    expect(.exp, [88.72283, 88.72284], give: [0x1.ffff08p127, infinity])
    expect(.exp, [-103.97207, -103.98], give: [tiny, 0])
    expect(.log, infinities, give: [infinity, .nan])
    expect(.log, [1, 0, -0.0, tiny], give: [0, -infinity, -infinity, -103.27893])
    expect(.log, [-1, -tiny], give: [.nan, .nan])
    expect(.tanh, infinities, give: [1, -1])
    expect(.tanh, [9.1, -9.1, 0, -0.0, tiny], give: [1, -1, 0, -0.0, tiny])
    expect(.tanh, [huge, -huge, 3 * tiny, -0x1p-100], give: [1, -1, 3 * tiny, -0x1p-100])
    expect(.relu, infinities, give: [infinity, 0])
    expect(.relu, [2, -2, 0, -0.0], give: [2, 0, 0, 0])
    expect(.softplus, infinities, give: [infinity, 0])
    expect(.softplus, [0, huge, -huge], give: [0x1.62e43p-1, huge, 0])
    expect(.sin, infinities, give: [.nan, .nan])
    expect(.sin, [0, -0.0, tiny], give: [0, -0.0, tiny])
    expect(.cos, infinities, give: [.nan, .nan])
    expect(.cos, [0, -0.0, tiny], give: [1, 1, 1])
  }

  @Test(arguments: [ElementaryFunction.exp, .log, .tanh, .relu])
  func `does not decrease`(function: ElementaryFunction) {
    // Neighbouring numbers from many places, where rounding could turn the order around.
    for start in stride(from: UInt32(0x0010_0000), to: 0x4280_0000, by: 0x0003_1415) {
      let results = function((0..<64).map { Float(bitPattern: start + $0) })
      #expect(results == results.sorted())
    }
  }
}
