/// What a sample measures. Subjects of interface metrics are interfaces, of path metrics paths; both are interned
/// once, by the engine, as dense indices from 0.
public enum Metric: UInt8, Sendable, CaseIterable {
    /// Interface counter, octets (ifHCInOctets / ifHCOutOctets, or the 32-bit ones with `.counter32`).
    case octets
    /// Interface counter (ifInErrors / ifOutErrors).
    case errors
    /// Interface counter (ifInDiscards / ifOutDiscards).
    case discards
    /// Interface gauge, bit/s; 0 means that the agent does not know. `direction` is ignored.
    case speed
    /// Interface gauge, IF-MIB ifOperStatus 1 … 7. `direction` is ignored.
    case operationalStatus
    /// Interface gauge, nanoseconds: readings come this far apart from now on, other than the settings say.
    /// `direction` is ignored.
    case period
    /// Path, one-way delay of one packet, nanoseconds, signed (`Sample.delayNanoseconds`).
    case delay
    /// Path, one packet that did not arrive within the loss timeout (RFC 7680); no value.
    case lost

    public var isCounter: Bool { rawValue <= Metric.discards.rawValue }
    public var isInterfaceMetric: Bool { rawValue <= Metric.period.rawValue }
}

/// Interfaces: inbound or outbound as the device sees it. Paths: A→B (`forward`), B→A (`backward`), or the round trip
/// of one packet without the reflector's time, (T4 − T1) − (T3 − T2), which no clock's offset touches.
public enum Direction: UInt8, Sendable {
    case inbound
    case outbound
    case roundTrip

    public static let forward = Direction.inbound
    public static let backward = Direction.outbound
    /// What interfaces have, and one-way delays.
    public static let oneWay: [Direction] = [.inbound, .outbound]
}

public struct SampleFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A Counter32: wraps at 2³².
    public static let counter32 = SampleFlags(rawValue: 1 << 0)
    /// The clocks of the two ends are not known to agree: no one-way verdict from this delay.
    public static let clockUnsynchronised = SampleFlags(rawValue: 1 << 1)
    /// Both ends read the same clock: the uncertainty is the stamping error alone.
    public static let clockShared = SampleFlags(rawValue: 1 << 2)
    /// D + E < physical floor: shown, flagged, never clipped, not judged.
    public static let clockFault = SampleFlags(rawValue: 1 << 3)
    /// A counter's ticks are `Sample.fineTickNanoseconds` of the source's own stamps, not hundredths of sysUpTime.
    public static let fineTicks = SampleFlags(rawValue: 1 << 4)
}

/// One measurement, 32 bytes, trivially copyable: the only thing that the ring carries.
@frozen
public struct Sample: Hashable, Sendable {
    /// When it was measured, wall clock, nanoseconds since 1970-01-01 UTC.
    public var timeNanoseconds: Int64
    /// A counter's value, a gauge's value, or a delay's bit pattern.
    public var payload: UInt64
    /// Counters: agent ticks and epoch (`agentTicks`, `epoch`). Delays: uncertainty E in nanoseconds.
    public var auxiliary: UInt64
    /// Dense index of the interface or path.
    public var subject: UInt32
    public var metric: Metric
    public var direction: Direction
    public var flags: SampleFlags

    @inlinable
    public init(
        timeNanoseconds: Int64, payload: UInt64, auxiliary: UInt64, subject: UInt32, metric: Metric,
        direction: Direction, flags: SampleFlags = []
    ) {
        self.timeNanoseconds = timeNanoseconds
        self.payload = payload
        self.auxiliary = auxiliary
        self.subject = subject
        self.metric = metric
        self.direction = direction
        self.flags = flags
    }

    /// Ticks of streamed counters, nanoseconds: fine enough for a rate each 10 ms, and 11.9 h until they wrap.
    public static let fineTickNanoseconds: Int64 = 10_000

    /// A counter reading. `agentTicks` is sysUpTime in hundredths of a second as the agent sent it (it wraps after
    /// 497 d), or, with `.fineTicks`, the source's stamp in ticks of 10 µs. `epoch` is any number that changes when the agent says that its counters started anew
    /// (snmpEngineBoots, ifCounterDiscontinuityTime); readings of different epochs never make a rate.
    @inlinable
    public static func counter(
        _ metric: Metric, subject: UInt32, direction: Direction, value: UInt64, agentTicks: UInt32, epoch: UInt32 = 0,
        flags: SampleFlags = [], at timeNanoseconds: Int64
    ) -> Sample {
        Sample(
            timeNanoseconds: timeNanoseconds, payload: value,
            auxiliary: UInt64(epoch) << 32 | UInt64(agentTicks), subject: subject, metric: metric,
            direction: direction, flags: flags)
    }

    @inlinable
    public static func gauge(_ metric: Metric, subject: UInt32, value: UInt64, at timeNanoseconds: Int64) -> Sample {
        Sample(
            timeNanoseconds: timeNanoseconds, payload: value, auxiliary: 0, subject: subject, metric: metric,
            direction: .inbound)
    }

    /// A one-way delay, nanoseconds, with its uncertainty E ≥ 0, nanoseconds.
    @inlinable
    public static func delay(
        subject: UInt32, direction: Direction, nanoseconds: Int64, uncertaintyNanoseconds: UInt64,
        flags: SampleFlags = [], at timeNanoseconds: Int64
    ) -> Sample {
        Sample(
            timeNanoseconds: timeNanoseconds, payload: UInt64(bitPattern: nanoseconds),
            auxiliary: uncertaintyNanoseconds, subject: subject, metric: .delay, direction: direction, flags: flags)
    }

    /// A packet known to be lost; `timeNanoseconds` is when it was sent.
    @inlinable
    public static func lost(subject: UInt32, direction: Direction, at timeNanoseconds: Int64) -> Sample {
        Sample(
            timeNanoseconds: timeNanoseconds, payload: 0, auxiliary: 0, subject: subject, metric: .lost,
            direction: direction)
    }

    @inlinable public var delayNanoseconds: Int64 { Int64(bitPattern: payload) }
    @inlinable public var agentTicks: UInt32 { UInt32(truncatingIfNeeded: auxiliary) }
    @inlinable public var epoch: UInt32 { UInt32(truncatingIfNeeded: auxiliary >> 32) }
}
