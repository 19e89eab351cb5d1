import Metro
import Sockets
import Telemetry

@testable import STAMP

/// A session, its clocks and a reflector, without sockets: time moves only when the script says so.
struct SessionScript {
    static let peer = SocketAddress(ipv4: 192, 0, 2, 1, port: 862)
    static let epoch: Int64 = 1_800_000_000_000_000_000
    static let millisecond: Int64 = 1_000_000

    var session: StampSession
    /// Monotonic, nanoseconds; the wall clock is `epoch` and `wallOffset` ahead of it.
    var now: Int64 = 0
    var wallOffset: Int64 = 0
    /// How far the reflector's clock is ahead of true time.
    var peerOffset: Int64 = 0
    var clock: ClockState? = ClockState(
        isSynchronised: true, maximumErrorNanoseconds: 50_000, estimatedErrorNanoseconds: 1_000)
    var peerEstimate = ErrorEstimate(isSynchronised: true, nanoseconds: 100_000)
    /// The reflector's own number of its next answers; `nil`: the sender's.
    var reflectorSequence: UInt32?
    /// How far the interface's receive stamp lies from the kernel's; `nil`: there is none.
    var hardwareReceiveOffset: Int64?
    var samples: [Sample] = []
    var roundTrips: [Int64] = []

    init(
        clock relation: ClockRelation = .independent, intervalMilliseconds: Int64 = 100, floor: Int64 = 0,
        firstSequence: UInt32 = 0, form: ProbeForm = ProbeForm(), count: UInt64? = nil,
        peer: SocketAddress = Self.peer
    ) {
        var parameters = StampSession.Parameters(
            subject: 7, peer: peer, clock: relation,
            intervalNanoseconds: intervalMilliseconds * Self.millisecond, startMonotonicNanoseconds: 0)
        parameters.guaranteedFloorNanoseconds = floor
        parameters.firstSequence = firstSequence
        parameters.form = form
        parameters.count = count
        parameters.isObserved = count != nil
        session = StampSession(parameters)
    }

    var reading: ClockReading {
        ClockReading(wallNanoseconds: Self.epoch + now + wallOffset, monotonicNanoseconds: now)
    }

    /// Moves to the session's next deadline and does what is due; the question, if one was asked.
    mutating func step() -> StampSession.Question? {
        now = max(now, session.deadlineMonotonicNanoseconds())
        samples += session.expire(atMonotonic: now)
        guard let question = session.question(at: reading, clock: clock) else { return nil }
        session.sent(question, at: reading)
        return question
    }

    /// Steps until a question is asked.
    mutating func ask() -> StampSession.Question {
        while true {
            if let question = step() { return question }
        }
    }

    /// The reflector's answer to a question asked now, with the delays of both ways.
    func answer(
        to question: StampSession.Question, forward: Int64, backward: Int64, held: Int64 = 10_000,
        format: StampTimestamp.Format = .ntp
    ) -> (bytes: [UInt8], arrival: Int64) {
        guard let asked = SenderPacket(question.bytes) else { return ([], now) }
        let received = Self.epoch + now + forward + peerOffset
        let estimate = ErrorEstimate(bits: peerEstimate.bits | (format == .ptp ? 0x4000 : 0))
        let packet = ReflectedPacket(
            sequence: reflectorSequence ?? asked.sequence,
            transmitTimestamp: StampTimestamp(wallNanoseconds: received + held, format: format),
            errorEstimate: estimate, receiveTimestamp: StampTimestamp(wallNanoseconds: received, format: format),
            senderSequence: asked.sequence, senderTimestamp: asked.timestamp,
            senderErrorEstimate: asked.errorEstimate, senderTimeToLive: 64)
        return (packet.bytes, now + forward + held + backward)
    }

    /// A datagram that the kernel takes at `arrival` and the program reads `readLater` nanoseconds after.
    mutating func deliver(
        _ bytes: [UInt8], at arrival: Int64, readLater: Int64 = 5_000, kernelStamp: Bool = true,
        from source: SocketAddress = Self.peer
    ) {
        now = max(now, arrival + readLater)
        let datagram = ReceivedDatagram(
            bytes: bytes, source: source,
            kernelReceiveNanoseconds: kernelStamp ? Self.epoch + arrival + wallOffset : nil,
            hardwareReceiveNanoseconds: hardwareReceiveOffset.map { Self.epoch + arrival + wallOffset + $0 },
            userReceiveNanoseconds: reading.wallNanoseconds, userReceiveMonotonicNanoseconds: now)
        let answer = session.receive(datagram, clock: clock)
        samples += answer.samples
        if let roundTrip = answer.roundTripNanoseconds { roundTrips.append(roundTrip) }
    }

    /// Asks and answers once.
    mutating func exchange(forward: Int64 = 600_000, backward: Int64 = 700_000) {
        let question = ask()
        let (bytes, arrival) = answer(to: question, forward: forward, backward: backward)
        deliver(bytes, at: arrival)
    }

    /// The account that must hold at any moment.
    var isBalanced: Bool {
        let account = session.account
        return account.sent == account.answered + account.lost + account.refused + account.spoiled + account.outstanding
            && account.outstanding == UInt64(session.window.waiting.count)
    }

    /// Samples of the two ways, without the round trip's.
    var oneWay: [Sample] { samples.filter { $0.direction != .roundTrip } }

    func delays(_ direction: Direction) -> [Int64] {
        samples.filter { $0.metric == .delay && $0.direction == direction }.map(\.delayNanoseconds)
    }
    func losses(_ direction: Direction) -> [Int64] {
        samples.filter { $0.metric == .lost && $0.direction == direction }.map(\.timeNanoseconds)
    }
}
