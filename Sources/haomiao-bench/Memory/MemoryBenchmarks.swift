import Telemetry

/// What the series take: how much the process grows when all that is kept has come once, beside the bytes that the
/// plan says by arithmetic.
enum MemoryBenchmarks {
    static func all() -> [Benchmark] {
        [
            links("memory.10k.links.24h", 10_000, minutes: 1_440),
            links("memory.100k.links.2h", 100_000, minutes: 120), paths(),
        ]
    }

    /// Octets, errors and discards of both directions, speed and status, read every 30 s until the store has wrapped.
    private static func links(_ name: String, _ count: Int, minutes: Int) -> Benchmark {
        Benchmark(name) { name, _ in
            let workload = Workload(interfaces: count, paths: 0, probesEach: 0, period: 30_000_000_000)
            return [
                try growth(name, goal: .atMost(1)) {
                    let aggregator = Aggregator(
                        settings: workload.settings(minutesKept: minutes), interfaces: count, paths: 0)
                    try check(aggregator.memory.minutesKept >= minutes, "the plan keeps less: \(aggregator.memory)")
                    aggregator.ingest(workload.prologue.span, wallNanoseconds: Workload.start)
                    feed(workload, minutes: minutes + 3, aggregator)
                    try check(aggregator.dropped.total == 0, "dropped: \(aggregator.dropped)")
                    return aggregator
                }
            ]
        }
    }

    private static func feed(_ workload: Workload, minutes: Int, _ aggregator: Aggregator) {
        let batchSteps = 100
        var batch = Array(
            repeating: Sample.lost(subject: 0, direction: .forward, at: 0), count: batchSteps * workload.stepSamples)
        for step in stride(from: 0, to: workload.interfaces * minutes * 2, by: batchSteps) {
            var filled = batch.mutableSpan
            workload.fill(&filled, from: step)
            aggregator.ingest(batch.span, wallNanoseconds: batch[batch.count - 1].timeNanoseconds)
            aggregator.publishFigures(limit: 16)
        }
    }

    /// 10 000 paths, both directions and round trips, for which the whole budget of 1 GiB is given. One path in 32 is probed until the
    /// minutes kept have come once, which brings in all their pages (the rows of 32 neighbours in one minute share a
    /// page); then all are, once a second, until the live window of an hour is full.
    private static func paths() -> Benchmark {
        Benchmark("memory.10k.paths") { name, _ in
            [
                try growth(name) {
                    let count = 10_000
                    let aggregator = Aggregator(
                        settings: AggregationSettings(limitNanoseconds: [1_000_000, 10_000_000]), interfaces: 0,
                        paths: count)
                    var second: Int64 = 0
                    var random = XorShift()
                    func probe(minutes: Int, every: Int) {
                        let end = second + Int64(minutes) * 60
                        while second < end {
                            let time = Workload.start + second * 1_000_000_000
                            send(stride(from: 0, to: count, by: every), time, aggregator, &random)
                            // What is published of a path takes memory too; that of earlier hours is replaced.
                            if second % 600 == 0 { aggregator.publish() }
                            second += every > 1 ? 20 : 1
                        }
                    }
                    probe(minutes: max(0, aggregator.memory.minutesKept - 60), every: 32)
                    probe(minutes: 63, every: 1)
                    aggregator.publish()
                    try check(aggregator.dropped.total == 0, "dropped: \(aggregator.dropped)")
                    return aggregator
                }
            ]
        }
    }

    private static func send(
        _ paths: StrideTo<Int>, _ time: Int64, _ aggregator: Aggregator, _ random: inout XorShift
    ) {
        var batch: [Sample] = []
        for path in paths {
            for direction in [Direction.forward, .backward, .roundTrip] {
                batch.append(
                    .delay(
                        subject: UInt32(path), direction: direction,
                        nanoseconds: 400_000 + Int64(path) * 100 + Int64(random.next() >> 50),
                        uncertaintyNanoseconds: 10_000, at: time + Int64(path)))
            }
        }
        aggregator.ingest(batch.span, wallNanoseconds: time + 1_000_000)
    }

    /// One round: memory does not scatter.
    private static func growth(
        _ name: String, goal: Goal = .none, _ make: () throws -> Aggregator
    ) throws -> Measurement {
        let before = try ResidentMemory.bytes()
        let aggregator = try make()
        let grown = Double(try ResidentMemory.bytes() - before) / ResidentMemory.gibibyte
        let planned = Double(aggregator.memory.plannedBytes) / ResidentMemory.gibibyte
        let minutes = aggregator.memory.minutesKept
        return Measurement(
            name, [grown], unit: "GiB resident, \(minutes) minutes kept", reference: ("by arithmetic", [planned]),
            goal: goal)
    }
}
