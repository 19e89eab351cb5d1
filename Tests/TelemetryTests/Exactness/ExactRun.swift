import Testing

@testable import Telemetry

/// One stream, fed to the aggregator and to the model.
struct ExactRun {
    let seed: UInt64
    var stream: SampleStream
    var random: SeededGenerator
    let aggregator: Aggregator
    private var model: ObviousAggregator
    private var failures: [String] = []

    /// Of the streams' limits; they are long to write down.
    static let buckets = SampleStream.limits.map { ObviousBuckets(limits: $0) }

    init(seed: UInt64) {
        self.seed = seed
        stream = SampleStream(seed: seed)
        random = SeededGenerator(seed: ~seed)
        let (interfaces, paths) = (stream.interfaceCount, stream.pathCount)
        aggregator = Aggregator(settings: stream.settings, interfaces: interfaces, paths: paths)
        model = ObviousAggregator(
            stream.settings, Self.buckets[Int(seed % 3)], interfaces: interfaces, paths: paths)
    }

    mutating func ingest(_ samples: [Sample], at wall: Int64) {
        aggregator.ingest(samples, wallNanoseconds: wall)
        model.advance(to: wall)
        for sample in samples { model.take(sample, at: wall) }
    }

    /// Cuts samples into batches for the lanes, an interface's or a path's always to the same.
    mutating func batches(_ samples: [Sample], _ lanes: Int) -> [(lane: Int, samples: [Sample])] {
        var batches: [(lane: Int, samples: [Sample])] = []
        for sample in samples {
            let lane = Int(sample.subject) % lanes
            if let last = batches.indices.last, batches[last].lane == lane, random.chance(0.9) {
                batches[last].samples.append(sample)
            } else {
                batches.append((lane, [sample]))
            }
        }
        return batches
    }

    mutating func expect<Value: Equatable>(_ step: Int, _ what: String, _ found: Value, _ expected: Value) {
        if found != expected { failures.append("\(what): \(found), by the model \(expected)") }
    }

    /// Asks some questions now and then; false when an answer is wrong, which is recorded.
    mutating func check(_ step: Int) -> Bool {
        var comparison = ExactComparison(aggregator, model)
        if random.chance(0.04) { comparison.compareWindows(&random) }
        if random.chance(0.06) {
            publish()
            comparison = ExactComparison(aggregator, model)
            comparison.compareCounts()
            if random.chance(0.7) { comparison.comparePublished(&random) }
            if random.chance(0.3) { comparison.compareWindows(&random) }
        }
        failures += comparison.differences
        guard !failures.isEmpty else { return true }
        Issue.record("seed \(seed), step \(step): \(failures.prefix(3).joined(separator: "\n"))")
        return false
    }

    /// By `publish`, or in portions as the owner does between batches.
    private mutating func publish() {
        model.publish()
        if random.chance(0.5) { return aggregator.publish() }
        while aggregator.publishFigures(limit: 1) {}
        aggregator.requestFigures()
        while aggregator.publishFigures(limit: 1) {}
    }
}
