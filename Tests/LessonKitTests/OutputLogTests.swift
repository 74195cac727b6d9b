import CellProtocol
import Foundation
import Glibc
import Testing

@testable import LessonKit

@Suite struct OutputLogTests {
  private func append(_ kind: OutputLog.Kind, _ bytes: [UInt8], to log: OutputLog) {
    bytes.withUnsafeBytes {
      OutputLog.append(kind, $0, records: log.records, rawErrors: log.rawErrors)
    }
  }

  private func writeRaw(_ text: String, to file: Int32) {
    _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }

  @Test func keepsTheOrderOfAllStreams() throws {
    let log = try OutputLog()
    defer { log.close() }
    append(.standardOutput, Array("a".utf8), to: log)
    append(.standardOutput, Array("b\n".utf8), to: log)
    writeRaw("raw error\n", to: log.rawErrors)
    append(.standardOutput, Array("c\n".utf8), to: log)
    append(.standardError, Array("d\n".utf8), to: log)
    writeRaw("raw output\n", to: log.records)
    let value = try WorkerCoding.encoder.encode(CellOutput.value("v"))
    append(.shown, Array(value), to: log)
    let outputs = log.outputs(from: OutputLog.Position(), to: log.length, limit: 10_000)
    #expect(
      outputs == [
        .text(.standardOutput, "ab\n"), .text(.standardError, "raw error\n"),
        .text(.standardOutput, "c\n"), .text(.standardError, "d\n"),
        .text(.standardOutput, "raw output\n"), .value("v"),
      ])
  }

  @Test func readsFromAPlaceOn() throws {
    let log = try OutputLog()
    defer { log.close() }
    append(.standardOutput, Array("before".utf8), to: log)
    let start = log.length
    append(.standardOutput, Array("after".utf8), to: log)
    #expect(
      log.outputs(from: start, to: log.length, limit: 100) == [.text(.standardOutput, "after")])
  }

  @Test func aByteThatLooksLikeARecordIsOutput() throws {
    let log = try OutputLog()
    defer { log.close() }
    _ = [0xf5, 0x4c, 0x53].withUnsafeBytes { write(log.records, $0.baseAddress, $0.count) }
    let outputs = log.outputs(from: OutputLog.Position(), to: log.length, limit: 100)
    #expect(outputs.count == 1)
  }

  @Test func everyDoubleSurvives() throws {
    var claim = ClaimReport(
      statement: "s", verdict: .verified, expected: .verified, method: .bounded)
    claim.coordinates = [
      ClaimReport.Coordinate(
        name: "", estimate: 0.1, lower: -.infinity, upper: .infinity, expected: 1e-300,
        marginLower: -0.0, marginUpper: 2, estimateText: "", expectedText: "")
    ]
    let data = try WorkerCoding.encoder.encode(CellOutput.claim(claim))
    #expect(try WorkerCoding.decoder.decode(CellOutput.self, from: data) == .claim(claim))
  }
}
