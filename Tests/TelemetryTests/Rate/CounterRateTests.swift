import Telemetry
import Testing

/// A counter that is polled every `period` seconds by a steady agent, unless told otherwise.
private struct Poll {
    var value: UInt64
    var at: Double
    var ticks: UInt32?
    var epoch: UInt32 = 0
    var is32 = false

    var reading: CounterReading {
        CounterReading(
            value: value, agentTicks: ticks ?? UInt32(at * 100), epoch: epoch, isCounter32: is32,
            receivedNanoseconds: start + Int64(at * 1e9))
    }
}

private func outcomes(
    _ kind: CounterRate.Kind = .octets, period: Double = 30, speeds: [UInt64?], _ polls: [Poll]
) -> [CounterRate.Outcome] {
    var rate = CounterRate(kind: kind, periodNanoseconds: Int64(period * 1e9))
    return zip(polls, speeds).map { rate.update($0.reading, speedBitsPerSecond: $1) }
}

private func afterSecond(
    kind: CounterRate.Kind = .octets, period: Double = 30, speed: UInt64? = 10_000_000_000, _ first: Poll,
    _ next: Poll
) -> CounterRate.Outcome {
    outcomes(kind, period: period, speeds: [speed, speed], [first, next])[1]
}

private func rate(_ perSecond: Double, over seconds: Double) -> CounterRate.Outcome {
    .rate(perSecond: perSecond, intervalNanoseconds: Int64(seconds * 1e9))
}

struct CounterRateTests {
    @Test("1.5e12 octets in 60 s on 400 000 Mb/s are 50.0 %")
    func workedExample() {
        let outcome = afterSecond(
            period: 60, speed: 400_000_000_000, Poll(value: 7, at: 100), Poll(value: 7 + 1_500_000_000_000, at: 160))
        #expect(outcome == rate(25e9, over: 60))
        #expect(25e9 * 8 / 400e9 == 0.5)
    }

    @Test("A first reading gives no rate")
    func first() {
        #expect(outcomes(speeds: [1_000], [Poll(value: 5, at: 10)]) == [.gap(.awaitingSecondReading)])
    }

    @Test("The interval is the agent's, not that of receipt")
    func agentInterval() {
        let late = Poll(value: 3_000, at: 131, ticks: 13_000)
        #expect(afterSecond(Poll(value: 0, at: 100), late) == rate(100, over: 30))
    }

    @Test("sysUpTime that wraps when receipt agrees is a wrap")
    func tickWrap() {
        let before = Poll(value: 0, at: 100, ticks: UInt32.max - 999)
        #expect(afterSecond(before, Poll(value: 6_000, at: 130, ticks: 2_000)) == rate(200, over: 30))
    }

    @Test("sysUpTime that falls is a restart", arguments: [0, 1, 2_000, 9_999] as [UInt32])
    func restart(ticks: UInt32) {
        let outcome = afterSecond(Poll(value: 0, at: 100), Poll(value: 6_000, at: 130, ticks: ticks))
        #expect(outcome == .gap(.agentRestarted))
    }

    @Test("A restart shortly before sysUpTime would wrap is still a restart when receipt disagrees")
    func restartNearWrap() {
        let before = Poll(value: 0, at: 100, ticks: UInt32.max - 8_000)
        #expect(afterSecond(before, Poll(value: 1, at: 130, ticks: 2_000)) == .gap(.agentRestarted))
    }

    @Test("A restart that also changes the epoch is called a restart, a changed epoch alone a discontinuity")
    func epoch() {
        let before = Poll(value: 0, at: 100)
        #expect(afterSecond(before, Poll(value: 1, at: 130, ticks: 5, epoch: 1)) == .gap(.agentRestarted))
        #expect(afterSecond(before, Poll(value: 1, at: 130, epoch: 1)) == .gap(.counterDiscontinuity))
    }

    @Test("A counter whose width changes starts anew")
    func width() {
        let outcome = afterSecond(
            speed: 100_000_000, Poll(value: 0, at: 100), Poll(value: 1, at: 130, is32: true))
        #expect(outcome == .gap(.counterDiscontinuity))
    }

    @Test("An agent clock that stands still is said so, a hasty second reading is not blamed on it")
    func stoppedClock() {
        let before = Poll(value: 0, at: 100)
        #expect(afterSecond(before, Poll(value: 9, at: 130, ticks: 10_000)) == .gap(.agentClockStopped))
        #expect(afterSecond(before, Poll(value: 9, at: 115, ticks: 10_000)) == .gap(.agentClockStopped))
        #expect(afterSecond(before, Poll(value: 9, at: 100.5, ticks: 10_000)) == .gap(.intervalOutOfRange))
    }

    @Test(
        "Intervals outside half to twice the period are gaps, the bounds are not",
        arguments: [(14.99, false), (15, true), (30, true), (60, true), (60.01, false), (3_600, false)])
    func interval(seconds: Double, isRate: Bool) {
        let outcome = afterSecond(Poll(value: 0, at: 100), Poll(value: 60, at: 100 + seconds))
        #expect(outcome == (isRate ? rate(60 / seconds, over: seconds) : .gap(.intervalOutOfRange)))
    }

    @Test("An agent clock that saw less than passed between the answers, as after two restarts, gives no rate")
    func restartedTwice() {
        let before = Poll(value: 100, at: 100, ticks: 500)
        #expect(afterSecond(before, Poll(value: 5_000, at: 130, ticks: 2_500)) == .gap(.intervalOutOfRange))
        #expect(afterSecond(before, Poll(value: 2_800, at: 130, ticks: 3_200)) == rate(100, over: 27))
    }

    @Test("A Counter64 that falls is a gap, even by one")
    func fell() {
        #expect(afterSecond(Poll(value: 1_000, at: 100), Poll(value: 999, at: 130)) == .gap(.counterFell))
        #expect(afterSecond(Poll(value: .max, at: 100), Poll(value: 5, at: 130)) == .gap(.counterFell))
    }

    @Test("A counter beyond 2⁵³ loses nothing")
    func largeValues() {
        let base = UInt64.max - 10_000
        #expect(afterSecond(Poll(value: base, at: 100), Poll(value: base + 3_000, at: 130)) == rate(100, over: 30))
    }

    @Test("A Counter32 wraps")
    func counter32Wrap() {
        let outcome = afterSecond(
            speed: 100_000_000, Poll(value: 4_294_967_000, at: 100, is32: true),
            Poll(value: 2_704, at: 130, is32: true))
        #expect(outcome == rate(100, over: 30))
    }

    @Test(
        "A Counter32 is refused where 2³² · 8 / speed < 2 · period, from the first reading on",
        arguments: [(572_000_000, false), (573_000_000, true), (400_000_000_000, true)] as [(UInt64, Bool)])
    func counter32TooFast(speed: UInt64, isRefused: Bool) {
        let polls = [Poll(value: 0, at: 100, is32: true), Poll(value: 3_000, at: 130, is32: true)]
        let found = outcomes(speeds: [speed, speed], polls)
        #expect(found[0] == .gap(isRefused ? .counter32TooFast : .awaitingSecondReading))
        #expect(found[1] == (isRefused ? .gap(.counter32TooFast) : rate(100, over: 30)))
    }

    @Test("A speed of 0, or none, is a gap")
    func speedUnknown() {
        #expect(afterSecond(speed: 0, Poll(value: 0, at: 100), Poll(value: 1, at: 130)) == .gap(.speedUnknown))
        #expect(afterSecond(speed: nil, Poll(value: 0, at: 100), Poll(value: 1, at: 130)) == .gap(.speedUnknown))
    }

    @Test("A speed that changed is a gap, and the next rate is held against the new one")
    func speedChanged() {
        let polls = (0..<4).map { Poll(value: UInt64($0) * 30, at: 100 + Double($0) * 30) }
        #expect(
            outcomes(speeds: [nil, 1_000, 2_000, 2_000], polls) == [
                .gap(.awaitingSecondReading), rate(1, over: 30), .gap(.speedChanged), rate(1, over: 30),
            ])
        #expect(outcomes(speeds: [0, 1_000, 0], polls).dropFirst() == [.gap(.speedChanged), .gap(.speedUnknown)])
    }

    @Test("U up to 1.05 is a rate, above it a gap", arguments: [(1_050, true), (1_051, false)] as [(UInt64, Bool)])
    func capacity(octetsPerSecond: UInt64, isRate: Bool) {
        let outcome = afterSecond(speed: 8_000, Poll(value: 0, at: 100), Poll(value: octetsPerSecond * 30, at: 130))
        #expect(outcome == (isRate ? rate(Double(octetsPerSecond), over: 30) : .gap(.rateAboveCapacity)))
    }

    @Test("Errors need no speed, and a fall of either width is a gap")
    func events() {
        #expect(
            afterSecond(kind: .events, speed: nil, Poll(value: 10, at: 100), Poll(value: 40, at: 130))
                == rate(1, over: 30))
        #expect(
            afterSecond(kind: .events, speed: nil, Poll(value: 10, at: 100), Poll(value: 9, at: 130))
                == .gap(.counterFell))
        let fallen = afterSecond(
            kind: .events, speed: nil, Poll(value: 4_294_967_290, at: 100, is32: true),
            Poll(value: 3, at: 130, is32: true))
        #expect(fallen == .gap(.counterFell))
    }

    @Test("After every gap the next rate starts from the reading that caused it")
    func startsAnew() {
        let polls = [
            Poll(value: 1_000, at: 100), Poll(value: 10, at: 130), Poll(value: 3_010, at: 160),
            Poll(value: 4_000, at: 190, ticks: 16_000), Poll(value: 7_000, at: 220, ticks: 19_000),
            Poll(value: 0, at: 250, ticks: 100), Poll(value: 6_000, at: 280, ticks: 3_100),
        ]
        #expect(
            outcomes(speeds: Array(repeating: 1_000_000, count: polls.count), polls) == [
                .gap(.awaitingSecondReading), .gap(.counterFell), rate(100, over: 30), .gap(.agentClockStopped),
                rate(100, over: 30), .gap(.agentRestarted), rate(200, over: 30),
            ])
    }

    @Test("Extreme values never trap")
    func extremes() {
        let readings = [
            CounterReading(value: .max, agentTicks: .max, epoch: .max, receivedNanoseconds: .max),
            CounterReading(value: 0, agentTicks: 0, receivedNanoseconds: .min),
            CounterReading(value: .max, agentTicks: 1, isCounter32: true, receivedNanoseconds: .max),
        ]
        for period in [Int64.min, 0, 1, .max] {
            for speed in [nil, 0, 1, UInt64.max] {
                var rate = CounterRate(kind: .octets, periodNanoseconds: period)
                for reading in readings + readings.reversed() {
                    guard case .gap = rate.update(reading, speedBitsPerSecond: speed) else {
                        Issue.record("a rate from \(reading)")
                        continue
                    }
                }
            }
        }
    }
}
