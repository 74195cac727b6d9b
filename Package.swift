// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Whether this package is the one being built, not a dependency.
///
/// SwiftPM refuses unsafe flags in dependencies, so only the root build is tuned to this machine.
let isRoot = !Context.packageDirectory.contains("/checkouts/")

/// The vector level to build for: 4 with AVX-512, 3 with AVX2 and FMA, 1 otherwise.
///
/// `LESSON_VECTOR_LEVEL` overrides it, to compare builds.
let vectorLevel: Int = {
  guard isRoot else { return 1 }
  #if arch(x86_64) && os(Linux)
  if let override = Context.environment["LESSON_VECTOR_LEVEL"], let level = Int(override) {
    return level
  }
  let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
  let line = info.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
  let flags = Set(line.split(separator: " "))
  let v3: Set<Substring> = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe", "abm"]
  let v4: Set<Substring> = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
  guard v3.isSubset(of: flags) else { return 1 }
  return v4.isSubset(of: flags) ? 4 : 3
  #else
  return 1
  #endif
}()

/// Numeric code is optimised in every configuration, with the vector instructions of this machine.
let optimised: [SwiftSetting] = {
  guard isRoot else { return [] }
  var settings: [SwiftSetting] = [
    .unsafeFlags([
      "-O", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-enable-default-cmo",
      // Square roots need not set C's `errno`, which would take them one by one.
      "-Xcc", "-fno-math-errno",
    ])
  ]
  if vectorLevel > 1 {
    settings.append(.unsafeFlags(["-Xcc", "-march=x86-64-v\(vectorLevel)"]))
  }
  return settings
}()

let mathLibrary: [LinkerSetting] = [.linkedLibrary("m", .when(platforms: [.linux]))]

let package = Package(
  name: "lesson",
  products: [
    .executable(name: "lesson", targets: ["lesson"]),
    .library(name: "PolicyGradients", targets: ["PolicyGradients"]),
    .library(name: "Statistics", targets: ["Statistics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.0"),
  ],
  targets: [
    .executableTarget(
      name: "lesson",
      dependencies: [
        "LessonKit", "Notebook", "PolicyGradients",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
    .target(
      name: "LessonKit",
      dependencies: [
        "CCMark", "CDuktape", "CProcess", "CellProtocol", "VectorMath", "Yams",
        .product(name: "SwiftIDEUtils", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
      ]),
    .target(name: "CProcess"),
    .systemLibrary(
      name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(
      name: "CDuktape", pkgConfig: "duktape", providers: [.apt(["duktape-dev"])]),
    .target(name: "CellProtocol"),
    .target(
      name: "Charts", dependencies: ["VectorMath"], swiftSettings: optimised,
      linkerSettings: mathLibrary),
    .target(
      name: "Notebook", dependencies: ["CellProtocol", "Charts", "Statistics", "VectorMath"]),
    .target(
      name: "PolicyGradients", dependencies: ["Statistics", "VectorMath"],
      swiftSettings: optimised, linkerSettings: mathLibrary),
    .target(
      name: "Statistics", dependencies: ["VectorMath"], swiftSettings: optimised,
      linkerSettings: mathLibrary),
    .target(name: "VectorMath", swiftSettings: optimised, linkerSettings: mathLibrary),
    // Depends on the tool only so that the tool is built beside it.
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Charts", "LessonKit", "PolicyGradients", "VectorMath", "lesson"],
      swiftSettings: optimised),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
    .testTarget(
      name: "LessonKitTests", dependencies: ["CellProtocol", "Charts", "LessonKit"],
      exclude: ["Fixtures"]),
    .testTarget(name: "NotebookTests", dependencies: ["Notebook", "PolicyGradients"]),
    .testTarget(name: "PolicyGradientsTests", dependencies: ["PolicyGradients", "Statistics"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "PolicyGradients"]),
    .testTarget(name: "VectorMathTests", dependencies: ["VectorMath"]),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      // The tool's own code says it too: cells get the library's instructions.
      .define("VECTOR_LEVEL_\(vectorLevel)"),
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .treatAllWarnings(as: .error),
    ]
}
