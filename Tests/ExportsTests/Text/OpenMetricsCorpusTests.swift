import Foundation
import Mapping
import Testing

@testable import Exports

/// The parser tests of the OpenMetrics project, where `HAOMIAO_CORPUS` points to them.
struct OpenMetricsCorpusTests {
    private static let folder = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"].map {
        URL(filePath: $0).appending(path: "telemetry/openmetrics")
    }
    private static let isThere = folder.map { FileManager.default.fileExists(atPath: $0.path) } ?? false

    private func cases() throws -> [(name: String, bytes: [UInt8])] {
        let folder = try #require(Self.folder)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
            let file = folder.appending(path: "\(name)/metrics")
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return (name, Array(try Data(contentsOf: file)))
        }
    }

    @Test(
        "Every good file is read, every bad one refused with line and reason",
        .enabled(if: isThere, "no corpus: HAOMIAO_CORPUS does not point to it"))
    func corpus() throws {
        let cases = try cases()
        #expect(cases.count >= 40)
        for (name, bytes) in cases {
            let log = decoded(OpenMetricsDecoder(), bytes)
            if name.hasPrefix("bad_") {
                #expect(log.entries.isEmpty && log.messages == 0, "\(name) was read")
                #expect(log.problems.count == 1, "\(name)")
                #expect(log.problems.first.map { $0.line > 0 && !$0.reason.isEmpty } == true, "\(name)")
            } else {
                #expect(log.problems.isEmpty, "\(name): \(log.reasons)")
                #expect(log.messages == 1, "\(name)")
            }
        }
    }
}
