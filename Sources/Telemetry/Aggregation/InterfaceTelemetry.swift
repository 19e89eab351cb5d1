/// What is known of one direction of an interface, as the device sees it.
public struct InterfaceDirectionTelemetry: Hashable, Sendable {
    public let octetsPerSecond: RateReading
    /// 8 · octet rate / speed, 0 … 1.05.
    public let utilization: RateReading
    public let errorsPerSecond: RateReading
    public let discardsPerSecond: RateReading
    /// The octet counter as last read; `nil` before the first.
    public let newestOctets: UInt64?
    /// Time of the newest octet counter, wall clock nanoseconds; `nil` before the first.
    public let newestCounterNanoseconds: Int64?

    public var bitsPerSecond: RateReading {
        if case .value(let octets) = octetsPerSecond { .value(octets * 8) } else { octetsPerSecond }
    }
}

/// What is known of one interface.
public struct InterfaceTelemetry: Hashable, Sendable {
    public let inbound: InterfaceDirectionTelemetry
    public let outbound: InterfaceDirectionTelemetry
    /// Newest speed, bit/s; 0 when the agent does not know it, `nil` before it was read.
    public let speedBitsPerSecond: UInt64?
    public let speedTimeNanoseconds: Int64?
    /// Newest ifOperStatus, 1 … 7; `nil` before it was read.
    public let operationalStatus: Int?
    public let operationalStatusTimeNanoseconds: Int64?
    /// Age past which a reading of this interface is stale, nanoseconds. Rates say so themselves.
    public let staleAfterNanoseconds: Int64

    public subscript(direction: Direction) -> InterfaceDirectionTelemetry {
        direction == .inbound ? inbound : outbound
    }
}

/// One kept minute of one counter, per second.
public struct CounterMinute: Hashable, Sendable {
    /// Weighted by time.
    public let mean: Float
    /// NaN for errors and discards, of which the mean is kept.
    public let minimum: Float
    public let maximum: Float
    /// In quarters of a second, rounded down.
    public let coveredSeconds: Float
}

/// How much of the live window an interface was up.
public struct OperationalCoverage: Hashable, Sendable {
    /// Time between readings that both said up, seconds.
    public let upSeconds: Double
    /// Time between readings no further apart than what makes a reading stale, seconds. The time since the newest reading is not
    /// covered yet.
    public let coveredSeconds: Double
    /// From the window's first minute to now, seconds.
    public let windowSeconds: Double

    /// Share of the covered time, 0 … 1; `nil` when nothing is covered. Time in which the status changed counts
    /// as not up.
    public var upRatio: Double? { coveredSeconds > 0 ? min(1, upSeconds / coveredSeconds) : nil }
    /// Share of the window that is covered, 0 … 1.
    public var coverage: Double { windowSeconds > 0 ? min(1, coveredSeconds / windowSeconds) : 0 }
}

extension InterfaceDirectionTelemetry {
    init(_ row: DirectionNow, speed: UInt64?, now: Int64, staleAfter: Int64) {
        func reading(_ rate: PackedRate, _ time: Int64) -> RateReading {
            guard time > 0 else { return .gap(.awaitingFirstAnswer) }
            return now &- time > staleAfter ? .gap(.stale) : rate.reading
        }
        octetsPerSecond = reading(row.octetsPerSecond, row.octetsTime)
        errorsPerSecond = reading(row.errorsPerSecond, row.errorsTime)
        discardsPerSecond = reading(row.discardsPerSecond, row.discardsTime)
        newestOctets = row.octetsTime > 0 ? row.octets : nil
        newestCounterNanoseconds = row.octetsTime > 0 ? row.octetsTime : nil
        utilization =
            switch octetsPerSecond {
            case .gap(let gap): .gap(gap)
            case .value(let rate):
                if let speed, speed > 0 { .value(rate * 8 / Double(speed)) } else { .gap(.speedUnknown) }
            }
    }
}

extension InterfaceTelemetry {
    /// From what the owner published of an interface.
    init(_ gauges: InterfaceGauges, _ inbound: DirectionNow, _ outbound: DirectionNow, now: Int64, staleAfter: Int64) {
        let speed = gauges.speedTime > 0 ? gauges.speedBitsPerSecond : nil
        self.inbound = InterfaceDirectionTelemetry(inbound, speed: speed, now: now, staleAfter: staleAfter)
        self.outbound = InterfaceDirectionTelemetry(outbound, speed: speed, now: now, staleAfter: staleAfter)
        speedBitsPerSecond = speed
        speedTimeNanoseconds = speed.map { _ in gauges.speedTime }
        operationalStatus = gauges.statusTime > 0 ? Int(clamping: gauges.status) : nil
        operationalStatusTimeNanoseconds = gauges.statusTime > 0 ? gauges.statusTime : nil
        staleAfterNanoseconds = staleAfter
    }
}
