import Telemetry
import Testing

@Suite("Counters whose ticks are 10 µs of the source's own stamps")
struct FineTickTests {
    /// The outcome of the second of two readings; times in nanoseconds since `start`.
    private static func outcome(
        period: Int64, _ first: (value: UInt64, stamp: Int64, time: Int64),
        _ next: (value: UInt64, stamp: Int64, time: Int64), nextIsFine: Bool = true
    ) -> CounterRate.Outcome {
        func sample(_ reading: (value: UInt64, stamp: Int64, time: Int64), isFine: Bool) -> CounterReading {
            CounterReading(
                .counter(
                    .octets, subject: 0, direction: .inbound, value: reading.value,
                    agentTicks: UInt32(truncatingIfNeeded: reading.stamp / Sample.fineTickNanoseconds),
                    flags: isFine ? .fineTicks : [], at: start + reading.time))
        }
        var rate = CounterRate(kind: .octets, periodNanoseconds: period)
        _ = rate.update(sample(first, isFine: true), speedBitsPerSecond: 400_000_000_000)
        return rate.update(sample(next, isFine: nextIsFine), speedBitsPerSecond: 400_000_000_000)
    }

    private static let millisecond: Int64 = 1_000_000
    /// Ticks before they wrap, nanoseconds.
    private static let wrap = Int64(1) << 32 * Sample.fineTickNanoseconds

    @Test("Readings 100 ms apart, delivered with 30 ms of jitter, give the rate of their stamps")
    func fast() {
        let outcome = Self.outcome(
            period: 100 * Self.millisecond, (0, start, 0), (1_000_300, start + 100_030_000, 130 * Self.millisecond))
        #expect(outcome == .rate(perSecond: 10_000_000, intervalNanoseconds: 100_030_000))
    }

    @Test("Ticks that wrap after 11.9 h are a wrap where receipt agrees")
    func wraps() {
        let stamp = (start / Self.wrap + 1) * Self.wrap - second / 2
        let outcome = Self.outcome(period: second, (0, stamp, 0), (500, stamp + second, second))
        #expect(outcome == .rate(perSecond: 500, intervalNanoseconds: second))
    }

    @Test("A source whose clock went back has no interval, whatever its counter says")
    func back() {
        let outcome = Self.outcome(period: second, (0, start, 0), (500, start - 60 * second, second))
        #expect(outcome == .gap(.agentRestarted))
    }

    @Test("A clock that stands still while time passes gives no rate")
    func still() {
        #expect(
            Self.outcome(period: second, (0, start, 0), (500, start, second)) == .gap(.agentClockStopped))
    }

    @Test("Ticks of a stamp and hundredths of sysUpTime are two clocks: no rate between them")
    func mixed() {
        let outcome = Self.outcome(
            period: second, (0, start, 0), (500, start + second, second), nextIsFine: false)
        #expect(outcome == .gap(.counterDiscontinuity))
    }
}
