@testable import Telemetry

/// A polled device of one interface, with everything that agents do to those who poll them.
struct StreamAgent {
    let subject: UInt32
    let period: Int64
    var next: Int64
    private var polled: Int64
    /// When sysUpTime was 0, if not by the agent's whim.
    private var boot: Int64
    private var frozenAt: Int64?
    private var octets: [UInt64]
    private var events: [UInt64] = [0, 0, 0, 0]
    private var epoch: UInt32 = 0
    private var isCounter32: Bool
    private var speed: UInt64
    private var status: UInt64 = 1
    private let jitter: Double
    private let mishap: Double

    private static let narrowSpeeds: [UInt64] = [10_000_000, 100_000_000, 1_000_000_000]
    private static let wideSpeeds: [UInt64] = [1_000_000_000, 10_000_000_000, 100_000_000_000, 400_000_000_000]

    init(_ subject: UInt32, period: Int64, at time: Int64, _ random: inout SeededGenerator) {
        self.subject = subject
        self.period = period
        next = time / period * period
        polled = time
        isCounter32 = random.chance(0.4)
        speed = (isCounter32 ? Self.narrowSpeeds : Self.wideSpeeds).randomElement(using: &random) ?? 0
        octets = [random.next(), random.next() >> 20]
        // Up for about as long as sysUpTime can count, or for a day.
        let up = random.chance(0.5) ? (1 << 32) - Int64(random.next() % 20_000) : 8_640_000
        boot = time - up * 10_000_000
        jitter = [0, 0, 0.02, 0.2].randomElement(using: &random) ?? 0
        mishap = [0.01, 0.05, 0.3].randomElement(using: &random) ?? 0
    }

    /// The samples of the poll that is due, with the time at which they are known; `offset` is how far the wall clock
    /// is ahead of the true time.
    mutating func poll(offset: Int64, _ random: inout SeededGenerator) -> [Sample] {
        let time = next + Int64(Double(period) * Double.random(in: 0...1, using: &random) * jitter)
        count(from: polled, to: time, &random)
        polled = time
        next += period
        if random.chance(mishap) { befall(time, &random) }
        let wall = time + offset
        let ticks = UInt32(truncatingIfNeeded: ((frozenAt ?? time) - boot) / 10_000_000)
        func counter(_ metric: Metric, _ direction: Direction, _ value: UInt64) -> Sample {
            .counter(
                metric, subject: subject, direction: direction, value: isCounter32 ? value & 0xFFFF_FFFF : value,
                agentTicks: ticks, epoch: epoch, flags: isCounter32 ? .counter32 : [], at: wall)
        }
        let samples: [Sample] = [
            .gauge(.speed, subject: subject, value: speed, at: wall),
            .gauge(.operationalStatus, subject: subject, value: status, at: wall),
            counter(.octets, .inbound, octets[0]), counter(.octets, .outbound, octets[1]),
            counter(.errors, .inbound, events[0]), counter(.errors, .outbound, events[1]),
            counter(.discards, .inbound, events[2]), counter(.discards, .outbound, events[3]),
        ]
        return samples.filter { _ in !random.chance(0.02) }
    }

    private mutating func count(from start: Int64, to end: Int64, _ random: inout SeededGenerator) {
        let most = Double(speed) / 8 * Double(max(0, end - start)) / 1e9
        for direction in 0..<2 {
            let greatest = random.chance(0.02) ? 3.0 : 1
            octets[direction] &+= UInt64(most * Double.random(in: 0...greatest, using: &random))
        }
        for place in events.indices where random.chance(0.5) { events[place] &+= random.next() % 1_000 }
    }

    private mutating func befall(_ time: Int64, _ random: inout SeededGenerator) {
        switch Int.random(in: 0..<11, using: &random) {
        case 0, 1:
            // A restart, with or without a word of it.
            boot = time - Int64.random(in: 0...period, using: &random)
            (octets, events) = ([random.next() % 1_000, 0], [0, 0, 0, 0])
            if random.chance(0.5) { epoch &+= 1 }
        case 2: (octets[0], epoch) = (random.next() % 1_000, epoch &+ 1)
        case 3: octets[Int.random(in: 0...1, using: &random)] = 0
        case 4: events[Int.random(in: 0...3, using: &random)] = 0
        case 5: speed = (isCounter32 ? Self.narrowSpeeds : Self.wideSpeeds).randomElement(using: &random) ?? 0
        case 6: speed = random.chance(0.3) ? 0 : Self.wideSpeeds[0]
        case 7: status = UInt64.random(in: 1...3, using: &random)
        case 8: frozenAt = frozenAt == nil ? time : nil
        case 9: isCounter32.toggle()
        default:
            // Not reached, or polled in haste.
            next += Int64(Double(period) * [-0.8, -0.5, -0.3, 0.4, 1, 1.1, 3].randomElement(using: &random)!)
        }
    }
}
