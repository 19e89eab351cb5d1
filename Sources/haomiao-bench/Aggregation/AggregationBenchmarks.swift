import PathReference
import Telemetry

/// Samples into records.
enum AggregationBenchmarks {
    static func all() -> [Benchmark] { [random(), percentile()] }

    private static let links = 100_000
    private static let layout = BucketLayout(limitNanoseconds: [])

    /// Delays of 100 000 subjects in random order into one minute's record each: count, last, minimum, maximum, sum and
    /// 256 log-linear buckets. Each subject has its own delay, 0.2 to 4 ms, and up to 30 % more by queues, the small
    /// ones being the frequent ones; one in 64 is beyond its window.
    private static func random() -> Benchmark {
        Benchmark("aggregate.100k.random") { name, effort in
            let samples = delays((1 << 22) / effort.divisor)
            guard let reference = reference_table_make(links) else { throw WrongResult("no memory") }
            defer { reference_table_free(reference) }
            let core = reference_consumer_core()
            let table = pinned(core: core) { DelayAccumulators(count: links, layout: layout) }
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    { pinned(core: core) { rate(samples.count) { table.fold(samples.span) } } },
                    {
                        pinned(core: core) {
                            rate(samples.count) { reference_table_fold(reference, samples, samples.count) }
                        }
                    },
                ])
            try compare(table, reference_table_totals(reference))
            return [
                Measurement(
                    name, rounds[0], unit: "M samples/s", reference: ("C++ record with prefetch", rounds[1]),
                    goal: .ratioAtLeast(0.95))
            ]
        }
    }

    private static func delays(_ count: Int) -> [Sample] {
        var random = XorShift()
        return (0..<count).map { _ in
            let subject = random.next() % UInt64(links)
            let base = 200_000 + Int64(subject &* 7_919 % 3_800_000)
            let share = Double(random.next() >> 11) * 0x1p-53
            let isOutside = random.next() & 63 == 0
            let delay = isOutside ? 3 * base : base + Int64(Double(base) * 0.3 * share * share)
            return .delay(
                subject: UInt32(subject), direction: .forward, nanoseconds: delay, uncertaintyNanoseconds: 0, at: 0)
        }
    }

    private static func compare(_ table: DelayAccumulators, _ reference: reference_totals) throws {
        var sums = (count: UInt64(0), sum: Int64(0), minimum: Int64(0), maximum: Int64(0), last: Int64(0))
        for link in 0..<links where table[link].count > 0 {
            let record = table[link]
            sums.count += UInt64(record.count)
            sums.sum += record.sum
            sums.minimum += record.minimum
            sums.maximum += record.maximum
            sums.last += record.last
        }
        try check(
            sums.count == reference.count && sums.sum == reference.sum && sums.minimum == reference.minimum
                && sums.maximum == reference.maximum && sums.last == reference.last
                && table.outside == reference.outside
                && reference.in_buckets + reference.outside == reference.count,
            "the two sides hold different records: \(sums), outside \(table.outside); reference \(reference)")
    }

    /// Delays into one histogram and its 99th percentile, against sorting them.
    private static func percentile() -> Benchmark {
        Benchmark("histogram.p99") { name, effort in
            let values = (0..<(1 << 18)).map { 400_000 + Int64($0 &* 7919 % 900_000) }
            let layout = BucketLayout(limitNanoseconds: [1_000_000, 10_000_000])
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    {
                        rate(values.count) {
                            var histogram = DelayHistogram(layout: layout)
                            for value in values { histogram.record(value) }
                            precondition(histogram.percentile(0.99).upper != nil)
                        }
                    },
                    {
                        rate(values.count) {
                            let sorted = values.sorted()
                            precondition(sorted[sorted.count * 99 / 100] > 0)
                        }
                    },
                ])
            return [Measurement(name, rounds[0], unit: "M samples/s", reference: ("sort and index", rounds[1]))]
        }
    }
}

/// Seeded and the same on every machine (Marsaglia, Xorshift RNGs, 2003).
struct XorShift {
    private var state: UInt64 = 88_172_645_463_325_252

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
