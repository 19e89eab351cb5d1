import Testing

@testable import Telemetry

/// A day through ring and aggregator: steady sources, and now and then everything that can go wrong.
private struct Day {
    static let step = 10 * second
    let interfaces = 3
    let paths = 2
    var random: SeededGenerator
    var octets: [UInt64] = [0, 0, 0]

    /// What the sources offer at one step.
    mutating func offers(_ index: Int, now: Int64) -> [Sample] {
        var samples: [Sample] = []
        for path in 0..<UInt32(paths) {
            for direction in Direction.oneWay {
                for probe in 0..<2 {
                    let time = now - Day.step + Int64(probe) * 5 * second + Int64(path)
                    if random.chance(0.01) {
                        samples.append(.lost(subject: path, direction: direction, at: time))
                    } else {
                        let delay = Int64.random(in: 600_000...700_000, using: &random)
                        samples.append(
                            .delay(
                                subject: path, direction: direction, nanoseconds: delay,
                                uncertaintyNanoseconds: 1_000, at: time))
                    }
                }
            }
        }
        if index % 3 == 0 {
            for interface in 0..<UInt32(interfaces) {
                octets[Int(interface)] += UInt64.random(in: 0...3_000_000_000, using: &random)
                samples.append(.gauge(.speed, subject: interface, value: 1_000_000_000, at: now))
                samples.append(.gauge(.operationalStatus, subject: interface, value: 1, at: now))
                samples.append(
                    .counter(
                        .octets, subject: interface, direction: .outbound, value: octets[Int(interface)],
                        agentTicks: UInt32(truncatingIfNeeded: now / 10_000_000), at: now))
            }
        }
        if random.chance(0.05), let any = samples.randomElement(using: &random) { samples.append(any) }
        if random.chance(0.05), var any = samples.randomElement(using: &random) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: any.timeNanoseconds -= 2 * 3_600 * second
            case 1: any.timeNanoseconds += 24 * 3_600 * second
            default: any.subject = 1_000
            }
            samples.append(any)
        }
        return samples
    }
}

struct DayTests {
    @Test(
        "Over 24 simulated hours offered = stored + queued + dropped at every step", arguments: [1, 2_027] as [UInt64])
    func day(seed: UInt64) {
        var settings = AggregationSettings.notice
        settings.pathProbeIntervalMilliseconds = [5_000, 5_000]
        var day = Day(random: SeededGenerator(seed: seed))
        let ring = SampleRing(lanes: 1, capacity: 64)
        let producer = ring.producer(0)
        let aggregator = Aggregator(settings: settings, interfaces: day.interfaces, paths: day.paths)
        var offered: UInt64 = 0
        var refused: UInt64 = 0
        var consumerSleepsUntil = 0
        var bytesAfterThreeHours = 0
        for index in 0..<8_640 {
            let now = start + Int64(index) * Day.step
            let samples = day.offers(index, now: now)
            offered += UInt64(samples.count)
            refused += UInt64(samples.count - producer.offer(samples))
            expectBalance(ring, aggregator, offered, refused, "seed \(seed), step \(index), offered")
            if day.random.chance(0.01) { consumerSleepsUntil = index + Int.random(in: 1...20, using: &day.random) }
            guard index >= consumerSleepsUntil else { continue }
            let batch = ring.drained(max: Int.random(in: 1...40, using: &day.random))
            expectBalance(ring, aggregator, offered, refused, "seed \(seed), step \(index), drained")
            aggregator.ingest(batch, wallNanoseconds: now)
            expectBalance(ring, aggregator, offered, refused, "seed \(seed), step \(index), ingested")
            if index % 6 == 0 { ask(aggregator) }
            if index == 1_080 { bytesAfterThreeHours = aggregator.allocatedBytes }
        }
        let dropped = Ledger(ring: ring, aggregator: aggregator).dropped
        for reason in DropReason.allCases {
            #expect(dropped[reason] > 0, "seed \(seed): nothing was \(reason.rawValue)")
        }
        #expect(aggregator.stored > offered / 2, "seed \(seed)")
        #expect(aggregator.allocatedBytes <= bytesAfterThreeHours * 5 / 4, "seed \(seed): memory grows")
        #expect(aggregator.path(0, .forward)?.figures.p99.upper != nil)
        #expect(aggregator.interface(0)?.outbound.utilization.value != nil)
    }

    private func ask(_ aggregator: Aggregator) {
        for interface in 0..<aggregator.reader.interfaceCount { _ = aggregator.interface(interface) }
        for path in 0..<aggregator.reader.pathCount {
            for direction in Direction.oneWay { _ = aggregator.path(path, direction) }
        }
    }

    /// Held against what the test itself counted, and against the ring's own depth.
    private func expectBalance(
        _ ring: SampleRing, _ aggregator: Aggregator, _ offered: UInt64, _ refused: UInt64, _ note: String
    ) {
        let ledger = Ledger(ring: ring, aggregator: aggregator)
        guard
            ledger.balances, ledger.offered == offered, ledger.dropped.full == refused,
            ledger.stored == aggregator.stored,
            ledger.queued == offered - refused - aggregator.stored - aggregator.dropped.total,
            ledger.queued >= ring.counts.depth
        else {
            Issue.record("\(note): \(ledger) against offered \(offered), refused \(refused)")
            return
        }
    }

    @Test("Samples in hand count as queued, samples beside the ring as offered")
    func inHand() {
        let ring = SampleRing(lanes: 1, capacity: 4)
        let producer = ring.producer(0)
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 0)
        let samples = (0..<6).map { Sample.gauge(.speed, subject: 0, value: 1, at: start + Int64($0)) }
        producer.offer(samples)
        let batch = ring.drained(max: 3)
        let inHand = Ledger(ring: ring, aggregator: aggregator)
        #expect((inHand.offered, inHand.stored, inHand.queued, inHand.dropped.full) == (6, 0, 4, 2))
        #expect((inHand.ringCapacity, inHand.ringHighWater) == (4, 4))
        aggregator.ingest(batch, wallNanoseconds: start)
        aggregator.ingest(Array(samples.suffix(2)), wallNanoseconds: start)
        aggregator.ingest(Array(samples.suffix(2)), wallNanoseconds: start)
        let beside = Ledger(ring: ring, aggregator: aggregator)
        #expect(beside.stored == 5)
        #expect(beside.dropped.duplicate == 1)
        #expect(beside.dropped.late == 1)
        #expect(beside.balances)
    }
}
