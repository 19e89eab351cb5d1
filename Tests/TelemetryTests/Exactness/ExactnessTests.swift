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
        private static let streamsPerGroup: UInt64 = 10
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

    #if !DEBUG
        @Test("The streams go through every gap, every drop, every percentile's outcome and every step of the clock")
        func streamsAreRich() {
            var gaps: Set<RateGap> = []
            var (dropped, stored, setbacks, rates) = (DropCounts(), 0 as UInt64, 0 as UInt64, 0)
            var (tails, lost, utilizations) = (0, 0, 0)
            for seed in Self.groups.lowerBound * 1_000..<Self.groups.lowerBound * 1_000 + 200 {
                var stream = SampleStream(seed: seed)
                var model = ObviousAggregator(
                    stream.settings, ExactRun.buckets[Int(seed % 3)], interfaces: stream.interfaceCount,
                    paths: stream.pathCount)
                for _ in 0..<Self.stepsPerStream {
                    let next = stream.next()
                    for sample in next.samples { model.take(sample, at: next.wall) }
                }
                for reason in DropReason.allCases { dropped[reason] += model.dropped[reason] }
                (stored, setbacks) = (stored + model.stored, setbacks + model.clockSetbacks)
                for interface in model.interfaces {
                    for outcome in interface.counters.joined().flatMap(\.outcomes) {
                        if case .gap(let gap) = outcome { gaps.insert(gap) } else { rates += 1 }
                    }
                    utilizations += interface.utilizationKept(model.lastClosedMinute, .inbound).isNaN ? 0 : 1
                }
                for path in model.paths {
                    let figures = path.figures(since: model.firstLiveMinute * minute, model.buckets)
                    if case .bounds = figures.p999 { tails += 1 }
                    if case .lost = figures.p99 { lost += 1 }
                }
            }
            // The two others are of a reader: no reading yet, and none for long.
            #expect(gaps == Set(RateGap.allCases).subtracting([.awaitingFirstAnswer, .stale]))
            #expect(DropReason.allCases.allSatisfy { $0 == .full || dropped[$0] > 500 })
            #expect(stored > 500_000 && rates > 100_000 && setbacks > 50)
            #expect(tails > 0 && lost > 0 && utilizations > 0)
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
    #endif
}
