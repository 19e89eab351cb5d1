/// Why a counter gives no rate (`indicators.md` §5). Names are those of `MissingReason`.
public enum RateGap: UInt8, Sendable, CaseIterable, Error {
    /// No reading yet.
    case awaitingFirstAnswer
    /// A rate needs two readings.
    case awaitingSecondReading
    /// The newest reading is older than two periods and what delivery may take (`WindowFrame.staleAfterNanoseconds`).
    case stale
    /// sysUpTime fell.
    case agentRestarted
    /// The agent says that its counters started anew, or the counter's width changed.
    case counterDiscontinuity
    /// A Counter64, or an error or discard counter of any width, fell.
    case counterFell
    /// ifHighSpeed is 0 or absent.
    case speedUnknown
    case speedChanged
    /// Δt outside [0.5, 2] × period, or the agent's clock saw less of it than passed between the answers.
    case intervalOutOfRange
    /// U > 1.05.
    case rateAboveCapacity
    /// A Counter32 that can wrap unseen at this speed and period.
    case counter32TooFast
    /// sysUpTime does not advance: recorded or frozen agent.
    case agentClockStopped
}

/// A rate or ratio, or the reason why there is none.
public enum RateReading: Hashable, Sendable {
    case value(Double)
    case gap(RateGap)

    public var value: Double? {
        if case .value(let value) = self { value } else { nil }
    }
    public var gap: RateGap? {
        if case .gap(let gap) = self { gap } else { nil }
    }
}
