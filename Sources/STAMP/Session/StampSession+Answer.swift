import Metro
import Sockets
import Telemetry

extension StampSession {
    /// What an answer brought. Answers that bring nothing are in `counts`.
    public struct Answer: Hashable, Sendable {
        public var samples: [Sample] = []
        /// (T4 − T1) − (T3 − T2), nanoseconds; `nil` where nothing was measured.
        public var roundTripNanoseconds: Int64?
    }

    /// The four time stamps of a packet and its answer, wall clock, nanoseconds (RFC 8762 §4.3.1).
    struct Stamps {
        var t1, t2, t3, t4: Int64
        var forward: Int64 { t2 &- t1 }
        var backward: Int64 { t4 &- t3 }
        var roundTrip: Int64 { (t4 &- t1) &- (t3 &- t2) }
    }

    /// Matches an answer to its probe. `clock` is the own clock's state now.
    public mutating func receive(_ datagram: ReceivedDatagram, clock: ClockState?) -> Answer {
        guard datagram.source == parameters.peer else {
            counts.foreign &+= 1
            return Answer()
        }
        guard let reply = ReflectedPacket(datagram.bytes) else {
            counts.malformed &+= 1
            return Answer()
        }
        guard let probe = window[reply.senderSequence] else {
            // A sequence behind the window was asked once, one ahead of it never.
            if Int32(bitPattern: reply.senderSequence &- window.next) < 0, counts.sent > 0 {
                counts.late &+= 1
            } else {
                counts.foreign &+= 1
            }
            return Answer()
        }
        // The echoed stamp tells answers to an earlier session, guesses, and reflectors that mix up their fields.
        guard probe.timestamp == reply.senderTimestamp else {
            counts.mismatched &+= 1
            return Answer()
        }
        switch probe.state {
        case .waiting: return decide(probe, reply, datagram, clock)
        case .answered, .spoiled: counts.duplicates &+= 1
        case .lost, .refused: counts.late &+= 1
        }
        return Answer()
    }

    private mutating func decide(
        _ probe: Probe, _ reply: ReflectedPacket, _ datagram: ReceivedDatagram, _ clock: ClockState?
    ) -> Answer {
        let t1 = probe.sent.wallNanoseconds
        let format = reply.errorEstimate.format
        guard reply.receiveTimestamp.bits != 0, reply.transmitTimestamp.bits != 0,
            let t2 = reply.receiveTimestamp.wallNanoseconds(format: format, near: t1),
            let t3 = reply.transmitTimestamp.wallNanoseconds(format: format, near: t1)
        else {
            // The probe stays open: a proper answer may follow.
            counts.malformed &+= 1
            return Answer()
        }
        refusedUntil = .min
        if newestAnswered.map({ Int32(bitPattern: probe.sequence &- $0) > 0 }) ?? true {
            newestAnswered = probe.sequence
        }
        let stamps = Stamps(
            t1: t1, t2: t2, t3: t3, t4: datagram.kernelReceiveNanoseconds ?? datagram.userReceiveNanoseconds)
        isPeerSynchronised = reply.errorEstimate.trustedNanoseconds != nil
        counts.outstanding &-= 1
        guard !isSpoiled(stamps, probe, datagram) else {
            window.setState(.spoiled, of: probe.sequence)
            counts.spoiled &+= 1
            return Answer()
        }
        if stamps.t4 &- stamps.t1 > parameters.timeoutNanoseconds {
            // It lay in the socket's buffer while this program was not running; by its stamp it is lost all the same.
            counts.outstanding &+= 1
            counts.late &+= 1
            return Answer(samples: giveUp(probe))
        }
        window.setState(.answered, of: probe.sequence)
        counts.answered &+= 1
        return Answer(
            samples: samples(stamps, probe, reply, datagram, clock), roundTripNanoseconds: stamps.roundTrip)
    }

    /// One of the clocks was set between the stamps: the wall clock here moved otherwise than the monotonic one, or
    /// the reflector's stamps do not fit between ours by duration. Or this host was so busy that T1 says little of when
    /// the packet left: its error would stand for the whole window's.
    private func isSpoiled(_ stamps: Stamps, _ probe: Probe, _ datagram: ReceivedDatagram) -> Bool {
        let wall = datagram.userReceiveNanoseconds &- probe.sent.wallNanoseconds
        let monotonic = datagram.userReceiveMonotonicNanoseconds &- probe.sent.monotonicNanoseconds
        if (wall &- monotonic).magnitude > StampingError.clockPair { return true }
        if probe.sendingNanoseconds > StampingError.slowSending { return true }
        if stamps.t4 < stamps.t1 || stamps.t4 > datagram.userReceiveNanoseconds { return true }
        return stamps.t3 < stamps.t2 || stamps.roundTrip < -Int64(StampingError.program)
    }

    private func samples(
        _ stamps: Stamps, _ probe: Probe, _ reply: ReflectedPacket, _ datagram: ReceivedDatagram, _ clock: ClockState?
    ) -> [Sample] {
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
        let sending = max(StampingError.kernel, probe.sendingNanoseconds)
        let receiving = datagram.kernelReceiveNanoseconds == nil ? StampingError.program : StampingError.kernel
        return [
            sample(.forward, stamps.forward, clockError.addingSaturated(sending), flags, stamps.t1),
            sample(.backward, stamps.backward, clockError.addingSaturated(receiving), flags, stamps.t1),
        ]
    }

    private func sample(
        _ direction: Direction, _ delay: Int64, _ uncertainty: UInt64, _ flags: SampleFlags, _ time: Int64
    ) -> Sample {
        var flags = flags
        let upper = delay.addingReportingOverflow(Int64(clamping: uncertainty))
        if !upper.overflow, upper.partialValue < parameters.guaranteedFloorNanoseconds { flags.insert(.clockFault) }
        return .delay(
            subject: parameters.subject, direction: direction, nanoseconds: delay,
            uncertaintyNanoseconds: uncertainty, flags: flags, at: time)
    }
}
