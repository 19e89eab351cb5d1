import PathReference
import STAMP

/// 10 000 paths, two probes a second each, from one dispatcher: what a probe and its answer cost, pacing, matching and
/// samples included. The reference sends packets of that size 64 to a call and reads what comes back, as fast as it can
/// and without pacing, matching or stamps.
enum SenderBenchmarks {
    private static let name = "stamp.sender"
    private static let paths = 10_000
    private static let intervalMilliseconds = 500
    private static let secondsEachRound = 3.0

    private static let question = SenderPacket(
        sequence: 1, timestamp: StampTimestamp(wallNanoseconds: 1_800_000_000_000_000_000),
        errorEstimate: ErrorEstimate(isSynchronised: true, nanoseconds: 1_000)
    ).bytes

    static func all() -> [Benchmark] {
        [
            Benchmark(name, "\(name).core", "\(name).missing", "\(name).memory") { _, effort in
                try measure(
                    rounds: min(effort.rounds, 5), seconds: effort.divisor == 1 ? secondsEachRound : 1)
            }
        ]
    }

    private static func measure(rounds: Int, seconds: Double) throws -> [Measurement] {
        let run = try SenderRun(paths: paths, intervalMilliseconds: intervalMilliseconds)
        var port: UInt16 = 0
        guard let echo = reference_echo_start(&port) else { throw WrongResult("\(name): no socket") }
        defer { reference_echo_stop(echo) }
        var figures: [SenderRun.Figures] = []
        var reference: [Double] = []
        for _ in 0..<rounds {
            figures.append(run.measure(seconds: seconds))
            let flood = reference_flood(port, question, question.count, 1 << 16)
            try check(flood.answers >= 1 << 16, "\(name): \(flood.answers) answers came")
            reference.append(Double(flood.answers) / flood.cpu_seconds / 1_000)
        }
        let due = Double(paths) * 1_000 / Double(intervalMilliseconds)
        try check(
            figures.allSatisfy { Double($0.answered) > 0.9 * due * $0.seconds },
            "\(name): \(figures), due \(due) a second")
        return [
            Measurement(
                name, figures.map { Double($0.answered) / $0.processorSeconds / 1_000 }, unit: "k probes/s a core",
                reference: ("C++ flood", reference), goal: .atLeast(20)),
            Measurement(
                "\(name).core", figures.map { 100 * $0.processorSeconds / $0.seconds },
                unit: "% of a core at \(Int(due)) probes/s", goal: .atMost(50)),
            Measurement(
                "\(name).missing", figures.map { 100 * max(0, 1 - Double($0.answered) / (due * $0.seconds)) },
                unit: "% of the probes lost or left out", goal: .atMost(1)),
            Measurement("\(name).memory", [Double(run.growthBytes) / Double(paths) / 1_024], unit: "KiB a path"),
        ]
    }
}
