import PathReference

/// The ring between threads that do nothing else.
enum RingBenchmarks {
    /// Places in all: of the one ring, or of all lanes together (a power of two each).
    private static let places = 1 << 16
    private static let samples = 1 << 25

    static func all() -> [Benchmark] {
        [spsc(batch: 64), spsc(batch: 256), mpsc(producers: 2), mpsc(producers: 3), OfferRun.benchmark()]
    }

    /// One producer.
    private static func spsc(batch: Int) -> Benchmark {
        Benchmark("ring.spsc.batch\(batch)") { name, effort in
            let total = samples / effort.divisor
            let run = RingRun(producers: 1, batch: batch, total: total, laneCapacity: places)
            let rounds = try interleaved(
                rounds: effort.rounds,
                [run.throughput, { try checked(reference_spsc(batch, UInt64(total), places)) }])
            return [
                Measurement(
                    name, rounds[0], unit: "M samples/s", reference: ("C++ ring", rounds[1]),
                    goal: .ratioAtLeast(0.95))
            ]
        }
    }

    /// Several producers. The reference is the faster of two designs in C++; the other gets a row of its own.
    private static func mpsc(producers: Int) -> Benchmark {
        Benchmark("ring.mpsc\(producers).batch64") { name, effort in
            let total = samples / 2 / effort.divisor
            let lane = places >> (producers == 2 ? 1 : 2)
            let run = RingRun(producers: producers, batch: 64, total: total, laneCapacity: lane)
            let rounds = try interleaved(
                rounds: effort.rounds,
                [
                    run.throughput,
                    { try checked(reference_mpsc_lanes(Int32(producers), 64, UInt64(total), lane)) },
                    { try checked(reference_mpsc_reserve(Int32(producers), 64, UInt64(total), places)) },
                ])
            let designs = [("lanes", rounds[1]), ("reserve", rounds[2])].sorted { $0.1.median > $1.1.median }
            return [
                Measurement(
                    name, rounds[0], unit: "M samples/s", reference: ("C++ \(designs[0].0)", designs[0].1),
                    goal: .ratioAtLeast(0.95)),
                Measurement("\(name).\(designs[1].0)", designs[1].1, unit: "M samples/s in C++"),
            ]
        }
    }

    private static func checked(_ throughput: Double) throws -> Double {
        try check(throughput > 0, "a ring of the reference lost samples")
        return throughput
    }
}
