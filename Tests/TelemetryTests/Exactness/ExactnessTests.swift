import Testing

@testable import Telemetry

/// The aggregator against the model, over seeded streams: counts, rates, windows, minutes, histograms and percentiles
/// are the same, not nearly the same.
struct ExactnessTests {
    #if DEBUG
        private static let groups: ClosedRange<UInt64> = 1...2
        private static let streamsPerGroup: UInt64 = 3
        private static let stepsPerStream = 200
    #else
        private static let groups: ClosedRange<UInt64> = 1...40
        private static let streamsPerGroup: UInt64 = 25
        private static let stepsPerStream = 600
    #endif

    private static func seeds(_ group: UInt64) -> Range<UInt64> {
        (group * 1_000)..<(group * 1_000 + streamsPerGroup)
    }

    @Test("What the aggregator knows follows from all samples by arrays and sorting", arguments: groups)
    func direct(group: UInt64) {
        for seed in Self.seeds(group) {
            var run = ExactRun(seed: seed)
            for step in 0..<Self.stepsPerStream {
                let next = run.stream.next()
                run.ingest(next.samples, at: next.wall)
                guard run.check(step) else { return }
            }
        }
    }

    @Test("So it does when the samples come through the lanes of the ring, some refused", arguments: groups)
    func throughRing(group: UInt64) {
        for seed in Self.seeds(group + 1_000) {
            var run = ExactRun(seed: seed)
            let lanes = 1 + Int(seed % 3)
            let ring = SampleRing(lanes: lanes, capacity: 64)
            var obvious = ObviousRing(lanes: lanes, capacity: 64)
            let producers = (0..<lanes).map { ring.producer($0) }
            for step in 0..<Self.stepsPerStream {
                let next = run.stream.next()
                for (lane, samples) in run.batches(next.samples, lanes) {
                    let accepted = producers[lane].offer(samples)
                    run.expect(step, "accepted", accepted, obvious.offer(samples, lane: lane))
                }
                run.ingest([], at: next.wall)
                if run.random.chance(0.8) {
                    let limit = Int.random(in: 1...200, using: &run.random)
                    let drained = ring.drained(max: limit)
                    run.expect(step, "drained", drained, obvious.drain(max: limit))
                    run.ingest(drained, at: next.wall)
                }
                run.expect(step, "ring", ring.counts, obvious.counts)
                let ledger = Ledger(ring: ring, aggregator: run.aggregator)
                run.expect(step, "balance", ledger.balances, true)
                run.expect(step, "offered", ledger.offered, obvious.counts.offered)
                run.expect(step, "queued", ledger.queued, obvious.counts.depth)
                guard run.check(step) else { return }
            }
        }
    }

    @Test("A bucket holds more delays of one minute than 16 bits count, open and closed")
    func fullBucket() {
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        let buckets = ObviousBuckets(limits: AggregationSettings.notice.limitNanoseconds)
        var model = ObviousAggregator(.notice, buckets, interfaces: 0, paths: 1)
        var random = SeededGenerator(seed: 1)
        let delays = (0..<66_200).map { index in
            Sample.delay(
                subject: 0, direction: .forward, nanoseconds: index % 1_000 == 0 ? 5_000_000 : 700_000,
                uncertaintyNanoseconds: 1, at: start + Int64(index) * 900_000)
        }
        let later = Sample.lost(subject: 0, direction: .forward, at: start + 2 * minute)
        for (samples, now) in [(delays, start + minute), ([later], start + 2 * minute)] {
            aggregator.ingest(samples, wallNanoseconds: now)
            for sample in samples { model.take(sample, at: now) }
            aggregator.publish()
            model.publish()
            var comparison = ExactComparison(aggregator, model)
            comparison.compareCounts()
            comparison.comparePublished(&random)
            comparison.compareWindows(&random)
            #expect(comparison.differences.isEmpty)
        }
    }
}

/// One stream, fed to the aggregator and to the model.
struct ExactRun {
    let seed: UInt64
    var stream: SampleStream
    var random: SeededGenerator
    let aggregator: Aggregator
    private var model: ObviousAggregator
    private var failures: [String] = []

    /// Of the streams' limits; they are long to write down.
    private static let buckets = SampleStream.limits.map { ObviousBuckets(limits: $0) }

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
