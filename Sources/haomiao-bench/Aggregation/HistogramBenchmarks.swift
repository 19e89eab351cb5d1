import PathReference
import Telemetry

/// Delays into histograms: how long one takes, and what many of them hold.
enum HistogramBenchmarks {
    static func all() -> [Benchmark] { [record(), windows()] }

    /// 0.7 ms, and queues of 20 µs in the mean (M/M/1) behind it.
    static func delay(_ random: inout XorShift, least: Int64 = 700_000) -> Int64 {
        // The mean of an exponential from the leading zeroes of a random number, and a uniform rest between two of them.
        let bits = random.next()
        let whole = Double(bits.leadingZeroBitCount)
        let rest = Double(random.next() >> 11) * 0x1p-53
        return least + Int64((whole + rest) * 20_000 * 0.6931)
    }

    /// Nanoseconds a delay: into one histogram; and on the whole way of the live path, of 10 000 paths with both directions
    /// and round trips, which are probed once a second (lateness, duplicates, seconds, minutes that close), beside one
    /// record a series in C++ that has no such duties.
    private static func record() -> Benchmark {
        Benchmark("histogram.record", "histogram.record.live") { name, effort in
            [try alone(name, effort), try live("\(name).live", effort)]
        }
    }

    private static func alone(_ name: String, _ effort: Effort) throws -> Measurement {
        var random = XorShift()
        let delays = (0..<(1 << 20) / effort.divisor).map { _ in delay(&random) }
        let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])
        guard let reference = reference_histogram_make() else { throw WrongResult("no memory") }
        defer { reference_histogram_free(reference) }
        var below = 0
        let rounds = try interleaved(
            rounds: effort.rounds,
            [
                {
                    1e3
                        / rate(delays.count) {
                            var histogram = DelayHistogram(layout: layout)
                            for delay in delays { histogram.record(delay) }
                            below = histogram.count(below: 720_000)
                        }
                },
                {
                    reference_histogram_clear(reference)
                    return 1e3 / rate(delays.count) { reference_histogram_record(reference, delays, delays.count) }
                },
            ])
        try check(
            UInt64(below) == reference_histogram_below(reference, 720_000), "the two sides hold different counts")
        return Measurement(name, rounds[0], unit: "ns", reference: ("C++, dense counts", rounds[1]))
    }

    private static func live(_ name: String, _ effort: Effort) throws -> Measurement {
        let paths = 10_000
        let directions = [Direction.forward, .backward, .roundTrip]
        let aggregator = Aggregator(
            settings: AggregationSettings(limitNanoseconds: [1_000_000, 10_000_000]), interfaces: 0, paths: paths)
        guard let reference = reference_table_make(paths * directions.count) else { throw WrongResult("no memory") }
        defer { reference_table_free(reference) }
        var random = XorShift()
        var second: Int64 = 0
        var samples: [Sample] = []
        var plain: [Sample] = []
        func next(seconds: Int) {
            samples.removeAll(keepingCapacity: true)
            for _ in 0..<seconds {
                for path in 0..<paths {
                    let time = Workload.start + second * 1_000_000_000 + Int64(path) * 90_000
                    for direction in directions {
                        samples.append(
                            .delay(
                                subject: UInt32(path), direction: direction, nanoseconds: delay(&random),
                                uncertaintyNanoseconds: 900, at: time))
                    }
                }
                second += 1
            }
            plain = samples
            for place in plain.indices { plain[place].subject = UInt32(place % (paths * directions.count)) }
        }
        let rounds = try interleaved(
            rounds: effort.rounds,
            [
                {
                    next(seconds: max(5, 40 / effort.divisor))
                    let now = samples[samples.count - 1].timeNanoseconds
                    return 1e3 / rate(samples.count) { aggregator.ingest(samples.span, wallNanoseconds: now) }
                },
                { 1e3 / rate(plain.count) { reference_table_fold(reference, plain, plain.count) } },
            ])
        try check(
            aggregator.dropped.total == 0 && aggregator.stored == reference_table_totals(reference).count,
            "stored \(aggregator.stored), dropped \(aggregator.dropped)")
        return Measurement(name, rounds[0], unit: "ns", reference: ("C++ record with prefetch", rounds[1]))
    }

    /// Histograms of the last minute, five minutes, hour and day of 10 000 paths, both directions and round trips, one
    /// probe a second: how much the process grows by 120 000 histograms, beside 8 bytes for each bucket in use.
    private static func windows() -> Benchmark {
        Benchmark("memory.10k.histograms") { name, _ in
            let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])
            let probes = [60, 300, 3_600, 86_400]
            var random = XorShift()
            // 30 000 of each length are like one of these, in storage of their own.
            let kinds = (0..<64).map { kind in
                probes.map { probes in
                    var histogram = DelayHistogram(layout: layout)
                    for _ in 0..<probes { histogram.record(delay(&random, least: 300_000 + Int64(kind) * 10_000)) }
                    return histogram
                }
            }
            let before = try ResidentMemory.bytes()
            var kept: [DelayHistogram] = []
            kept.reserveCapacity(30_000 * probes.count)
            for series in 0..<30_000 {
                for histogram in kinds[series % kinds.count] {
                    kept.append(histogram)
                    kept[kept.count - 1].record(histogram.maximum ?? 0)
                }
            }
            let grown = Double(try ResidentMemory.bytes() - before) / ResidentMemory.gibibyte
            let buckets = kept.reduce(0) { $0 + $1.buckets.count }
            let stated = kept.count * (MemoryLayout<DelayHistogram>.stride + 32) + buckets * 8
            return [
                Measurement(
                    name, [grown], unit: "GiB resident, \(buckets / kept.count) buckets in the mean",
                    reference: ("by arithmetic", [Double(stated) / ResidentMemory.gibibyte]))
            ]
        }
    }
}
