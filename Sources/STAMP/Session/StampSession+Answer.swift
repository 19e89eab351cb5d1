import Metro
import Sockets
import Telemetry

extension StampSession {
    /// What an answer brought. Answers that bring nothing are in `account`.
    public struct Answer: Hashable, Sendable {
        public var samples: [Sample] = []
        /// (T4 − T1) − (T3 − T2), nanoseconds; `nil` where nothing was measured.
        public var roundTripNanoseconds: Int64?
    }

    /// Matches an answer to its probe. `clock` is the own clock's state now.
    public mutating func receive(_ datagram: ReceivedDatagram, clock: ClockState?) -> Answer {
        guard datagram.source == parameters.peer else {
            account.foreign &+= 1
            return Answer()
        }
        let reply: ReflectedPacket
        do throws(ProbeForm.Refusal) {
            reply = try parameters.form.read(datagram.bytes)
        } catch {
            switch error {
            case .malformed: account.malformed &+= 1
            case .unauthentic: account.unauthentic &+= 1
            }
            return Answer()
        }
        guard let probe = window[reply.senderSequence] else {
            // A sequence behind the window was asked once, one ahead of it never.
            if Int32(bitPattern: reply.senderSequence &- window.next) < 0, account.sent > 0 {
                account.late &+= 1
                observe(reply.senderSequence, .late, sent: nil)
            } else {
                account.foreign &+= 1
            }
            return Answer()
        }
        // The echoed stamp tells answers to an earlier session, guesses, and reflectors that mix up their fields.
        // A reflector that does not know session identifiers answers 0.
        guard probe.timestamp == reply.senderTimestamp, reply.ssid == 0 || reply.ssid == parameters.ssid else {
            account.mismatched &+= 1
            return Answer()
        }
        switch probe.state {
        case .waiting: return decide(probe, reply, datagram, clock)
        case .answered, .spoiled:
            account.duplicates &+= 1
            if reply.sequence != probe.reflectorSequence { numbering.takeExtra(reply.sequence) }
            observe(probe, .duplicate)
        case .lost, .refused:
            account.late &+= 1
            observe(probe, .late)
        }
        return Answer()
    }

    /// It asked this of the peer: the answer came from elsewhere. For those that look for whose a stray answer is.
    func asked(_ reply: ReflectedPacket) -> Bool {
        parameters.form.key == nil && window[reply.senderSequence]?.timestamp == reply.senderTimestamp
    }

    private mutating func decide(
        _ probe: Probe, _ reply: ReflectedPacket, _ datagram: ReceivedDatagram, _ clock: ClockState?
    ) -> Answer {
        let near = probe.sent.wallNanoseconds
        let format = reply.errorEstimate.format
        guard reply.receiveTimestamp.bits != 0, reply.transmitTimestamp.bits != 0,
            let t2 = reply.receiveTimestamp.wallNanoseconds(format: format, near: near),
            let t3 = reply.transmitTimestamp.wallNanoseconds(format: format, near: near)
        else {
            // The probe stays open: a proper answer may follow.
            account.malformed &+= 1
            return Answer()
        }
        refusedUntil = .min
        number(probe, reply.sequence)
        let own = OwnStamps(probe, datagram)
        peerClock = PathClock.End(
            isSynchronised: reply.errorEstimate.trustedNanoseconds != nil,
            errorNanoseconds: reply.errorEstimate.nanoseconds,
            source: reply.extensions?.timestampInformation?.receiveSource?.word)
        followUp(reply)
        sending = own.sending
        receiving = own.receiving
        let stamps = Stamps(t1: own.t1, t2: t2, t3: t3, t4: own.t4)
        account.outstanding &-= 1
        guard !isSpoiled(stamps, probe, datagram) else {
            window.setState(.spoiled, of: probe.sequence)
            account.spoiled &+= 1
            observe(probe, .spoiled)
            return Answer()
        }
        if stamps.t4 &- stamps.t1 > parameters.timeoutNanoseconds {
            // It lay in the socket's buffer while this program was not running; by its stamp it is lost all the same.
            account.outstanding &+= 1
            account.late &+= 1
            defer { observe(probe, .late) }
            return Answer(samples: giveUp(probe))
        }
        window.setState(.answered, of: probe.sequence)
        account.answered &+= 1
        var samples = release()
        held = measurement(stamps, own, probe, reply, clock)
        let isLast = isSpent && account.outstanding == 0
        if followsUp, !isLast, interval <= Self.longestFollowedUp {
            held?.releaseMonotonicNanoseconds = datagram.userReceiveMonotonicNanoseconds &+ Self.longestHeld
        } else {
            samples += release()
        }
        return Answer(samples: samples, roundTripNanoseconds: stamps.roundTrip)
    }

    private mutating func number(_ probe: Probe, _ reflectorSequence: UInt32) {
        window.update(probe.sequence) { $0.reflectorSequence = reflectorSequence }
        guard let newest = newestAnswered else {
            numbering.take(probe.sequence, numbered: reflectorSequence, after: nil)
            newestAnswered = probe.sequence
            return
        }
        guard Int32(bitPattern: probe.sequence &- newest) > 0 else {
            // RFC 4737 §3.3: an answer below the next expected sequence is reordered.
            account.reordered &+= 1
            numbering.takeExtra(reflectorSequence)
            return
        }
        let before = window[newest]?.reflectorSequence.map { (newest, $0) }
        numbering.take(probe.sequence, numbered: reflectorSequence, after: before)
        newestAnswered = probe.sequence
    }

    /// One of the clocks was set between the stamps: the wall clock here moved otherwise than the monotonic one, or
    /// the reflector's stamps do not fit between ours by duration. Or this host was so busy that T1 says little of when
    /// the packet left: its error would stand for the whole window's.
    private func isSpoiled(_ stamps: Stamps, _ probe: Probe, _ datagram: ReceivedDatagram) -> Bool {
        let wall = datagram.userReceiveNanoseconds &- probe.sent.wallNanoseconds
        let monotonic = datagram.userReceiveMonotonicNanoseconds &- probe.sent.monotonicNanoseconds
        if (wall &- monotonic).magnitude > StampingError.clockPair { return true }
        if probe.kernelSentNanoseconds == nil, probe.sendingNanoseconds > StampingError.slowSending { return true }
        if stamps.t4 < stamps.t1 || stamps.t4 > datagram.userReceiveNanoseconds { return true }
        return stamps.t3 < stamps.t2 || stamps.roundTrip < -Int64(StampingError.program)
    }
}
