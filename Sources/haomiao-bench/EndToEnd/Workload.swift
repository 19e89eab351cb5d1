import Telemetry

/// What a province of `interfaces` and `paths` offers, seeded by nothing but its numbers: any sample can be computed
/// from its place in the stream, and so can what must come out.
///
/// The counters of both directions of every interface (octets, errors, discards) are read once a `period`, in polled
/// order: interface after interface, six samples each. With every interface `probesEach` paths send a probe in both
/// directions, path after path around. Speed and status of all interfaces come first (`prologue`).
struct Workload: Sendable {
    let interfaces: Int
    let paths: Int
    let probesEach: Int
    /// Between two readings of one counter, nanoseconds.
    let period: Int64

    /// 100 000 interfaces read once a second, 10 000 paths probed ten times a second: 800 000 samples a second.
    static let province = Workload(interfaces: 100_000, paths: 10_000, probesEach: 1, period: 1_000_000_000)

    /// 2025-11-15 00:00 UTC, nanoseconds.
    static let start: Int64 = 1_763_164_800_000_000_000

    static let speedBitsPerSecond: UInt64 = 400_000_000_000

    /// Samples with one interface.
    var stepSamples: Int { 6 + 2 * probesEach }
    /// Samples of one period.
    var periodSamples: Int { interfaces * stepSamples }
    /// Nanoseconds from one interface to the next.
    private var stepNanoseconds: Int64 { period / Int64(interfaces) }

    func settings(minutesKept: Int, memoryBudgetBytes: Int = 1 << 30) -> AggregationSettings {
        let milliseconds = Int(period / 1_000_000)
        return AggregationSettings(
            limitNanoseconds: [1_000_000, 10_000_000],
            interfacePeriodMilliseconds: Array(repeating: milliseconds, count: interfaces),
            pathProbeIntervalMilliseconds: Array(
                repeating: max(1, milliseconds * paths / max(1, interfaces * probesEach)), count: paths),
            minutesKept: minutesKept, memoryBudgetBytes: memoryBudgetBytes)
    }

    /// Speed and status of every interface.
    var prologue: [Sample] {
        (0..<UInt32(interfaces)).flatMap { interface in
            [
                Sample.gauge(.speed, subject: interface, value: Self.speedBitsPerSecond, at: Self.start - 1),
                .gauge(.operationalStatus, subject: interface, value: 1, at: Self.start - 1),
            ]
        }
    }

    /// Counts per second of one counter: what its rate must come out as.
    @inline(__always)
    func perSecond(_ metric: Metric, _ interface: Int, _ direction: Direction) -> UInt64 {
        let mixed = UInt64(truncatingIfNeeded: interface &* 2 &+ Int(direction.rawValue)) &* 0x9E37_79B9_7F4A_7C15
        return metric == .octets ? 1_000_000_000 + mixed >> 36 : mixed >> 62
    }

    /// Puts the samples from `step` on into `batch`; steps count interfaces from the start, through all periods.
    func fill(_ batch: inout MutableSpan<Sample>, from step: Int) {
        var place = 0
        for step in step..<(step &+ batch.count / stepSamples) {
            let (round, interface) = step.quotientAndRemainder(dividingBy: interfaces)
            let time = Self.start &+ Int64(round) &* period &+ Int64(interface) &* stepNanoseconds
            let seconds = UInt64(round) &* UInt64(period / 1_000_000_000)
            for direction in Direction.oneWay {
                for metric in [Metric.octets, .errors, .discards] {
                    batch[place] = .counter(
                        metric, subject: UInt32(interface), direction: direction,
                        value: seconds &* perSecond(metric, interface, direction),
                        agentTicks: UInt32(truncatingIfNeeded: seconds &* 100), at: time)
                    place &+= 1
                }
            }
            for probe in 0..<probesEach {
                let number = step &* probesEach &+ probe
                for direction in Direction.oneWay {
                    batch[place] = .delay(
                        subject: UInt32(number % paths), direction: direction,
                        nanoseconds: delay(number % paths, number &* 2 &+ Int(direction.rawValue)),
                        uncertaintyNanoseconds: 10_000, at: time &+ Int64(probe))
                    place &+= 1
                }
            }
        }
    }

    /// 0.2 to 4 ms by path, up to 16 µs of queues, and up to 1 ms more for one packet in 64.
    @inline(__always)
    private func delay(_ path: Int, _ packet: Int) -> Int64 {
        let mixed = UInt64(truncatingIfNeeded: packet) &* 0x9E37_79B9_7F4A_7C15
        let queue = Int64(mixed >> 50) &+ (mixed >> 20 & 63 == 0 ? Int64(mixed >> 26 & 0xF_FFFF) : 0)
        return 200_000 &+ Int64(path &* 7_919 % 3_800_000) &+ queue
    }
}
