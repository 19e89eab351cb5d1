@testable import Telemetry

/// A seeded stream of samples as collectors offer them: agents and probes with their mishaps, deliveries out of order,
/// repeated, late, of the future or impossible, a wall clock that is set, and silences.
struct SampleStream {
    /// What arrives at one moment of the wall clock.
    struct Step {
        let wall: Int64
        let samples: [Sample]
    }

    let settings: AggregationSettings
    let interfaceCount: Int
    let pathCount: Int
    private var random: SeededGenerator
    private var agents: [StreamAgent]
    private var probes: [StreamProbe]
    private var pending: [(due: Int64, sample: Sample)] = []
    private var recent: [Sample] = []
    /// True time, nanoseconds, and how far the wall clock is ahead of it.
    private var time: Int64
    private var offset: Int64 = 0
    private let stride: Int64
    private let oddity: Double

    static let limits: [[Int64]] = [[1_000_000, 10_000_000], [1, 700_001, 1_000_000, 3_333_333], []]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }
        // Period of the polls, spacing of the probes and length of a step, milliseconds: of similar pace.
        let pace = pick([(100, 10, 80), (1_000, 1_000, 700), (30_000, 5_000, 8_000), (300_000, 60_000, 50_000)])
        let (interfaces, paths) = pick([(1, 1), (2, 1), (3, 0), (1, 2), (0, 2)])
        var settings = AggregationSettings(limitNanoseconds: Self.limits[Int(seed % 3)])
        settings.liveWindowSeconds = pick([60, 61, 600, 3_600])
        settings.latenessNanoseconds = pick([5, 5, 5, 0, 1, pace.1 > 10 ? 30 : 9]) * second
        settings.futureToleranceNanoseconds = pick([2, 2, 0, 20]) * second
        settings.interfacePeriodMilliseconds = Array(repeating: pace.0, count: interfaces)
        settings.pathProbeIntervalMilliseconds = Array(repeating: min(pace.1, 1_000), count: paths)
        settings.minutesKept = pick([60, 100, 1_440])
        let time = start + Int64(random.next() % 7_200) * second
        agents = (0..<interfaces).map { subject in
            StreamAgent(UInt32(subject), period: Int64(pace.0) * 1_000_000, at: time, &random)
        }
        probes = (0..<(3 * paths)).map { series in
            StreamProbe(
                UInt32(series / 3), [.forward, .backward, .roundTrip][series % 3],
                spacing: Int64(pace.1) * 1_000_000, at: time, &random)
        }
        self.settings = settings
        self.time = time
        stride = Int64(pace.2) * 1_000_000
        interfaceCount = interfaces
        pathCount = paths
        oddity = pick([0, 0.002, 0.02])
        self.random = random
    }

    mutating func next() -> Step {
        let before = time
        time += Int64.random(in: 0...(2 * stride), using: &random)
        if random.chance(0.003) { time += pickGap() }
        if random.chance(0.2) { time = time / second * second }
        time = max(time, before)
        if random.chance(oddity) { offset += pickClockStep() }
        measure()
        deliverOddities()
        pending.sort { $0.due < $1.due }
        let due = pending.prefix { $0.due <= time }
        var samples = due.map(\.sample)
        pending.removeFirst(due.count)
        for place in samples.indices.dropFirst() where random.chance(oddity) { samples.swapAt(place - 1, place) }
        recent = Array((recent + samples).suffix(300))
        return Step(wall: time + offset, samples: samples)
    }

    /// All that is due to be measured; after long silences little of it.
    private mutating func measure() {
        for place in agents.indices {
            if time - agents[place].next > 50 * agents[place].period { agents[place].next = time }
            while agents[place].next <= time {
                let known = agents[place].next
                for sample in agents[place].poll(offset: offset, &random) { deliver(sample, known) }
            }
        }
        for place in probes.indices {
            if time - probes[place].next > 1_000 * probes[place].spacing { probes[place].next = time }
            while probes[place].next <= time {
                let sent = probes[place].next
                let (sample, known) = probes[place].send(offset: offset, &random)
                deliver(sample, sent + known)
            }
        }
    }

    private mutating func deliver(_ sample: Sample, _ known: Int64) {
        var due = known
        if random.chance(oddity) {
            due += Int64.random(in: 0...max(second, settings.latenessNanoseconds * 3 / 2), using: &random)
        }
        if random.chance(oddity / 20) { due += Int64.random(in: 0...(90 * minute), using: &random) }
        pending.append((due, sample))
        if random.chance(oddity) {
            pending.append((due + Int64.random(in: 0...(6 * second), using: &random), sample))
        }
    }

    private mutating func deliverOddities() {
        guard random.chance(oddity * 5), var sample = recent.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<9, using: &random) {
        case 0: sample.timeNanoseconds = time + offset + Int64.random(in: 0...(40 * second), using: &random)
        case 1: sample.timeNanoseconds &-= Int64.random(in: 0...(10 * second), using: &random)
        case 2: sample.timeNanoseconds &-= Int64.random(in: 0...(80 * minute), using: &random)
        case 3: sample.timeNanoseconds = [0, -1, 1, .min, .max].randomElement(using: &random)!
        case 4: sample.subject = [3, 4, .max].randomElement(using: &random)!
        case 5: sample.payload = [0, 8, 1 << 32, .max, 1 << 63].randomElement(using: &random)!
        case 6: sample.metric = .allCases.randomElement(using: &random)!
        case 7: sample.direction = [.inbound, .outbound, .roundTrip].randomElement(using: &random)!
        default: break
        }
        pending.append((time, sample))
    }

    private mutating func pickGap() -> Int64 {
        let longest = [second, 10 * second, minute, 20 * minute, 100 * minute].randomElement(using: &random)!
        return Int64.random(in: 0...max(longest, stride), using: &random)
    }

    /// Forward, back by seconds, back by more than a minute.
    private mutating func pickClockStep() -> Int64 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1, 2: Int64.random(in: 0...(30 * second), using: &random)
        case 3: Int64.random(in: 0...(20 * minute), using: &random)
        case 4, 5: -Int64.random(in: 0...(9 * second), using: &random)
        case 6: -Int64.random(in: 0...minute, using: &random)
        default: -Int64.random(in: minute...(10 * minute), using: &random)
        }
    }
}
