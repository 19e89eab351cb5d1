import Testing

@testable import Telemetry

/// What becomes of a sample: stored, or dropped for the right reason, and counted.
struct SampleFateTests {
    private func aggregator() -> Aggregator {
        Aggregator(settings: .notice, interfaces: 2, paths: 2)
    }

    private func delay(
        _ nanoseconds: Int64 = 700_000, path: UInt32 = 0, _ direction: Direction = .forward, at time: Int64
    ) -> Sample {
        .delay(subject: path, direction: direction, nanoseconds: nanoseconds, uncertaintyNanoseconds: 9, at: time)
    }

    private func octets(_ value: UInt64, flags: SampleFlags = [], at time: Int64) -> Sample {
        .counter(
            .octets, subject: 0, direction: .inbound, value: value, agentTicks: 5, flags: flags, at: time)
    }

    /// The only reason among the counts, `nil` when nothing was dropped.
    private func drops(_ samples: [Sample], now: Int64 = start) -> DropCounts {
        let aggregator = aggregator()
        aggregator.ingest(samples, wallNanoseconds: now)
        #expect(aggregator.stored + aggregator.dropped.total == UInt64(samples.count))
        return aggregator.dropped
    }

    private func only(_ reason: DropReason, _ count: UInt64 = 1) -> DropCounts {
        var counts = DropCounts()
        counts[reason] = count
        return counts
    }

    @Test("Subjects that do not exist are invalid, for paths and interfaces alike")
    func subjects() {
        let unknown = [
            delay(path: 2, at: start), .lost(subject: .max, direction: .backward, at: start),
            .gauge(.speed, subject: 2, value: 1, at: start),
        ]
        #expect(drops(unknown) == only(.invalid, 3))
    }

    @Test("Values that their metric cannot have are invalid")
    func values() {
        let hour = Sample.greatestDelayNanoseconds
        let impossible = [
            delay(hour + 1, at: start), delay(-hour - 1, at: start), delay(.min, at: start), delay(.max, at: start),
            octets(1 << 32, flags: .counter32, at: start),
            .gauge(.operationalStatus, subject: 0, value: 0, at: start),
            .gauge(.operationalStatus, subject: 0, value: 8, at: start),
        ]
        #expect(drops(impossible) == only(.invalid, 7))
        let possible = [
            delay(hour, at: start), delay(-hour, at: start + 1), octets(1 << 32 - 1, flags: .counter32, at: start),
            .gauge(.operationalStatus, subject: 0, value: 7, at: start),
            .gauge(.speed, subject: 0, value: .max, at: start),
        ]
        #expect(drops(possible) == DropCounts())
    }

    @Test("A packet's round trip is a series of its own beside its two directions; interfaces have none")
    func roundTrip() {
        #expect(
            drops([
                delay(at: start), delay(.zero, .backward, at: start), delay(1, .roundTrip, at: start),
                .lost(subject: 0, direction: .roundTrip, at: start + 1),
            ]) == DropCounts())
        #expect(drops([delay(at: start), delay(1, .roundTrip, at: start - 9 * second)]) == DropCounts())
        let ofInterfaces = [Metric.octets, .errors, .discards, .speed, .operationalStatus, .period].map {
            Sample(
                timeNanoseconds: start, payload: 1_000_000_000, auxiliary: 0, subject: 0, metric: $0,
                direction: .roundTrip)
        }
        #expect(drops(ofInterfaces) == only(.invalid, 6))
    }

    @Test("Samples from beyond the tolerance are of the future")
    func future() {
        #expect(drops([delay(at: start + 2 * second), octets(1, at: start + 2 * second)]) == DropCounts())
        #expect(drops([delay(at: start + 2 * second + 1), octets(1, at: .max)]) == only(.future, 2))
    }

    @Test("A delay is late when further behind the newest of its series than the lateness")
    func lateDelay() {
        #expect(drops([delay(at: start), delay(at: start - 5 * second)]) == DropCounts())
        #expect(drops([delay(at: start), delay(at: start - 5 * second - 1)]) == only(.late))
        #expect(drops([delay(at: start), delay(1, .backward, at: start - 9 * second)]) == DropCounts())
    }

    @Test("A loss found after the loss timeout of 3 s is not late")
    func lossAfterTimeout() {
        let found = Sample.lost(subject: 0, direction: .forward, at: start - 3 * second)
        #expect(drops([delay(at: start), found]) == DropCounts())
    }

    @Test("Samples from before the live window are late, however old; those within it are taken in order")
    func beforeWindow() {
        #expect(drops([delay(at: start - 60 * minute), octets(1, at: start - 60 * minute)]) == DropCounts())
        #expect(drops([delay(at: start - 60 * minute - 1), octets(1, at: 1)]) == only(.late, 2))
        #expect(drops([delay(at: 0), octets(1, at: .min)]) == only(.invalid, 2), "1970 and before is no time")
    }

    @Test("Counters and gauges are taken in order only")
    func lateCounter() {
        let status: [Sample] = [start, start - 1].map { .gauge(.operationalStatus, subject: 0, value: 1, at: $0) }
        #expect(drops([octets(5, at: start), octets(4, at: start - 1)] + status) == only(.late, 2))
    }

    @Test("The time of a stored sample of the series makes a duplicate, whatever the value")
    func duplicate() {
        let status = Sample.gauge(.operationalStatus, subject: 0, value: 1, at: start)
        let samples = [
            delay(at: start), delay(at: start - second), delay(5, at: start), delay(at: start - second),
            octets(5, at: start), octets(6, at: start), status, status,
        ]
        #expect(drops(samples) == only(.duplicate, 4))
    }

    @Test("Another direction, metric or subject is no duplicate")
    func noDuplicate() {
        let samples = [
            delay(at: start), delay(1, .backward, at: start), delay(path: 1, at: start), octets(1, at: start),
            .counter(.octets, subject: 0, direction: .outbound, value: 1, agentTicks: 1, at: start),
            .counter(.errors, subject: 0, direction: .inbound, value: 1, agentTicks: 1, at: start),
            .gauge(.speed, subject: 0, value: 1, at: start), .gauge(.speed, subject: 1, value: 1, at: start),
        ]
        #expect(drops(samples) == DropCounts())
    }

    @Test("One probe has one outcome: a loss after its delay, or a delay after its loss, is a duplicate")
    func oneOutcome() {
        let loss = Sample.lost(subject: 0, direction: .forward, at: start)
        #expect(drops([delay(at: start), loss]) == only(.duplicate))
        #expect(drops([loss, delay(at: start)]) == only(.duplicate))
    }

    @Test("At 10 ms between probes every repeat within the lateness is known")
    func fastDuplicates() {
        var settings = AggregationSettings.notice
        settings.pathProbeIntervalMilliseconds = [10]
        let aggregator = Aggregator(settings: settings, interfaces: 0, paths: 1)
        let samples = (0..<500).map { delay(at: start + Int64($0) * second / 100) }
        aggregator.ingest(samples, wallNanoseconds: start + 5 * second)
        aggregator.ingest(samples, wallNanoseconds: start + 5 * second)
        #expect(aggregator.stored == 500)
        #expect(aggregator.dropped == only(.duplicate, 500))
    }

    @Test("Samples of arbitrary bits trap nothing, and every one is counted", arguments: 1...5 as ClosedRange<UInt64>)
    func arbitrary(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let aggregator = aggregator()
        let odd: [UInt64] = [0, 1, .max, 1 << 63, 1 << 63 - 1, 1 << 32, 1 << 32 - 1, 3_600_000_000_000]
        func bits() -> UInt64 {
            random.chance(0.5) ? random.next() : odd.randomElement(using: &random) ?? 0
        }
        for index in 0..<4_000 as Range<Int64> {
            let now = start + index * second
            let near = now - Int64.random(in: 0...6 * second, using: &random)
            let sample = Sample(
                timeNanoseconds: random.chance(0.9) ? near : Int64(bitPattern: bits()), payload: bits(),
                auxiliary: bits(), subject: UInt32(truncatingIfNeeded: random.next() % 3),
                metric: Metric.allCases.randomElement(using: &random) ?? .octets,
                direction: [.inbound, .outbound, .roundTrip].randomElement(using: &random) ?? .inbound,
                flags: SampleFlags(rawValue: UInt16(truncatingIfNeeded: random.next())))
            aggregator.ingest(sample, at: now)
            #expect(aggregator.stored + aggregator.dropped.total == UInt64(index + 1), "seed \(seed)")
            _ = aggregator.interface(Int(index % 2))
            _ = aggregator.path(Int(index % 2), .forward)
        }
        #expect(aggregator.stored > 500, "seed \(seed)")
    }
}
