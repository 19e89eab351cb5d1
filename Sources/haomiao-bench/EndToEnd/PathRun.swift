import PathReference
import Synchronization
import Telemetry

/// The whole path under load. A producer on core 0 offers batches as fast as they are taken; the calling thread is the
/// path, alone on the last core, in turns as an instance takes them; a publisher beside the producer takes captures.
/// The wall clock is the time of the newest sample, so a simulated minute passes in seconds and its windows close. The
/// stream goes on from run to run.
final class PathRun {
    let workload: Workload
    let aggregator: Aggregator
    let ring: SampleRing
    private var step = 0
    private var turns = PathTurns()

    init(_ workload: Workload, minutesKept: Int = 1_440) {
        self.workload = workload
        ring = SampleRing(lanes: 1, capacity: 1 << 17)
        aggregator = pinned(core: reference_consumer_core()) {
            let aggregator = Aggregator(
                settings: workload.settings(minutesKept: minutesKept), interfaces: workload.interfaces,
                paths: workload.paths)
            aggregator.ingest(workload.prologue.span, wallNanoseconds: Workload.start)
            return aggregator
        }
    }

    /// Runs one simulated minute with captures ten times a second and checks that all of it was stored. Million samples
    /// a second.
    func minute() throws -> Double {
        let steps = workload.interfaces * Int(60_000_000_000 / workload.period)
        let total = steps * workload.stepSamples
        let before = aggregator.stored
        let gate = StartGate()
        let producer = LoadProducer(ring, workload, from: step, steps: steps, gate)
        let publisher = CapturePublisher(aggregator.reader, isTimed: true)
        let taken = pinned(core: reference_consumer_core()) {
            gate.open(after: 1)
            return seconds { drain(untilEndOf: producer) }
        }
        step = producer.join()
        _ = publisher.stop()
        try check(
            aggregator.stored - before == UInt64(total),
            "stored \(aggregator.stored - before) of \(total), dropped \(aggregator.dropped)")
        return Double(total) / taken / 1e6
    }

    /// Goes on for a while in slices, with one capture at the start of every second one (with, without, without, with,
    /// …). Million samples a second of the slices with and without, by pairs, and the seconds that each capture took.
    func alternating(pairs: Int, sliceSeconds: Double) throws -> (with: [Double], without: [Double], captures: [Double])
    {
        let before = aggregator.stored
        let gate = StartGate()
        let producer = LoadProducer(ring, workload, from: step, steps: .max / 2, gate)
        let publisher = CapturePublisher(aggregator.reader, isTimed: false)
        var with: [Double] = []
        var without: [Double] = []
        pinned(core: reference_consumer_core()) {
            gate.open(after: 1)
            for pair in 0..<pairs {
                for hasCapture in pair % 2 == 0 ? [true, false] : [false, true] {
                    if hasCapture { publisher.request() }
                    let throughput = slice(sliceSeconds)
                    if hasCapture { with.append(throughput) } else { without.append(throughput) }
                }
            }
            producer.end()
            drain(untilEndOf: producer)
        }
        let first = step
        step = producer.join()
        let captures = publisher.stop()
        try check(
            aggregator.stored - before == UInt64((step - first) * workload.stepSamples),
            "stored \(aggregator.stored - before), dropped \(aggregator.dropped)")
        return (with, without, captures)
    }

    private func slice(_ sliceSeconds: Double) -> Double {
        let start = ContinuousClock.now
        var got = 0
        var elapsed = 0.0
        while elapsed < sliceSeconds {
            got += turns.turn(ring, aggregator)
            elapsed = (ContinuousClock.now - start).inSeconds
        }
        return Double(got) / elapsed / 1e6
    }

    private func drain(untilEndOf producer: LoadProducer) {
        while !producer.hasEnded || ring.counts.depth > 0 { _ = turns.turn(ring, aggregator) }
    }

    /// Everything offered is stored, queued or dropped, and what the last readings say is what was put in.
    func checkOutcome() throws {
        let ledger = Ledger(ring: ring, aggregator: aggregator)
        try check(ledger.balances && ledger.queued == 0, "the ledger does not balance: \(ledger)")
        let now = Workload.start + Int64(step / workload.interfaces) * workload.period
        for interface in stride(from: 0, to: workload.interfaces, by: 997) {
            guard let telemetry = aggregator.reader.interface(interface, now: now) else { continue }
            for direction in Direction.oneWay {
                let expected = Double(workload.perSecond(.octets, interface, direction))
                let rate = telemetry[direction].octetsPerSecond.value ?? .nan
                try check(abs(rate - expected) < 1e-6 * expected, "interface \(interface): \(rate), not \(expected)")
            }
        }
        let probes = workload.paths > 0 ? 60_000_000_000 * Int64(workload.interfaces * workload.probesEach) : 0
        let expected = probes / workload.period / Int64(max(1, workload.paths))
        for path in stride(from: 0, to: workload.paths, by: 97) {
            let minute = aggregator.reader.minutes(
                path, .forward, endingAt: aggregator.reader.lastClosedMinute, count: 1)
            try check(minute.first.map { Int64($0.received) } == expected, "path \(path): \(minute)")
        }
    }
}

/// What the path's thread does in one turn, as an instance does it: some samples, and once a second the figures of all
/// paths that changed, a slice a turn.
struct PathTurns {
    private static let samples = 16_384
    private static let figures = 256
    private static let figuresInterval = Duration.seconds(1)

    private let clock = ContinuousClock()
    private var lastFigures: ContinuousClock.Instant?

    /// How many samples it took.
    mutating func turn(_ ring: SampleRing, _ aggregator: Aggregator) -> Int {
        let taken = ring.drain(max: Self.samples) { samples in
            aggregator.ingest(samples, wallNanoseconds: samples[samples.count - 1].timeNanoseconds)
        }
        let now = clock.now
        if lastFigures.map({ now - $0 >= Self.figuresInterval }) ?? true {
            lastFigures = now
            aggregator.requestFigures()
        }
        aggregator.publishFigures(limit: Self.figures)
        return taken
    }
}
