import Metro
import Telemetry
import Testing

/// A far clock that is wrong by what the schedule says, on ways that stay as they are.
@Suite(.timeLimit(.minutes(1)))
struct ClockTests {
    private static func schedule(
        _ name: String, probes: Int, microseconds: Int64 = 900,
        ahead: @escaping @Sendable (_ probe: Int, _ elapsedNanoseconds: Int64) -> Int64
    ) -> Schedule {
        var schedule = Schedule.constant(microseconds, microseconds, name: name)
        schedule.probes = probes
        schedule.farClockAhead = ahead
        return schedule
    }

    @Test("A far clock that is set by 300 µs is flagged within 10 probes, and the round trip does not notice")
    func step() async throws {
        let trial = try await Trial.runSynchronised(
            Self.schedule("clock step 300 µs", probes: 600) { probe, _ in probe < 300 ? 0 : 300_000 })
        let flagged = Set(trial.pairs.filter { $0.flags.contains(.clockFault) }.map(\.probe))
        LatencyTable.show("clock step of 300 µs at probe 300: flagged from \(flagged.min() ?? -1) on")
        #expect((300...310).contains(try #require(flagged.min())))
        // Once found it stays: the clock does.
        #expect(
            trial.pairs.filter { $0.direction != .roundTrip && $0.probe > 310 }.allSatisfy {
                flagged.contains($0.probe)
            })
        expectRoundTripsAreRight(trial)
    }

    @Test("While a clock is flagged nothing is called missed on its word, and what round trips prove they still prove")
    func verdict() async throws {
        let trial = try await Trial.runSynchronised(
            Self.schedule("clock step, 0.95 ms", probes: 800, microseconds: 950) { probe, _ in
                probe < 400 ? 0 : 300_000
            })
        // Believed, 950 µs and 300 µs of clock would be over 1 ms; the round trip leaves it open.
        let unknown = trial.judgement(limitMilliseconds: 1)
        #expect(unknown.verdict == .unknown)
        #expect(unknown.reason == .clockFault)
        #expect(trial.judgement(limitMilliseconds: 1, ignoring: .clockFault).verdict == .missed)
        // A round trip of 2 ms, or of 100 ms on a busy machine, has no way of 1 s in it.
        let proven = trial.judgement(limitMilliseconds: 1_000)
        #expect(proven.verdict == .met)
        #expect(proven.method == .roundTrip)
    }

    @Test("A far clock that runs 50 ppm fast is flagged when it has moved by 20 µs and what both clocks admit")
    func drift() async throws {
        let schedule = Self.schedule("clock drift 50 ppm", probes: 800) { _, elapsed in
            max(0, elapsed - 1_000_000_000) / 20_000
        }
        let trial = try await Trial.runSynchronised(schedule)
        let flagged = trial.pairs.filter { $0.flags.contains(.clockFault) }.sorted { $0.probe < $1.probe }
        let first = try #require(flagged.first)
        let admitted = trial.pairs.filter { $0.probe <= first.probe && $0.direction != .roundTrip }.map(\.uncertainty)
        let greatest = try #require(admitted.max())
        LatencyTable.show(
            "clock drift of 50 ppm: flagged when it was \(first.clockAhead) ns ahead, E \(admitted.min() ?? 0) to \(greatest)"
        )
        #expect(first.clockAhead > 20_000)
        #expect(first.clockAhead < 20_000 + greatest + 40_000)
        expectRoundTripsAreRight(trial)
    }

    @Test("A far clock that is behind makes delays negative: they are told as they are, and flagged")
    func negative() async throws {
        let trial = try await Trial.runSynchronised(
            Self.schedule("clock 500 µs behind", probes: 200, microseconds: 200) { _, _ in -500_000 })
        let there = trial.pairs.filter { $0.direction == .forward }
        #expect(there.count > 50)
        let negative = there.filter { $0.measured < 0 }
        let short = there.filter { $0.actual < 400_000 }
        #expect(short.count { $0.measured < 0 } * 20 >= short.count * 19)
        #expect(negative.allSatisfy { $0.flags.contains(.clockFault) })
        #expect(there.count { $0.isWithin(besides: $0.clockAhead) } * 20 >= there.count * 19)
        expectRoundTripsAreRight(trial)
    }

    @Test("Clocks that are right are not called wrong")
    func quiet() async throws {
        let trial = try await Trial.runSynchronised(Self.schedule("clocks right", probes: 600) { _, _ in 0 })
        #expect(trial.pairs.count > 600)
        #expect(!trial.pairs.contains { $0.flags.contains(.clockFault) })
    }

    /// No clock is in them, whatever it does: both of their stamps at either end are of one clock.
    private func expectRoundTripsAreRight(_ trial: Trial) {
        let roundTrips = trial.pairs.filter { $0.direction == .roundTrip }
        #expect(roundTrips.count > 50)
        #expect(!roundTrips.contains { $0.flags.contains(.clockFault) })
        let beyond = roundTrips.filter { !$0.isWithin }
        #expect(beyond.count * 20 <= roundTrips.count, "beyond E: \(beyond.prefix(5))")
    }
}
