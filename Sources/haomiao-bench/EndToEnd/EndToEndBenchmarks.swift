import PathReference
import Telemetry

/// The whole path, and what pictures of it cost.
enum EndToEndBenchmarks {
    static func all() -> [Benchmark] { [path(), snapshot()] }

    /// One simulated minute of the province a round, with captures ten times a second.
    private static func path() -> Benchmark {
        Benchmark("path.endtoend.100k") { name, effort in
            let run = PathRun(.province)
            let rounds = try interleaved(rounds: min(effort.rounds, 7), [run.minute])[0]
            try run.checkOutcome()
            return [Measurement(name, rounds, unit: "M samples/s", goal: .atLeast(20))]
        }
    }

    /// A capture of 100 000 interfaces and 10 000 paths while the path runs at full speed; and what captures ten times a
    /// second take from it: slices of 50 ms, every second one with a capture, so that each capture has a slice without
    /// one beside it; what its slice lost is half as much of a tenth of a second. Machines change their speed within
    /// seconds by more than is looked for here.
    private static func snapshot() -> Benchmark {
        Benchmark("snapshot.100k.links", "snapshot.100k.links.throughput") { name, effort in
            let run = PathRun(.province)
            _ = try run.minute()
            let rounds = try (0..<effort.rounds).map { _ in
                try run.alternating(pairs: max(4, 32 / effort.divisor), sliceSeconds: 0.05)
            }
            try run.checkOutcome()
            let lost = rounds.map { zip($0.with, $0.without).map { 1 - $0 / $1 }.median / 2 }
            return [
                Measurement(name, rounds.flatMap(\.captures).map { $0 * 1e3 }, unit: "ms", goal: .atMost(5)),
                Measurement("\(name).throughput", lost, unit: "share lost at 10 Hz", goal: .atMost(0.01)),
            ]
        }
    }
}
