extension Double {
  /// The standard normal quantile Φ⁻¹; relative error below 1e-15.
  ///
  /// - Parameter probability: In `0...1`; anything else and NaN give NaN.
  /// - Returns: `z` with Φ(z) = `probability`; −∞ at 0 and ∞ at 1.
  /// - SeeAlso: Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution",
  ///   Applied Statistics 37(3), routine PPND16.
  public static func normalQuantile(_ probability: Double) -> Double {
    let centered = probability - 0.5
    if centered.magnitude <= 0.425 {
      let argument = 0.180625 - centered * centered
      return centered * centerRatio(argument)
    }
    let tail = centered < 0 ? probability : 1 - probability
    guard tail > 0 else {
      if tail == 0 { return centered < 0 ? -.infinity : .infinity }
      return .nan
    }
    if probability.isNaN { return .nan }
    let root = (-Double.log(tail)).squareRoot()
    let value = root <= 5 ? middleRatio(root - 1.6) : tailRatio(root - 5)
    return centered < 0 ? -value : value
  }

  /// Within 0.075 < p < 0.925, of 0.425² − (p − ½)².
  private static func centerRatio(_ r: Double) -> Double {
    var top = 2.5090809287301226727e3
    top = 3.3430575583588128105e4.addingProduct(top, r)
    top = 6.7265770927008700853e4.addingProduct(top, r)
    top = 4.5921953931549871457e4.addingProduct(top, r)
    top = 1.3731693765509461125e4.addingProduct(top, r)
    top = 1.9715909503065514427e3.addingProduct(top, r)
    top = 1.3314166789178437745e2.addingProduct(top, r)
    top = 3.3871328727963666080e0.addingProduct(top, r)
    var bottom = 5.2264952788528545610e3
    bottom = 2.8729085735721942674e4.addingProduct(bottom, r)
    bottom = 3.9307895800092710610e4.addingProduct(bottom, r)
    bottom = 2.1213794301586595867e4.addingProduct(bottom, r)
    bottom = 5.3941960214247511077e3.addingProduct(bottom, r)
    bottom = 6.8718700749205790830e2.addingProduct(bottom, r)
    bottom = 4.2313330701600911252e1.addingProduct(bottom, r)
    bottom = 1.0.addingProduct(bottom, r)
    return top / bottom
  }

  /// For tails between e⁻²⁵ and 0.075, of √(−log tail) − 1.6.
  private static func middleRatio(_ r: Double) -> Double {
    var top = 7.74545014278341407640e-4
    top = 2.27238449892691845833e-2.addingProduct(top, r)
    top = 2.41780725177450611770e-1.addingProduct(top, r)
    top = 1.27045825245236838258e0.addingProduct(top, r)
    top = 3.64784832476320460504e0.addingProduct(top, r)
    top = 5.76949722146069140550e0.addingProduct(top, r)
    top = 4.63033784615654529590e0.addingProduct(top, r)
    top = 1.42343711074968357734e0.addingProduct(top, r)
    var bottom = 1.05075007164441684324e-9
    bottom = 5.47593808499534494600e-4.addingProduct(bottom, r)
    bottom = 1.51986665636164571966e-2.addingProduct(bottom, r)
    bottom = 1.48103976427480074590e-1.addingProduct(bottom, r)
    bottom = 6.89767334985100004550e-1.addingProduct(bottom, r)
    bottom = 1.67638483018380384940e0.addingProduct(bottom, r)
    bottom = 2.05319162663775882187e0.addingProduct(bottom, r)
    bottom = 1.0.addingProduct(bottom, r)
    return top / bottom
  }

  /// For tails below e⁻²⁵, of √(−log tail) − 5.
  private static func tailRatio(_ r: Double) -> Double {
    var top = 2.01033439929228813265e-7
    top = 2.71155556874348757815e-5.addingProduct(top, r)
    top = 1.24266094738807843860e-3.addingProduct(top, r)
    top = 2.65321895265761230930e-2.addingProduct(top, r)
    top = 2.96560571828504891230e-1.addingProduct(top, r)
    top = 1.78482653991729133580e0.addingProduct(top, r)
    top = 5.46378491116411436990e0.addingProduct(top, r)
    top = 6.65790464350110377720e0.addingProduct(top, r)
    var bottom = 2.04426310338993978564e-15
    bottom = 1.42151175831644588870e-7.addingProduct(bottom, r)
    bottom = 1.84631831751005468180e-5.addingProduct(bottom, r)
    bottom = 7.86869131145613259100e-4.addingProduct(bottom, r)
    bottom = 1.48753612908506148525e-2.addingProduct(bottom, r)
    bottom = 1.36929880922735805310e-1.addingProduct(bottom, r)
    bottom = 5.99832206555887937690e-1.addingProduct(bottom, r)
    bottom = 1.0.addingProduct(bottom, r)
    return top / bottom
  }
}
