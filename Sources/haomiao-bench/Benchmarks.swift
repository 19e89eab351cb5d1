import Foundation

/// Rows that are measured together.
struct Benchmark {
    let names: [String]
    let run: (_ name: String, _ effort: Effort) throws -> [Measurement]

    /// `run` gets the first of the names.
    init(_ names: String..., run: @escaping (_ name: String, _ effort: Effort) throws -> [Measurement]) {
        self.names = names
        self.run = run
    }

    /// Whether any of its rows begins so.
    func has(prefix: String) -> Bool { names.contains { $0.hasPrefix(prefix) || prefix.hasPrefix($0) } }
}

/// `make bench`: a table on the screen and a JSON list of measurements. `make soak`: minutes at full load.
///
///     haomiao-bench [--only NAME-PREFIX] [--quick] [--output FILE]
///     haomiao-bench --soak SECONDS
///     haomiao-bench --agent DEVICES    (what it polls, started by itself)
///     haomiao-bench --reflect          (what it probes, started by itself)
@main
enum Benchmarks {
    static func main() throws {
        let arguments = CommandLine.arguments
        func value(_ option: String) -> String? {
            arguments.firstIndex(of: option).flatMap { arguments.dropFirst($0 + 1).first }
        }
        if let agents = value("--agent").flatMap({ Int($0) }) { return try BenchAgent.serve(agents) }
        if arguments.contains("--reflect") { return try PrecisionRun.reflect() }
        if let soak = value("--soak") {
            guard let wanted = Double(soak), wanted > 0 else {
                throw WrongResult("--soak: \(soak) is no number of seconds")
            }
            return try Soak(duration: wanted).run()
        }
        let isQuick = arguments.contains("--quick")
        let effort: Effort = isQuick ? .quick : .full
        let only = value("--only") ?? ""
        let benchmarks =
            RingBenchmarks.all() + AggregationBenchmarks.all() + HistogramBenchmarks.all() + EndToEndBenchmarks.all()
            + MemoryBenchmarks.all() + DecodingBenchmarks.all() + PollBenchmarks.all() + PrecisionBenchmarks.all()
            + ReflectorBenchmarks.all() + SenderBenchmarks.all() + GNMIBenchmarks.all()
            + RemoteWriteBenchmarks.all() + JSONBenchmarks.all() + ExportBenchmarks.all()
        var rows: [Measurement] = []
        say(Report.heading())
        for benchmark in benchmarks where benchmark.has(prefix: only) {
            for row in try benchmark.run(benchmark.names[0], effort) where row.name.hasPrefix(only) {
                say(Report.row(row, isJudged: !isQuick))
                rows.append(row)
            }
        }
        if isQuick {
            say("quick: it runs; for figures and verdicts run it without")
        } else {
            say(verdict(rows))
        }
        guard let output = value("--output") else { return }
        try Report.write(rows, to: output)
        say("written: \(output)")
    }

    private static func verdict(_ rows: [Measurement]) -> String {
        let missed = rows.filter { $0.goal.isMet(by: $0) == false }
        return missed.isEmpty ? "all goals met" : "missed: " + missed.map(\.name).joined(separator: ", ")
    }
}
