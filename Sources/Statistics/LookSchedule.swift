/// When a running claim is looked at: after 16 samples, then every 16, later every 5 %.
struct LookSchedule {
  /// The largest number of samples.
  let budget: Int

  /// The number of samples at the look after `count` samples.
  func next(after count: Int) -> Int {
    min(budget, count + max(16, count / 20))
  }

  /// About a dozen of the looks, evenly spread on a logarithmic scale, first and last included.
  static func selection(of looks: [Evidence.Look]) -> [Evidence.Look] {
    let limit = 12
    guard looks.count > limit else { return looks }
    var selected: [Evidence.Look] = []
    // Looks are a constant factor apart, but for the first ones, which are evenly spaced.
    let first = Double(looks[0].sampleCount)
    let growth = Double(looks[looks.count - 1].sampleCount) / first
    var bound = first
    let factor = root(growth, limit - 1)
    for look in looks.dropLast() where Double(look.sampleCount) >= bound {
      selected.append(look)
      while bound <= Double(look.sampleCount) { bound *= factor }
    }
    return selected + looks.suffix(1)
  }

  /// The k-th root, k ≥ 1, of a number ≥ 1, by Newton's method.
  private static func root(_ value: Double, _ k: Int) -> Double {
    var x = 1 + (value - 1) / Double(k)
    for _ in 0..<100 {
      var power = 1.0
      for _ in 1..<k { power *= x }
      let next = x - (power * x - value) / (Double(k) * power)
      if !(next < x) { break }
      x = next
    }
    return x
  }
}
