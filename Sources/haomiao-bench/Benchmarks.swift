import Foundation
import Synchronization
import Telemetry

/// `make bench`: a table on the screen and a JSON list of measurements.
@main
enum Benchmarks {
    static func main() throws {
        let arguments = CommandLine.arguments
        let output = arguments.firstIndex(of: "--output").flatMap { arguments.dropFirst($0 + 1).first }
        var measurements: [Measurement] = []
        for benchmark in [ringAlone, aggregation, histogram] {
            let measurement = benchmark()
            print(measurement.line)
            measurements.append(measurement)
        }
        guard let output else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(measurements).write(to: URL(filePath: output))
        print("written: \(output)")
    }

    private static let sampleCount = 1 << 20

    private static func delays(_ count: Int, paths: UInt32, second: Int64 = 1_700_000_000) -> [Sample] {
        (0..<count).map { index in
            let path = UInt32(index) % paths
            let time = (second * 1000 + Int64(index) / Int64(paths) * 10) * 1_000_000
            return .delay(
                subject: path, direction: .forward, nanoseconds: 400_000 + Int64(index &* 7919 % 300_000),
                uncertaintyNanoseconds: 10_000, at: time)
        }
    }

    /// One producer and its consumer on one thread, batches of 64, against a mutex around an array.
    private static func ringAlone() -> Measurement {
        let batch = delays(64, paths: 64)
        let ring = SampleRing(capacity: 1 << 14)
        let locked = Mutex<[Sample]>([])
        var drained: [Sample] = []
        drained.reserveCapacity(256)
        return Measurement(
            "ring.local.batch64", unit: "M samples/s", reference: "mutex and array",
            {
                rate(sampleCount) {
                    for _ in 0..<sampleCount / 256 {
                        for _ in 0..<4 { _ = ring.offer(batch) }
                        drained.removeAll(keepingCapacity: true)
                        _ = ring.drain(into: &drained, max: 256)
                    }
                }
            },
            {
                rate(sampleCount) {
                    for _ in 0..<sampleCount / 256 {
                        for _ in 0..<4 { locked.withLock { $0 += batch } }
                        drained.removeAll(keepingCapacity: true)
                        locked.withLock { samples in
                            drained += samples
                            samples.removeAll(keepingCapacity: true)
                        }
                    }
                }
            })
    }

    /// Delays of 1 000 paths into windows and histograms, against a plain count, sum, min and max.
    private static func aggregation() -> Measurement {
        let paths: UInt32 = 1_000
        let samples = delays(sampleCount / 4, paths: paths)
        let batches = stride(from: 0, to: samples.count, by: 4_096).map { start in
            Array(samples[start..<min(start + 4_096, samples.count)])
        }
        return Measurement(
            "aggregate.1k.paths", unit: "M samples/s", reference: "count, sum, min, max", rounds: 5,
            {
                var settings = AggregationSettings(limitNanoseconds: [1_000_000, 10_000_000])
                settings.pathProbeIntervalMilliseconds = Array(repeating: 10, count: Int(paths))
                let aggregator = Aggregator(settings: settings, interfaces: 0, paths: Int(paths))
                return rate(samples.count) {
                    for batch in batches {
                        aggregator.ingest(batch, wallNanoseconds: batch[batch.count - 1].timeNanoseconds)
                    }
                }
            },
            {
                var cells = Array(
                    repeating: (count: 0, sum: Int64(0), min: Int64.max, max: Int64.min), count: Int(paths))
                return rate(samples.count) {
                    for sample in samples {
                        let delay = sample.delayNanoseconds
                        let path = Int(sample.subject)
                        cells[path].count += 1
                        cells[path].sum += delay
                        cells[path].min = min(cells[path].min, delay)
                        cells[path].max = max(cells[path].max, delay)
                    }
                }
            })
    }

    /// Delays into one histogram, against sorting them.
    private static func histogram() -> Measurement {
        let values = (0..<sampleCount / 4).map { 400_000 + Int64($0 &* 7919 % 900_000) }
        let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])
        return Measurement(
            "histogram.p99", unit: "M samples/s", reference: "sort and index", rounds: 5,
            {
                rate(values.count) {
                    var histogram = DelayHistogram(layout: layout)
                    for value in values { histogram.record(value) }
                    precondition(histogram.percentile(0.99).upper != nil)
                }
            },
            {
                rate(values.count) {
                    let sorted = values.sorted()
                    precondition(sorted[sorted.count * 99 / 100] > 0)
                }
            })
    }
}
