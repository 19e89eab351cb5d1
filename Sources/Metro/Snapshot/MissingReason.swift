/// Why a value is not there. Every grey cell has one; raw values are the schema's words.
public enum MissingReason: String, Sendable, CaseIterable, Error {
    /// No collector measures it.
    case notMeasured = "not_measured"
    case awaitingFirstAnswer = "awaiting_first_answer"
    /// A rate needs two readings.
    case awaitingSecondReading = "awaiting_second_reading"
    /// Older than two periods.
    case stale
    /// The target does not answer: unreachable, or what agents and reflectors meet with silence: a wrong
    /// community (v2c), a wrong key, a sender on no allow-list.
    case noAnswer = "no_answer"
    case refused
    /// The device answers but has no interface of that name.
    case interfaceNotFound = "interface_not_found"
    /// The agent lacks the column.
    case columnAbsent = "column_absent"
    case agentRestarted = "agent_restarted"
    case counterDiscontinuity = "counter_discontinuity"
    case counterFell = "counter_fell"
    case speedUnknown = "speed_unknown"
    case speedChanged = "speed_changed"
    /// Δt outside [0.5, 2] × period.
    case intervalOutOfRange = "interval_out_of_range"
    /// U > 1.05.
    case rateAboveCapacity = "rate_above_capacity"
    /// A Counter32 that can wrap unseen at this speed and period.
    case counter32TooFast = "counter32_too_fast"
    /// sysUpTime does not advance: recorded or frozen agent.
    case agentClockStopped = "agent_clock_stopped"
    /// The receiver sees no light, or the laser sends none.
    case noLight = "no_light"
    /// The device marks the sensor as unavailable or broken (RFC 3433 entPhySensorOperStatus).
    case sensorFailed = "sensor_failed"
    /// A figure that no such sensor can have: optical power outside −40 … +10 dBm.
    case implausible
    case tooFewSamples = "too_few_samples"
    case incomplete
    case windowNotCovered = "window_not_covered"
    /// The S bit is clear or the multiplier 0: no one-way verdict (RFC 8762 §4.2.1, RFC 4656 §4.1.2).
    case clockUnsynchronised = "clock_unsynchronised"
    /// D + E below the physical floor.
    case clockFault = "clock_fault"
    case allLost = "all_lost"
    /// So many were lost that the percentile's rank falls on a lost one.
    case lostOverPercentile = "lost_over_percentile"
    case collectorOutage = "collector_outage"
    /// Membership or class not stated in the inventory.
    case classUnknown = "class_unknown"
    case nothingToJudge = "nothing_to_judge"
    /// The interval straddles the limit.
    case straddlesLimit = "straddles_limit"
    /// Measured at a higher layer than the indicator's, and over the limit there.
    case higherLayerOnly = "higher_layer_only"
}

/// A value, or the reason why there is none. Never a zero that means "nothing".
public enum Reading<Value: Sendable>: Sendable {
    case known(Value)
    case missing(MissingReason)

    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }
    public var reason: MissingReason? {
        if case .missing(let reason) = self { reason } else { nil }
    }
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}
