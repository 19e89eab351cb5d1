import Testing

@testable import Telemetry

/// The obvious way: keep every sample, compute everything from all of them at every question.
private struct PathModel {
    var stored: [Sample] = []
    var drops = DropCounts()

    mutating func ingest(_ sample: Sample, now: Int64) {
        let windowStart = (now / minute - 60) * minute
        let newest = stored.map(\.timeNanoseconds).max() ?? .min
        if sample.metric == .delay, abs(sample.delayNanoseconds) > 3_600 * second {
            drops.invalid += 1
        } else if sample.timeNanoseconds > now + 2 * second {
            drops.future += 1
        } else if sample.timeNanoseconds < windowStart
            || (newest != .min && sample.timeNanoseconds < newest - 5 * second)
        {
            drops.late += 1
        } else if stored.contains(where: { $0.timeNanoseconds == sample.timeNanoseconds }) {
            drops.duplicate += 1
        } else {
            stored.append(sample)
        }
    }

    func window(_ now: Int64) -> [Sample] {
        stored.filter { $0.timeNanoseconds >= (now / minute - 60) * minute }
    }
}

struct AggregatorModelTests {
    /// A sample now and then out of order, repeated, late, of the future, invalid, lost or faulty.
    private func sample(_ index: Int, _ now: Int64, _ random: inout SeededGenerator) -> Sample {
        var time = now - Int64.random(in: 0...200_000_000, using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0: time -= Int64.random(in: 0...9, using: &random) * second
        case 1: time += Int64.random(in: 1...4, using: &random) * second
        case 2: time -= Int64.random(in: 0...90, using: &random) * minute
        default: break
        }
        if random.chance(0.1) { time = time / second * second }
        if random.chance(0.03) { return .lost(subject: 0, direction: .forward, at: time) }
        var flags: SampleFlags = []
        if random.chance(0.02) { flags.insert(.clockFault) }
        if random.chance(0.1) { flags.insert(.clockUnsynchronised) }
        let wide = random.chance(0.01)
        let delay = Int64.random(
            in: wide ? -5_000_000_000_000...5_000_000_000_000 : 600_000...1_100_000, using: &random)
        return .delay(
            subject: 0, direction: .forward, nanoseconds: delay,
            uncertaintyNanoseconds: UInt64.random(in: 0...9_000, using: &random), flags: flags, at: time)
    }

    private func check(_ aggregator: Aggregator, _ model: PathModel, now: Int64, _ note: Comment) throws {
        let found = try #require(aggregator.path(0, .forward))
        let window = model.window(now)
        let delays = window.filter { $0.metric == .delay }
        let judged = delays.filter { !$0.flags.contains(.clockFault) }.map(\.delayNanoseconds).sorted()
        let lost = window.count - delays.count
        #expect(found.figures.judged == judged.count, note)
        #expect(found.figures.lost == lost, note)
        #expect(found.figures.clockFaults == delays.count - judged.count, note)
        #expect(found.figures.unsynchronised == delays.filter { $0.flags.contains(.clockUnsynchronised) }.count, note)
        #expect(found.figures.minimum == judged.first && found.figures.maximum == judged.last, note)
        #expect(found.figures.greatestUncertaintyNanoseconds == delays.map(\.auxiliary).max(), note)
        #expect(found.newestNanoseconds == model.stored.map(\.timeNanoseconds).max(), note)
        let percentiles = [(0.5, found.figures.p50), (0.95, found.figures.p95), (0.99, found.figures.p99)]
        for (p, percentile) in percentiles {
            let n = judged.count + lost
            let rank = Int((p * Double(n) - 1e-9).rounded(.up))
            switch percentile {
            case .bounds(let lower, let upper):
                #expect(lower <= judged[rank - 1] && judged[rank - 1] < upper, note)
            case .lost: #expect(rank > judged.count, note)
            case .tooFewSamples(let needed, let have): #expect(have == n && have < needed, note)
            }
        }
        let lastClosed = (now - 5 * second) / minute - 1
        for (place, summary) in aggregator.minutes(0, .forward).enumerated() {
            let index = lastClosed - 59 + Int64(place)
            let inMinute = model.stored.filter { $0.timeNanoseconds / minute == index }
            let arrived = inMinute.filter { $0.metric == .delay }.map(\.delayNanoseconds)
            #expect(Int(summary.received) == arrived.count, note)
            #expect(Int(summary.lost) == inMinute.count - arrived.count, note)
            if let least = arrived.min(), let most = arrived.max() {
                #expect(summary.minimum == Float(least) && summary.maximum == Float(most), note)
            }
        }
    }

    @Test("A path is what all of its samples say", arguments: 1...8 as ClosedRange<UInt64>)
    func path(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let aggregator = Aggregator(settings: .notice, interfaces: 0, paths: 1)
        var model = PathModel()
        var now = start + Int64.random(in: 0..<minute, using: &random)
        var previous: Sample?
        for index in 0..<1_500 {
            now += random.chance(0.003) ? 40 * minute : Int64.random(in: 500_000_000...12_000_000_000, using: &random)
            var next = sample(index, now, &random)
            if random.chance(0.02), let previous { next = previous }
            previous = next
            aggregator.ingest(next, at: now)
            model.ingest(next, now: now)
            if index % 100 == 99 {
                try check(aggregator, model, now: now, "seed \(seed), sample \(index)")
            }
        }
        #expect(aggregator.dropped == model.drops, "seed \(seed)")
        #expect(aggregator.stored == UInt64(model.stored.count), "seed \(seed)")
        #expect(model.drops.late > 0 && model.drops.duplicate > 0 && model.drops.future > 0 && model.drops.invalid > 0)
    }

    @Test("Minutes of utilization are what the stretches of all rates say", arguments: 1...8 as ClosedRange<UInt64>)
    func utilization(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let aggregator = Aggregator(settings: .notice, interfaces: 1, paths: 0)
        var rate = CounterRate(kind: .octets, periodNanoseconds: 30 * second)
        var stretches: [(start: Int64, end: Int64, utilization: Double)] = []
        var now = start
        var ticks: UInt32 = 0
        var octets: UInt64 = 0
        for _ in 0..<300 {
            let seconds = random.chance(0.05) ? 300 : Int64.random(in: 20...40, using: &random)
            now += seconds * second
            ticks = random.chance(0.03) ? 0 : ticks + UInt32(seconds * 100)
            octets += UInt64.random(in: 0...130_000_000, using: &random) * UInt64(seconds)
            let reading = Sample.counter(
                .octets, subject: 0, direction: .inbound, value: octets, agentTicks: ticks, at: now)
            aggregator.ingest(
                [.gauge(.speed, subject: 0, value: 1_000_000_000, at: now), reading], wallNanoseconds: now)
            if case .rate(let perSecond, let interval) = rate.update(
                CounterReading(reading), speedBitsPerSecond: 1_000_000_000)
            {
                stretches.append((now - interval, now, perSecond * 8 / 1e9))
            }
        }
        let found = aggregator.minuteUtilization(0, .inbound)
        let lastClosed = (now - 5 * second) / minute - 1
        var gaps = 0
        for (place, value) in found.enumerated() {
            let from = (lastClosed - 59 + Int64(place)) * minute
            var sum = 0.0
            var covered = 0.0
            for stretch in stretches {
                let overlap = Double(max(0, min(stretch.end, from + minute) - max(stretch.start, from))) / 1e9
                sum += overlap * stretch.utilization
                covered += overlap
            }
            if covered >= 30 {
                #expect(abs(Double(value) - sum / covered) < 1e-6, "seed \(seed), minute \(place)")
            } else {
                gaps += 1
                #expect(value.isNaN, "seed \(seed), minute \(place)")
            }
        }
        #expect(gaps < 60, "seed \(seed)")
    }
}
