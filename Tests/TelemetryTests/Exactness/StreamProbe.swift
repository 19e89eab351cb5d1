@testable import Telemetry

/// The sender of one direction of a path, or of its round trips, and what becomes of its packets.
struct StreamProbe {
    let subject: UInt32
    let direction: Direction
    /// Time between packets, nanoseconds.
    let spacing: Int64
    var next: Int64
    private var usual: ClosedRange<Int64>
    private var loss: Double
    private let oddity: Double
    private let jitter: Int64

    init(_ subject: UInt32, _ direction: Direction, spacing: Int64, at time: Int64, _ random: inout SeededGenerator) {
        self.subject = subject
        self.direction = direction
        self.spacing = spacing
        next = time / spacing * spacing
        usual = 600_000...1_100_000
        loss = [0, 0.001, 0.02, 0.5].randomElement(using: &random) ?? 0
        oddity = [0, 0.01, 0.2].randomElement(using: &random) ?? 0
        jitter = random.chance(0.5) ? 0 : spacing / 3
    }

    /// The packet that is due: its outcome, and how long after sending that is known.
    mutating func send(offset: Int64, _ random: inout SeededGenerator) -> (sample: Sample, known: Int64) {
        let wall = next + offset + (jitter > 0 ? Int64.random(in: 0..<jitter, using: &random) : 0)
        next += spacing
        if random.chance(0.001) { next += spacing * Int64.random(in: 1...100, using: &random) }
        if random.chance(0.002) { reroute(&random) }
        if random.chance(loss) { return (.lost(subject: subject, direction: direction, at: wall), 3 * second) }
        var flags: SampleFlags = []
        if random.chance(oddity) { flags.insert(.clockUnsynchronised) }
        if random.chance(oddity / 2) { flags.insert(.clockFault) }
        if random.chance(oddity / 2) { flags.insert(.clockShared) }
        let delay = random.chance(oddity) ? Self.oddDelay(&random) : Int64.random(in: usual, using: &random)
        let sample = Sample.delay(
            subject: subject, direction: direction, nanoseconds: delay,
            uncertaintyNanoseconds: random.next() % 9_000, flags: flags, at: wall)
        return (sample, max(0, min(delay, second)))
    }

    private mutating func reroute(_ random: inout SeededGenerator) {
        let places: [Int64] = [900, 50_000, 700_000, 995_000, 4_000_000, 9_990_000, 2_000_000_000]
        let widths: [Int64] = [3, 20_000, 600_000]
        let least = places.randomElement(using: &random) ?? 0
        usual = least...(least + (widths.randomElement(using: &random) ?? 0))
    }

    /// Negative, at an edge, or of any size up to what is possible at all, and a little beyond.
    private static func oddDelay(_ random: inout SeededGenerator) -> Int64 {
        let edges: [Int64] = [0, -1, 1_023, 1_024, 999_999, 1_000_000, 10_000_000, 1 << 36 - 1, 1 << 36]
        if random.chance(0.3) { return edges.randomElement(using: &random) ?? 0 }
        let size = Int64(1) << Int64.random(in: 1...42, using: &random)
        return Int64.random(in: random.chance(0.2) ? -size...0 : 0...size, using: &random)
    }
}
