import Metro
import Telemetry

extension MissingReason {
    /// The word of the aggregates' own reason; both lists name the same things.
    init(_ gap: RateGap) {
        self =
            switch gap {
            case .awaitingFirstAnswer: .awaitingFirstAnswer
            case .awaitingSecondReading: .awaitingSecondReading
            case .stale: .stale
            case .agentRestarted: .agentRestarted
            case .counterDiscontinuity: .counterDiscontinuity
            case .counterFell: .counterFell
            case .speedUnknown: .speedUnknown
            case .speedChanged: .speedChanged
            case .intervalOutOfRange: .intervalOutOfRange
            case .rateAboveCapacity: .rateAboveCapacity
            case .counter32TooFast: .counter32TooFast
            case .agentClockStopped: .agentClockStopped
            }
    }
}

extension Reading where Value == Double {
    /// A rate, or why there is none; `outage` explains gaps that come from nothing arriving.
    init(_ reading: RateReading, outage: MissingReason?) {
        switch reading {
        case .value(let value): self = .known(value)
        case .gap(let gap):
            switch gap {
            case .awaitingFirstAnswer, .awaitingSecondReading, .stale: self = .missing(outage ?? MissingReason(gap))
            default: self = .missing(MissingReason(gap))
            }
        }
    }

    /// A percentile's upper edge: what can be claimed of it.
    init(_ percentile: DelayPercentile, received: Int, outage: MissingReason?) {
        switch percentile {
        case .bounds(_, let upper): self = .known(Double(upper))
        case .lost: self = .missing(received == 0 ? .allLost : .lostOverPercentile)
        case .tooFewSamples:
            self = .missing(received == 0 ? outage ?? .awaitingFirstAnswer : .tooFewSamples)
        }
    }
}
