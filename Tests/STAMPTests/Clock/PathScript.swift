import Glibc
import Metro

@testable import STAMP

/// A path made up: base delays, queues, a clock, and when they change. One probe after the other, seeded.
struct PathScript {
    /// What queues do to one direction, nanoseconds.
    enum Queue: String, CaseIterable {
        /// A microsecond of jitter.
        case quiet
        /// 30 % of the probes meet a queue of 50 µs on average.
        case loaded
        /// Every probe waits, 20 µs on average, with an exponential tail.
        case tails
        /// 30 % of the probes meet a queue with a heavy tail: one in a hundred of these over 1 ms.
        case heavyTails
        /// 30 % of the time a queue of 2 ms stands in one direction, for 20 probes on average.
        case bursts
        /// A queue that comes and goes over minutes, up to 500 µs.
        case tide
        /// The reflector stamps in user space: 5 to 70 µs late.
        case programStamps

        /// A queue that stands in one direction for many probes.
        var stands: Bool { self == .bursts || self == .tide }
    }

    var random: Seeded
    var queue: Queue
    /// Nanoseconds.
    var forward: Double = 400_000
    var backward: Double = 450_000
    var interval: Double = 500_000_000
    var lossRatio = 0.0
    /// What both clocks admit, nanoseconds.
    var error: UInt64 = 25_000
    /// Far clock minus own clock, nanoseconds, and how it moves.
    var offset: Double = 37_000
    var driftPartsPerMillion = 0.0
    /// Nanoseconds since the start; what is skipped is a gap.
    var time: Double = 0
    var watch = ClockWatch()
    var fault: PathClock.Fault?
    private(set) var answered = 0
    /// T1 of the newest probe, wall clock.
    var wallNanoseconds: Int64 { 1_800_000_000_000_000_000 + Int64(time) }
    private var routes: [(forward: Double, backward: Double)] = []
    private var isBursting = false
    private var burstIsForward = false

    init(_ queue: Queue, seed: UInt64) {
        self.queue = queue
        // Stamps taken in user space say so.
        if queue == .programStamps { error += 70_000 }
        random = Seeded(seed)
    }

    /// Sends `count` probes; stops where `until` says so, after how many answers.
    @discardableResult
    mutating func probe(_ count: Int, until isOver: (PathClock.Fault?) -> Bool = { _ in false }) -> Int? {
        let before = answered
        for _ in 0..<count {
            time += interval
            offset += driftPartsPerMillion * interval / 1e6
            turnBursts()
            guard chance() >= lossRatio else { continue }
            answered += 1
            fault = watch.take(
                forward: Int64(forward + offset + wait(isForward: true)),
                backward: Int64(backward - offset + wait(isForward: false)), errorNanoseconds: error,
                wallNanoseconds: wallNanoseconds, monotonicNanoseconds: Int64(time))
            if isOver(fault) { return answered - before }
        }
        return nil
    }

    private mutating func turnBursts() {
        // 20 probes on, 47 off, on average: 30 % of the time.
        if chance() < (isBursting ? 1.0 / 20 : 1.0 / 47) {
            isBursting.toggle()
            burstIsForward = chance() < 0.5
        }
    }

    private mutating func wait(isForward: Bool) -> Double {
        let jitter = exponential(1_000)
        switch queue {
        case .quiet: return jitter
        case .loaded: return jitter + (chance() < 0.3 ? exponential(50_000) : 0)
        case .tails: return exponential(20_000)
        case .heavyTails:
            guard chance() < 0.3 else { return jitter }
            let pareto = 10_000 / max(1 - chance(), 1e-6)
            return jitter + min(pareto, 50_000_000)
        case .bursts:
            guard isBursting, burstIsForward == isForward else {
                return jitter + (chance() < 0.1 ? exponential(20_000) : 0)
            }
            return 2_000_000 + exponential(100_000)
        case .tide:
            guard isForward else { return jitter }
            let phase = (time / 400e9).truncatingRemainder(dividingBy: 1)
            return jitter + exponential(20_000) + max(0, 500_000 * (1 - abs(phase * 4 - 2)))
        case .programStamps: return isForward ? jitter + 5_000 + 65_000 * chance() : jitter
        }
    }

    /// Another route in one direction or in both alike, up to 300 µs longer or shorter; or the last one again. Its round
    /// trip differs from that of every route before by 40 µs: else nothing could tell it from a clock.
    mutating func reroute() {
        if chance() < 0.2, let last = routes.last {
            routes.append((forward, backward))
            (forward, backward) = last
            return
        }
        while true {
            let change = (chance() - 0.5) * 600_000
            var route = (forward: forward, backward: backward)
            let directions = Int(chance() * 3)
            if directions != 0 { route.forward += change }
            if directions != 1 { route.backward += change }
            let others = routes + [(forward, backward)]
            guard min(route.forward, route.backward) > 10_000,
                others.allSatisfy({ abs($0.forward + $0.backward - route.forward - route.backward) > 40_000 })
            else { continue }
            routes.append((forward, backward))
            (forward, backward) = route
            return
        }
    }

    mutating func chance() -> Double { Double.random(in: 0..<1, using: &random) }
    private mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - chance()) }
}
