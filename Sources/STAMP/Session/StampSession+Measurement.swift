import Metro
import Sockets
import Telemetry

extension StampSession {
    /// One answered probe, before its samples leave.
    struct Measurement: Hashable, Sendable {
        var stamps: Stamps
        var sequence: UInt32
        /// When it was sent, which is the samples' time.
        var sent: ClockReading
        /// The reflector's own number of its answer.
        var reflectorSequence: UInt32
        /// What both clocks admit, nanoseconds; E is that and what stamping adds.
        var clockError: UInt64
        var stamping: StampingErrors
        var forwardError: UInt64 { clockError.addingSaturated(stamping.forward) }
        var backwardError: UInt64 { clockError.addingSaturated(stamping.backward) }
        var flags: SampleFlags
        /// When it leaves whatever follows, monotonic.
        var releaseMonotonicNanoseconds: Int64
    }

    /// Longest interval at which the next answer is worth waiting for, and longest time that an answer is held,
    /// nanoseconds.
    static let longestFollowedUp: Int64 = 1_000_000_000
    static let longestHeld: Int64 = 2_000_000_000

    /// Corrects T3 of the answer that is held by what whoever saw it leave says of it (RFC 8972 §4.7); stamps that do
    /// not fit between the others change nothing.
    mutating func followUp(_ reply: ReflectedPacket) {
        guard let told = reply.extensions?.followUp else { return }
        followsUp = true
        guard var corrected = held, told.sequence == corrected.reflectorSequence,
            let t3 = told.timestamp.wallNanoseconds(
                format: reply.errorEstimate.format, near: corrected.stamps.t3)
        else { return }
        corrected.stamps.t3 = t3
        guard t3 >= corrected.stamps.t2, corrected.stamps.roundTrip >= -Int64(StampingError.program) else { return }
        corrected.stamping.followedUp()
        held = corrected
    }

    func measurement(
        _ stamps: Stamps, _ own: OwnStamps, _ probe: Probe, _ reply: ReflectedPacket, _ clock: ClockState?
    ) -> Measurement {
        var flags: SampleFlags = []
        var clockError: UInt64 = 0
        switch parameters.clock {
        case .shared:
            flags.insert(.clockShared)
        case .independent:
            let stillSynchronised = clock?.isSynchronised ?? false
            if let own = probe.clockErrorNanoseconds, let peer = reply.errorEstimate.trustedNanoseconds,
                stillSynchronised
            {
                clockError = own.addingSaturated(peer)
            } else {
                flags.insert(.clockUnsynchronised)
                clockError = (probe.clockErrorNanoseconds ?? Self.unknownErrorNanoseconds)
                    .addingSaturated(reply.errorEstimate.nanoseconds ?? Self.unknownErrorNanoseconds)
            }
        }
        return Measurement(
            stamps: stamps, sequence: probe.sequence, sent: probe.sent, reflectorSequence: reply.sequence,
            clockError: clockError,
            stamping: StampingErrors(
                own, transmitMethod: reply.extensions?.timestampInformation?.transmitMethod),
            flags: flags, releaseMonotonicNanoseconds: .min)
    }

    /// The samples of the answer that was held, if one was: both ways, and the round trip, which no clock's offset
    /// touches.
    mutating func release() -> [Sample] {
        guard let measured = held.take() else { return [] }
        let stamps = measured.stamps
        watchClocks(measured)
        let samples = [
            oneWay(.forward, stamps.forward, measured.forwardError, measured),
            oneWay(.backward, stamps.backward, measured.backwardError, measured),
            .delay(
                subject: parameters.subject, direction: .roundTrip, nanoseconds: stamps.roundTrip,
                uncertaintyNanoseconds: measured.stamping.roundTrip, at: measured.sent.wallNanoseconds),
        ]
        observe(measured.sequence, .answered, sent: measured.sent.wallNanoseconds, samples)
        return samples
    }

    /// The reflector's stamping is in the noise that the watch looks through: as an error it would only blind it.
    private mutating func watchClocks(_ measured: Measurement) {
        let stamps = measured.stamps
        // One clock at both ends has nothing to disagree with.
        let found =
            parameters.clock == .shared
            ? nil
            : watch.take(
                forward: stamps.forward, backward: stamps.backward,
                errorNanoseconds: measured.clockError.addingSaturated(measured.stamping.own),
                wallNanoseconds: measured.sent.wallNanoseconds,
                monotonicNanoseconds: measured.sent.monotonicNanoseconds)
        clockFault = found ?? belowFloor(measured)
    }

    /// What is missing to the floor, of the way that is further below it.
    private func belowFloor(_ measured: Measurement) -> PathClock.Fault? {
        let stamps = measured.stamps
        let forward = missing(stamps.forward, measured.forwardError)
        let backward = missing(stamps.backward, measured.backwardError)
        guard let missing = [forward, backward].compactMap({ $0 }).max() else { return nil }
        let since = clockFault.flatMap { $0.kind == .belowFloor ? $0.sinceNanoseconds : nil }
        return PathClock.Fault(
            kind: .belowFloor, nanoseconds: missing, sinceNanoseconds: since ?? measured.sent.wallNanoseconds)
    }

    /// How far a delay is below what is possible, nanoseconds: negative, or below the floor with all its error.
    private func missing(_ delay: Int64, _ uncertainty: UInt64) -> Int64? {
        let upper = delay.addingReportingOverflow(Int64(clamping: uncertainty))
        if !upper.overflow, upper.partialValue < parameters.guaranteedFloorNanoseconds {
            return parameters.guaranteedFloorNanoseconds &- upper.partialValue
        }
        return delay < 0 ? 0 &- delay : nil
    }

    private func oneWay(
        _ direction: Direction, _ delay: Int64, _ uncertainty: UInt64, _ measured: Measurement
    ) -> Sample {
        var flags = measured.flags
        // Also where only the other way is impossible: what a wrong clock takes from one it gives to the other.
        if clockFault != nil { flags.insert(.clockFault) }
        return .delay(
            subject: parameters.subject, direction: direction, nanoseconds: delay,
            uncertaintyNanoseconds: uncertainty, flags: flags, at: measured.sent.wallNanoseconds)
    }

    /// What the one-way delays rest on now.
    public func pathClock(own: ClockState?) -> PathClock {
        PathClock(
            relation: parameters.clock,
            own: PathClock.End(
                isSynchronised: own?.isSynchronised ?? false, errorNanoseconds: own?.maximumErrorNanoseconds,
                source: own?.source?.rawValue),
            peer: peerClock, fault: clockFault, sending: sending, receiving: receiving)
    }
}

extension TimestampInformation.Source {
    /// As `PathClock.End.source` has it.
    var word: String {
        switch self {
        case .ntp: "ntp"
        case .ptp: "ptp"
        case .ssu: "ssu"
        case .gnss: "gnss"
        case .local: "local"
        }
    }
}
