/// Readings of one counter → rates, by `indicators.md` §5: a gap, not a spike. A value without I/O or clock; every
/// reading, whatever came of it, is what the next one is held against.
public struct CounterRate: Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// Octets of an interface: bounded by its speed, may be 32 bits wide and wrap.
        case octets
        /// Errors or discards: no relation to the speed. A fall is never taken for a wrap: a true wrap of an error
        /// counter costs one gap, a reset taken for a wrap would be a spike.
        case events
    }

    public enum Outcome: Hashable, Sendable {
        /// Per second by the agent's clock, over the interval that it measured, nanoseconds.
        case rate(perSecond: Double, intervalNanoseconds: Int64)
        case gap(RateGap)
    }

    /// U above this is a gap; the excess over 1 is the 10 ms grain of sysUpTime and the agent's own refresh.
    public static let greatestUtilization = 1.05

    /// How far Δt by the agent's clock may fall short of receipt, or a tenth of it if that is more.
    private static let receiptToleranceNanoseconds: Int64 = 2_000_000_000

    /// Expected time between readings, nanoseconds.
    public private(set) var periodNanoseconds: Int64
    private var previous: CounterReading?
    private var previousSpeed: UInt64?
    // Last: the whole fits one cache line.
    public let kind: Kind

    /// `periodNanoseconds` > 0 (smaller is taken as 1).
    public init(kind: Kind, periodNanoseconds: Int64) {
        self.kind = kind
        self.periodNanoseconds = max(1, periodNanoseconds)
    }

    /// Readings come this far apart from now on.
    mutating func expect(periodNanoseconds period: Int64) { periodNanoseconds = max(1, period) }

    /// When the newest reading was received, nanoseconds; `nil` before the first.
    var newestNanoseconds: Int64? { previous?.receivedNanoseconds }

    /// Takes one reading. `speedBitsPerSecond`: the interface's speed at that time, 0 when the agent does not know
    /// it, `nil` before it was read; ignored for events.
    @inline(__always)
    public mutating func update(_ reading: CounterReading, speedBitsPerSecond speed: UInt64?) -> Outcome {
        defer {
            previous = reading
            previousSpeed = speed
        }
        guard let previous else {
            return .gap(wrapsUnseen(reading, speed) ? .counter32TooFast : .awaitingSecondReading)
        }
        switch interval(from: previous, to: reading) {
        case .failure(let gap): return .gap(gap)
        case .success(let intervalNanoseconds):
            return rate(from: previous, to: reading, intervalNanoseconds: intervalNanoseconds, speed: speed)
        }
    }

    /// Δt by the agent's clock, nanoseconds, or why the two readings have none in common.
    @inline(__always)
    private func interval(from previous: CounterReading, to reading: CounterReading) -> Result<Int64, RateGap> {
        let nanosecondsPerTick = reading.hasFineTicks ? Sample.fineTickNanoseconds : 10_000_000
        let elapsed = Int64(reading.agentTicks &- previous.agentTicks) &* nanosecondsPerTick
        let (received, overflow) = reading.receivedNanoseconds.subtractingReportingOverflow(
            previous.receivedNanoseconds)
        let tolerance = max(Self.receiptToleranceNanoseconds, received / 10)
        // Two clocks have no interval in common.
        guard reading.hasFineTicks == previous.hasFineTicks else { return .failure(.counterDiscontinuity) }
        if reading.agentTicks < previous.agentTicks {
            // After a restart the wrapped difference is up to 497 d (fine ticks: 11.9 h); only a true wrap agrees with
            // receipt.
            guard !overflow, (elapsed &- received).magnitude <= tolerance.magnitude else {
                return .failure(.agentRestarted)
            }
        }
        guard reading.epoch == previous.epoch, reading.isCounter32 == previous.isCounter32 else {
            return .failure(.counterDiscontinuity)
        }
        if elapsed == 0 {
            return .failure(!overflow && received >= periodNanoseconds / 2 ? .agentClockStopped : .intervalOutOfRange)
        }
        let shortest = periodNanoseconds / 2
        let (longest, tooLong) = periodNanoseconds.multipliedReportingOverflow(by: 2)
        guard elapsed >= shortest, tooLong || elapsed <= longest else { return .failure(.intervalOutOfRange) }
        // An agent that restarts twice between polls can show a sysUpTime above the last one: less than passed.
        guard !overflow, received &- elapsed <= tolerance else { return .failure(.intervalOutOfRange) }
        return .success(elapsed)
    }

    @inline(__always)
    private func rate(
        from previous: CounterReading, to reading: CounterReading, intervalNanoseconds: Int64, speed: UInt64?
    ) -> Outcome {
        if kind == .octets {
            guard let speed, speed > 0 else { return .gap(.speedUnknown) }
            if let previousSpeed, previousSpeed != speed { return .gap(.speedChanged) }
            if wrapsUnseen(reading, speed) { return .gap(.counter32TooFast) }
        }
        var difference = reading.value &- previous.value
        if reading.value < previous.value {
            guard kind == .octets, reading.isCounter32 else { return .gap(.counterFell) }
            difference &= UInt64(UInt32.max)
        }
        let perSecond = Double(difference) * 1e9 / Double(intervalNanoseconds)
        if kind == .octets, let speed, perSecond * 8 > Self.greatestUtilization * Double(speed) {
            return .gap(.rateAboveCapacity)
        }
        return .rate(perSecond: perSecond, intervalNanoseconds: intervalNanoseconds)
    }

    /// 2³² · 8 / speed < 2 · period.
    private func wrapsUnseen(_ reading: CounterReading, _ speed: UInt64?) -> Bool {
        guard kind == .octets, reading.isCounter32, let speed, speed > 0 else { return false }
        return 0x1p32 * 8 / Double(speed) < 2 * Double(periodNanoseconds) / 1e9
    }
}
