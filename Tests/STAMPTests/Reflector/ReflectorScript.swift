import Sockets

@testable import STAMP

/// Asks a reflector without a network.
final class ReflectorScript {
    var reflector: Reflector
    var clock = Reflector.Clock(isSynchronised: true, errorNanoseconds: 5_000, source: .ptp)
    /// The kernel stamps what comes in.
    var isStampedByKernel = true
    /// How long answers take from T3 until they left.
    var sendingNanoseconds: UInt64 = 3_000
    var source = SocketAddress(ipv4: 192, 0, 2, 7, port: 5_000)
    var trafficClass: UInt8?
    /// Monotonic, nanoseconds.
    var now: Int64 = 0

    /// T2.
    static let received: Int64 = 1_800_000_000_000_600_000
    /// T3.
    static let sent = received + 12_345

    init(_ change: (inout ReflectorPolicy) -> Void = { _ in }) {
        var policy = ReflectorPolicy()
        change(&policy)
        reflector = Reflector(policy)
    }

    /// The whole answer, stamped; `nil` where there is none.
    func reflection(_ question: [UInt8], timeToLive: UInt8? = 61) -> Reflection? {
        let datagram = ReceivedDatagram(
            bytes: question, source: source, localAddress: SocketAddress(ipv4: 192, 0, 2, 1, port: 0),
            kernelReceiveNanoseconds: isStampedByKernel ? Self.received : nil,
            userReceiveNanoseconds: Self.received + 40_000,
            userReceiveMonotonicNanoseconds: now, timeToLive: timeToLive, trafficClass: trafficClass)
        guard var answer = reflector.answer(datagram, clock: clock) else { return nil }
        reflector.setTransmit(
            &answer, nanoseconds: Self.sent, sendingNanoseconds: sendingNanoseconds, clock: clock)
        return answer
    }

    func ask(_ question: [UInt8], timeToLive: UInt8? = 61) -> [UInt8]? {
        reflection(question, timeToLive: timeToLive)?.bytes
    }

    static func question(_ sequence: UInt32 = 0x0A0B_0C0D, ssid: UInt16 = 0) -> SenderPacket {
        SenderPacket(
            sequence: sequence, timestamp: StampTimestamp(wallNanoseconds: 1_800_000_000_000_000_000),
            errorEstimate: ErrorEstimate(bits: 0x8F84), ssid: ssid)
    }
}
