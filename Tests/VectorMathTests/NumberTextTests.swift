import Testing
import VectorMath

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.2475, 4, "0.2475"), (0.247_512, 4, "0.2475"), (1, 4, "1"), (-1.5, 4, "-1.5"),
    (0, 4, "0"), (-0.0, 4, "0"), (32_768, 4, "32768"), (12_345.678, 4, "12346"),
    (9_999_999, 4, "9999999"), (12_345_678, 4, "1.235e7"), (1.98e-6, 4, "1.98e-6"),
    (0.000_123_45, 4, "0.0001234"), (0.999_96, 4, "1"), (0.999_94, 4, "0.9999"),
    (9.999_99e-5, 3, "0.0001"), (.infinity, 4, "inf"), (-.infinity, 4, "-inf"), (.nan, 4, "nan"),
    (-.nan, 4, "nan"), (1.0 / 3, 17, "0.33333333333333331"),
    (Double.leastNonzeroMagnitude, 3, "4.94e-324"),
    (1.797_693_134_862_315_7e308, 6, "1.79769e308"), (0.5, 1, "0.5"), (1234.5, 4, "1234"),
    (1235.5, 4, "1236"),
  ])
  func `significant digits`(value: Double, digits: Int, expected: String) {
    #expect(NumberText.significant(value, digits: digits) == expected)
  }

  @Test func `zeros can be kept`() {
    #expect(NumberText.significant(0.25, digits: 4, trimmingZeros: false) == "0.2500")
    #expect(NumberText.scientific(1, digits: 3, trimmingZeros: false) == "1.00e0")
  }

  // 0.125 and 2.5 are exact ties; 0.15 lies below its decimal, 1.005 too.
  @Test(arguments: [
    (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.5, 0, "2"), (3.5, 0, "4"), (0.15, 1, "0.1"),
    (1.005, 2, "1.00"), (-0.004, 2, "0.00"), (0.996, 2, "1.00"), (0.6, 0, "1"), (0.4, 0, "0"),
    (1e21, 1, "1000000000000000000000.0"), (0.05, 0, "0"), (123.456, 1, "123.5"),
  ])
  func `fixed decimals round the exact value, ties to even`(
    value: Double, decimals: Int, expected: String
  ) {
    #expect(NumberText.fixed(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (32_768, "32,768"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `counts have separators`(value: Int, expected: String) {
    #expect(NumberText.count(value) == expected)
  }

  @Test(arguments: [
    (0.247_48, 0.003_07, "0.2475 ± 0.0031"), (-1.5, 0.25, "-1.50 ± 0.25"), (10.4, 12, "10 ± 12"),
    (1_234, 56.7, "1234 ± 57"), (0, 0.001, "0.0000 ± 0.0010"),
    (1.2e-9, 3.1e-10, "(1.20 ± 0.31)e-9"),
    (0.25, 0, "0.25 ± 0"), (0.25, .infinity, "0.25 ± inf"), (.nan, 1, "nan ± 1"),
    (0.1, 0.0996, "0.10 ± 0.10"), (0, 1e-9, "(0.0 ± 1.0)e-9"), (2.5e8, 1e6, "(2.500 ± 0.010)e8"),
  ])
  func `estimates get their digits from the half-width`(
    value: Double, halfWidth: Double, expected: String
  ) {
    #expect(NumberText.estimate(value, halfWidth: halfWidth) == expected)
  }
}
