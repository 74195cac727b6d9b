/// The number of samples that `verify` will need for a true claim, 99 times in 100.
///
/// Nothing is drawn: this is the design of an experiment, made before it.
///
/// - Parameters:
///   - margin: The margin, as a distance.
///   - alpha: The probability of a wrong verdict.
///   - deviation: The standard deviation of one sample; of a vector, the largest coordinate's.
///   - coordinateCount: The number of coordinates.
///   - range: The range of a sample, if known.
/// - Returns: The number of samples.
public func plan(
  margin: Double, alpha: Double = 1e-6, deviation: Double, coordinateCount: Int = 1,
  range: ClosedRange<Double>? = nil
) -> Int {
  do throws(ClaimError) {
    let plan = try SamplePlan(
      margin: margin, alpha: alpha, coordinateCount: coordinateCount,
      rangeWidth: range.map { $0.upperBound - $0.lowerBound })
    return plan.samplesNeeded(deviation: deviation)
  } catch {
    preconditionFailure("plan: \(error)")
  }
}

/// The number of samples that `verify` will need for an estimator whose deviations are known.
///
/// Nothing is drawn: the deviations and ranges come from enumeration, and the coordinate that takes
/// longest decides.
///
/// - Parameters:
///   - estimator: The estimator, with exact mean and deviations.
///   - margin: The margin; relative to the exact mean unless it says otherwise.
///   - alpha: The probability of a wrong verdict.
/// - Returns: The number of samples.
public func plan(
  _ estimator: some Estimator, within margin: Margin = .relative(0.02), alpha: Double = 1e-6
) -> Int {
  guard let mean = estimator.exactMean, let deviations = estimator.deviations else {
    preconditionFailure(
      "plan: the estimator's deviations are not known; use plan(margin:pilot:sample:)")
  }
  do throws(ClaimError) {
    let distance = try margin.distance(for: mean)
    var largest = 1
    for j in 0..<deviations.count {
      let plan = try SamplePlan(
        margin: distance, alpha: alpha, coordinateCount: deviations.count,
        rangeWidth: estimator.range.map { $0[j].upperBound - $0[j].lowerBound })
      largest = max(largest, plan.samplesNeeded(deviation: deviations[j]))
    }
    return largest
  } catch {
    preconditionFailure("plan: \(error)")
  }
}

/// The number of samples that `verify` will need, with the deviation taken from a pilot.
///
/// The pilot's samples only serve to plan; they are thrown away.
///
/// - Parameters:
///   - margin: The margin, as a distance.
///   - alpha: The probability of a wrong verdict.
///   - pilot: The number of samples in the pilot.
///   - range: The range of a coordinate, if known.
///   - sample: One independent draw.
/// - Returns: The number of samples.
public func plan(
  margin: Double, alpha: Double = 1e-6, pilot: Int, range: ClosedRange<Double>? = nil,
  sample: (inout RandomStream) -> Vector
) -> Int {
  precondition(pilot > 1, "plan: a pilot needs at least 2 samples, not \(pilot)")
  var random = RandomStream(seed: NotebookSession.current.seed(named: "plan", for: "plan"))
  let first = sample(&random)
  var moments = VectorMoments(dimension: first.count)
  moments.add(first)
  for _ in 1..<pilot {
    let draw = sample(&random)
    precondition(
      draw.count == first.count,
      "plan: one sample has \(first.count) coordinates, another has \(draw.count)")
    moments.add(draw)
  }
  let deviation = moments.coordinates.reduce(0) { max($0, $1.standardDeviation) }
  return plan(
    margin: margin, alpha: alpha, deviation: deviation, coordinateCount: first.count,
    range: range)
}

/// The number of samples that `verify` will need, with the deviation taken from a pilot.
///
/// The pilot's samples only serve to plan; they are thrown away.
///
/// - Parameters:
///   - margin: The margin, as a distance.
///   - alpha: The probability of a wrong verdict.
///   - pilot: The number of samples in the pilot.
///   - range: The range of a sample, if known.
///   - sample: One independent draw.
/// - Returns: The number of samples.
public func plan(
  margin: Double, alpha: Double = 1e-6, pilot: Int, range: ClosedRange<Double>? = nil,
  sample: (inout RandomStream) -> Double
) -> Int {
  plan(margin: margin, alpha: alpha, pilot: pilot, range: range) {
    (random: inout RandomStream) -> Vector in Vector([sample(&random)])
  }
}
