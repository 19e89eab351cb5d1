@testable import Telemetry

/// A stored reading of a counter, and the speed that was known when it came; `nil` before one was read.
struct ObviousReading {
    let sample: Sample
    let speed: UInt64?
    /// Which sample of the aggregator it is.
    let arrival: Int

    var isCounter32: Bool { sample.flags.contains(.counter32) }
}

/// What two readings say of the time between them, rule after rule of `indicators.md` §5.
enum ObviousRate {
    private static let tick: Int64 = 10_000_000

    static func first(_ reading: ObviousReading, period: Int64) -> CounterRate.Outcome {
        .gap(isTooFast(reading, period) ? .counter32TooFast : .awaitingSecondReading)
    }

    static func between(_ before: ObviousReading, _ reading: ObviousReading, period: Int64) -> CounterRate.Outcome {
        let ticksBefore = Int64(before.sample.agentTicks)
        let ticks = Int64(reading.sample.agentTicks)
        let received = reading.sample.timeNanoseconds - before.sample.timeNanoseconds
        // 2 s, or a tenth of the time if that is more.
        let tolerance = max(2 * second, received / 10)
        var elapsed = (ticks - ticksBefore) * tick
        if ticks < ticksBefore {
            // Either sysUpTime wrapped, which receipt confirms, or the agent began anew.
            elapsed += (1 << 32) * tick
            if abs(elapsed - received) > tolerance { return .gap(.agentRestarted) }
        }
        if reading.sample.epoch != before.sample.epoch { return .gap(.counterDiscontinuity) }
        if reading.isCounter32 != before.isCounter32 { return .gap(.counterDiscontinuity) }
        if elapsed == 0 { return .gap(2 * received >= period ? .agentClockStopped : .intervalOutOfRange) }
        if 2 * elapsed < period || elapsed > 2 * period { return .gap(.intervalOutOfRange) }
        if received - elapsed > tolerance { return .gap(.intervalOutOfRange) }

        let isOctets = reading.sample.metric == .octets
        if isOctets {
            guard let speed = reading.speed, speed > 0 else { return .gap(.speedUnknown) }
            if let earlier = before.speed, earlier != speed { return .gap(.speedChanged) }
            if isTooFast(reading, period) { return .gap(.counter32TooFast) }
        }
        var (value, valueBefore) = (reading.sample.payload, before.sample.payload)
        if value < valueBefore {
            guard isOctets, reading.isCounter32 else { return .gap(.counterFell) }
            (value, valueBefore) = (value + (1 << 32) - valueBefore, 0)
        }
        let perSecond = Double(value - valueBefore) * 1e9 / Double(elapsed)
        if isOctets, perSecond * 8 > 1.05 * Double(reading.speed ?? 0) { return .gap(.rateAboveCapacity) }
        return .rate(perSecond: perSecond, intervalNanoseconds: elapsed)
    }

    /// 2³² octets pass in less than two periods.
    private static func isTooFast(_ reading: ObviousReading, _ period: Int64) -> Bool {
        guard reading.sample.metric == .octets, reading.isCounter32, let speed = reading.speed, speed > 0 else {
            return false
        }
        return 4_294_967_296.0 * 8 / Double(speed) < 2 * Double(period) / 1e9
    }
}
