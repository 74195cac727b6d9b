import Testing

@testable import PolicyGradients

@Suite struct SampledMomentsTests {
  @Test func `the standard error is the deviation over √n`() {
    var covariance = Matrix.zero(rowCount: 2, columnCount: 2)
    covariance[0, 0] = 4
    covariance[1, 1] = 9
    let moments = SampledMoments(sampleCount: 100, mean: [1, 2], covariance: covariance)
    #expect(moments.totalVariance == 13)
    #expect(moments.standardError.isClose(to: [0.2, 0.3], tolerance: 1e-15))
  }
}
