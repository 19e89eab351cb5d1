import Metro
import Sockets

/// The four time stamps of a packet and its answer, wall clock, nanoseconds (RFC 8762 §4.3.1).
struct Stamps: Hashable, Sendable {
    var t1, t2, t3, t4: Int64
    var forward: Int64 { t2 &- t1 }
    var backward: Int64 { t4 &- t3 }
    var roundTrip: Int64 { (t4 &- t1) &- (t3 &- t2) }
}

/// T1 and T4, each by the nearest to the wire that can be believed, and how far they may be off, nanoseconds.
struct OwnStamps: Hashable, Sendable {
    let t1, t4: Int64
    let sending, receiving: PathClock.Stamping
    let sendingError, receivingError: UInt64

    init(_ probe: Probe, _ datagram: ReceivedDatagram) {
        if let pair = HardwarePair(probe, datagram) {
            (t1, t4) = (pair.t1, pair.t4)
            (sending, receiving) = (.hardware, .hardware)
            (sendingError, receivingError) = (pair.error, pair.error)
            return
        }
        t1 = probe.kernelSentNanoseconds ?? probe.sent.wallNanoseconds
        sending = probe.kernelSentNanoseconds == nil ? .program : .kernel
        sendingError =
            probe.kernelSentNanoseconds == nil
            ? max(StampingError.kernel, probe.sendingNanoseconds) : StampingError.kernel
        t4 = datagram.kernelReceiveNanoseconds ?? datagram.userReceiveNanoseconds
        receiving = datagram.kernelReceiveNanoseconds == nil ? .program : .kernel
        receivingError = datagram.kernelReceiveNanoseconds == nil ? StampingError.program : StampingError.kernel
    }

    /// An interface stamps by a clock of its own, which may be anywhere. That it follows the kernel's is shown by each
    /// packet: it sent after the kernel gave it the packet (by A), and received before the kernel took it (by B). With
    /// a clock ahead by d, A and B less d and more d are true waits, at least 0, so −B ≤ d ≤ A bounds its error.
    private struct HardwarePair {
        let t1, t4: Int64
        let error: UInt64

        init?(_ probe: Probe, _ datagram: ReceivedDatagram) {
            guard let kernelSent = probe.kernelSentNanoseconds, let kernelReceived = datagram.kernelReceiveNanoseconds,
                let sent = probe.hardwareSentNanoseconds, let received = datagram.hardwareReceiveNanoseconds
            else { return nil }
            // Clocks of interfaces count TAI where a PTP daemon sets them: 37 s ahead of UTC since 2017-01-01.
            for scale in [0, 37_000_000_000] as [Int64] {
                let (t1, t4) = (sent &- scale, received &- scale)
                let (after, before) = (t1 &- kernelSent, kernelReceived &- t4)
                let allowed = 0...Int64(StampingError.hardwareDistance)
                guard allowed.contains(after), allowed.contains(before) else { continue }
                (self.t1, self.t4) = (t1, t4)
                error = max(UInt64(max(after, before)), StampingError.hardware)
                return
            }
            return nil
        }
    }
}
