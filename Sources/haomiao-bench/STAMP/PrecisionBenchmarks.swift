/// One-way delay over loopback, where there is none to speak of: what is measured is the stamping; and the processor time
/// of a probe. Beside irtt, which stamps in the program.
enum PrecisionBenchmarks {
    private static let name = "stamp.precision"
    private static let secondsEachRound = 3
    /// 1 000 and 20 000 probes a second: irtt's rate, and that of an instance with 10 000 paths.
    private static let paths = (few: 10, many: 200)

    static func all() -> [Benchmark] {
        [
            Benchmark("\(name).min", "\(name).median", "\(name).p99", "\(name).cpu", "\(name).cpu20k") { _, effort in
                try measure(rounds: min(effort.rounds, 3), seconds: effort.divisor == 1 ? secondsEachRound : 1)
            }
        ]
    }

    /// Microseconds: least, median and p99 of the delays, and processor time for a probe, of few paths and of many.
    private typealias Round = (least: Double, median: Double, p99: Double, processor: Double, processorOfMany: Double)

    private static func measure(rounds: Int, seconds: Int) throws -> [Measurement] {
        let run = try PrecisionRun()
        let irtt = try IrttRun()
        if irtt == nil { say("\(name): irtt is not installed, so there is nothing to hold it against") }
        var ours: [Round] = []
        var theirs: [Round] = []
        // The first round warms up and does not count.
        for number in 0...rounds {
            let (delays, processor) = try run.measure(paths: paths.few, seconds: seconds)
            let many = try run.measure(paths: paths.many, seconds: 1).processorSecondsEach
            let round = figures(delays, processor, many)
            let reference = try irtt.map { irtt -> Round in
                let processor = try irtt.processorSecondsEach(seconds: seconds)
                return figures(try irtt.delays(seconds: seconds), processor, processor)
            }
            guard number > 0 else { continue }
            ours.append(round)
            theirs += reference.map { [$0] } ?? []
        }
        func row(_ suffix: String, _ unit: String, _ goal: Goal, _ figure: (Round) -> Double) -> Measurement {
            Measurement(
                "\(name).\(suffix)", ours.map(figure), unit: unit,
                reference: theirs.isEmpty ? nil : ("irtt", theirs.map(figure)), goal: goal)
        }
        return [
            row("min", "µs one way", .none, \.least),
            row("median", "µs one way", .atMost(7), \.median),
            row("p99", "µs one way", .atMost(20), \.p99),
            row("cpu", "CPU-µs/probe, 1 000/s", theirs.isEmpty ? .none : .ratioAtMost(0.2), \.processor),
            row("cpu20k", "CPU-µs/probe, 20 000/s", theirs.isEmpty ? .none : .ratioAtMost(0.2), \.processorOfMany),
        ]
    }

    private static func figures(_ delays: [Int64], _ processorSeconds: Double, _ ofMany: Double) -> Round {
        let sorted = delays.sorted().map { Double($0) / 1_000 }
        func percentile(_ share: Double) -> Double {
            sorted.isEmpty ? .nan : sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
        }
        return (percentile(0), percentile(0.5), percentile(0.99), processorSeconds * 1e6, ofMany * 1e6)
    }
}
