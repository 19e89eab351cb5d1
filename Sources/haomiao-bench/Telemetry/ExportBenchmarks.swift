import Foundation
import Metro

/// Exports from their bytes in a file into the aggregates, on one thread, beside VictoriaMetrics taking the same files:
/// values a second of processor time. Of ten values eight are wanted; the other two are seen not to be.
enum ExportBenchmarks {
    /// Where VictoriaMetrics takes the format, if it does.
    private static let formats: [(name: String, format: ExportSource.Format, path: String?)] = [
        ("telemetry.influx", .influx, "/write"),
        ("telemetry.prometheus", .prometheus, "/api/v1/import/prometheus"),
        ("telemetry.openmetrics", .openMetrics, nil),
    ]

    static func all() -> [Benchmark] {
        formats.map { name, format, path in
            Benchmark(name) { name, effort in
                let workload = ExportWorkload(format: format, devices: 200 / effort.divisor)
                let folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                defer { try? FileManager.default.removeItem(at: folder) }
                let ours = try Ours(workload, folder)
                let reference = try path == nil ? nil : VictoriaMetrics()
                if path != nil, reference == nil { say("\(name): no reference, VictoriaMetrics or curl is not here") }
                var sides: [() throws -> Double] = [ours.round]
                if let path, let reference {
                    sides.append {
                        let rows = ours.files.count * workload.values
                        return Double(rows) / (try reference.take(ours.files, path: path, rows: rows)) / 1e6
                    }
                }
                let rounds = try interleaved(rounds: min(effort.rounds, 7), sides)
                return [
                    Measurement(
                        name, rounds[0], unit: "M values/CPU-s",
                        reference: rounds.count > 1 ? ("VictoriaMetrics", rounds[1]) : nil,
                        goal: path == nil ? .none : .ratioAtLeast(3))
                ]
            }
        }
    }

    /// Our side; each round reads files of its own, which the other side then takes.
    private final class Ours {
        private static let filesEach = 3
        let files: [URL]
        private let workload: ExportWorkload
        private let run: StreamRun
        /// Of a file; it is used again, as the buffer of a stream is.
        private var bytes: [UInt8] = []

        init(_ workload: ExportWorkload, _ folder: URL) throws {
            self.workload = workload
            files = (0..<Self.filesEach).map { folder.appending(path: "\($0).txt") }
            run = try StreamRun(
                workload.format,
                TelemetryTown(devices: workload.devices, interfacesEach: ExportWorkload.interfacesEach))
        }

        func round() throws -> Double {
            var used = 0.0
            for file in files {
                try Data(workload.round(run.nextRound())).write(to: file)
                let begun = ProcessorTime.own
                bytes.removeAll(keepingCapacity: true)
                bytes += try Data(contentsOf: file, options: .alwaysMapped)
                _ = try run.take((bytes, pieces(bytes)), expecting: workload.counts)
                used += ProcessorTime.own - begun
            }
            return Double(files.count * workload.values) / used / 1e6
        }

        /// Bodies are whole; lines come in writes of some 100 kB.
        private func pieces(_ bytes: [UInt8]) -> [Int] {
            guard workload.counts.messages > 1 else { return [bytes.count] }
            var ends: [Int] = []
            var next = 100_000
            while next < bytes.count, let newline = bytes[next...].firstIndex(of: 0x0A) {
                ends.append(newline + 1)
                next = newline + 100_000
            }
            return ends.last == bytes.count ? ends : ends + [bytes.count]
        }
    }
}
