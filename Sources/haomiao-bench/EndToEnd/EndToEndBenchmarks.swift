import PathReference
import Telemetry

/// The whole path, and what pictures of it cost.
enum EndToEndBenchmarks {
    static func all() -> [Benchmark] { [path()] }

    /// One minute of the province a round, with captures ten times a second, beside the same without.
    private static func path() -> Benchmark {
        Benchmark("path.endtoend.100k", "snapshot.100k.links", "snapshot.100k.links.throughput") { _, effort in
            let run = PathRun(.province)
            var captures: [Double] = []
            let rounds = try interleaved(
                rounds: min(effort.rounds, 7),
                [
                    {
                        let (throughput, taken) = try run.minute()
                        captures += taken
                        return throughput
                    },
                    { try run.minute(capturesPerSecond: 0).throughput },
                ])
            try run.checkOutcome()
            let lost = zip(rounds[0], rounds[1]).map { 1 - $0 / $1 }
            return [
                Measurement("path.endtoend.100k", rounds[0], unit: "M samples/s", goal: .atLeast(20)),
                Measurement(
                    "snapshot.100k.links", captures.map { $0 * 1e3 }, unit: "ms", goal: .atMost(5)),
                Measurement(
                    "snapshot.100k.links.throughput", lost, unit: "share lost at 10 Hz", goal: .atMost(0.01)),
            ]
        }
    }
}
