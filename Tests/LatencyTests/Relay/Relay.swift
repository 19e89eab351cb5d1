import Foundation
import STAMP
import Synchronization

@testable import Sockets

/// One packet through the relay.
struct Passage: Hashable, Sendable {
    var probe: Int
    var isForward: Bool
    /// 0, and 1 of one that is sent twice.
    var copy: Int
    /// T1 of the probe as the packet has it, wall clock, nanoseconds.
    var questionNanoseconds: Int64
    /// Kernel receive stamp of the relay's socket.
    var receivedNanoseconds: Int64
    /// Kernel transmit stamp; `nil`: it was lost on purpose.
    var sentNanoseconds: Int64?
    /// How far the relay set the clock of an answer's stamps ahead.
    var clockAheadNanoseconds: Int64 = 0

    /// Time that it was held, nanoseconds.
    var actualNanoseconds: Int64? { sentNanoseconds.map { $0 - receivedNanoseconds } }
}

/// A network between a sender and a reflector: holds, loses and doubles the packets of both ways by a schedule, and
/// keeps when each really came and went, by the kernel's stamps.
///
/// A thread of its own sleeps until something comes or is nearly due and then watches the clock, for a sleeping thread
/// is woken tens of microseconds late.
final class Relay: Sendable {
    private struct Held {
        var due: Int64
        var passage: Passage
        var bytes: [UInt8]
    }
    private struct State {
        /// Latest first.
        var held: [Held] = []
        var sender: SocketAddress?
        var firstSequence: UInt32?
        var firstNanoseconds: Int64 = 0
        var passages: [Passage] = []
        var isStopped = false
        /// Stamps that the kernel owed.
        var missingStamps = 0
        /// T1 of the last probe that is measured.
        var lastQuestionNanoseconds: Int64?
        var hasLost = false
    }
    /// Before a packet is due the thread stops sleeping; nanoseconds.
    private static let watching: Int64 = 120_000

    private let schedule: Schedule
    private let reflector: SocketAddress
    /// Towards the sender, and towards the reflector.
    private let near, far: DatagramSocket
    private let state = Mutex(State())

    /// Where the sender sends.
    var address: SocketAddress { near.localAddress }
    /// In the order of sending.
    var passages: [Passage] { state.withLock { $0.passages } }
    var missingStamps: Int { state.withLock { $0.missingStamps } }

    init(to reflector: SocketAddress, listen: SocketAddress = .loopback(port: 0), schedule: Schedule) throws {
        var options = DatagramSocket.Options()
        // The error queue is for transmit stamps.
        options.reportsUnreachable = false
        options.timeToLive = 255
        near = try DatagramSocket(bindingTo: listen, options: options)
        far = try DatagramSocket(forTalkingTo: reflector, options: options)
        self.reflector = reflector
        self.schedule = schedule
        guard TransmitStamps.enable(on: near), TransmitStamps.enable(on: far) else { throw NoStamps() }
        Thread.detachNewThread { [self] in run() }
    }

    struct NoStamps: Error {}

    /// Whether everything that is measured has been decided and told when a later probe of that T1 has its sample: a
    /// loss takes 3 s, an account is told once a second.
    func isSettled(_ newestNanoseconds: Int64?) -> Bool {
        state.withLock { state in
            guard let newestNanoseconds, let last = state.lastQuestionNanoseconds else { return false }
            return newestNanoseconds > last + (state.hasLost ? 4_300_000_000 : 1_300_000_000)
        }
    }

    /// The thread ends within milliseconds.
    func stop() { state.withLock { $0.isStopped = true } }

    private func run() {
        while true {
            let (next, isStopped) = state.withLock { ($0.held.last?.due, $0.isStopped) }
            if isStopped { return }
            let remaining = (next ?? .max) &- SystemClock.wallNanoseconds
            guard let next, remaining < Self.watching else {
                Readable.wait(for: [near, far], atMostNanoseconds: min(remaining - Self.watching, 10_000_000))
                read(isForward: true)
                read(isForward: false)
                continue
            }
            while SystemClock.wallNanoseconds < next {}
            state.withLock { state in
                guard let held = state.held.popLast() else { return }
                send(held, &state)
            }
        }
    }

    private func read(isForward: Bool) {
        guard let datagrams = try? (isForward ? near : far).receive().datagrams, !datagrams.isEmpty else { return }
        state.withLock { state in
            for datagram in datagrams {
                let packet = isForward ? Self.question(datagram, &state) : Self.answer(datagram, schedule, state)
                guard let (passage, bytes) = packet else { continue }
                take(passage, bytes, &state)
            }
        }
    }

    private func take(_ passage: Passage, _ bytes: [UInt8], _ state: inout State) {
        let fate = schedule.fate(of: passage.probe, forward: passage.isForward)
        if passage.isForward, passage.probe == schedule.probes - 1 {
            state.lastQuestionNanoseconds = passage.questionNanoseconds
        }
        if fate.copies == 0 {
            state.passages.append(passage)
            state.hasLost = true
        }
        for copy in 0..<fate.copies {
            var passage = passage
            passage.copy = copy
            let due = passage.receivedNanoseconds + fate.delayNanoseconds
            let place = state.held.firstIndex { $0.due <= due } ?? state.held.endIndex
            state.held.insert(Held(due: due, passage: passage, bytes: bytes), at: place)
        }
    }

    private static func question(_ datagram: ReceivedDatagram, _ state: inout State) -> (Passage, [UInt8])? {
        guard let packet = SenderPacket(datagram.bytes), let received = datagram.kernelReceiveNanoseconds,
            let t1 = packet.timestamp.wallNanoseconds(format: packet.errorEstimate.format, near: received)
        else { return nil }
        if state.firstSequence == nil {
            state.firstSequence = packet.sequence
            state.firstNanoseconds = received
        }
        state.sender = datagram.source
        let passage = Passage(
            probe: Int(packet.sequence &- (state.firstSequence ?? 0)), isForward: true, copy: 0,
            questionNanoseconds: t1, receivedNanoseconds: received)
        return (passage, datagram.bytes)
    }

    private static func answer(
        _ datagram: ReceivedDatagram, _ schedule: Schedule, _ state: State
    ) -> (Passage, [UInt8])? {
        guard var packet = ReflectedPacket(datagram.bytes), let received = datagram.kernelReceiveNanoseconds else {
            return nil
        }
        let format = packet.errorEstimate.format
        guard
            let t1 = packet.senderTimestamp.wallNanoseconds(format: packet.senderErrorEstimate.format, near: received),
            let t2 = packet.receiveTimestamp.wallNanoseconds(format: format, near: received),
            let t3 = packet.transmitTimestamp.wallNanoseconds(format: format, near: received)
        else { return nil }
        var passage = Passage(
            probe: Int(packet.senderSequence &- (state.firstSequence ?? 0)), isForward: false, copy: 0,
            questionNanoseconds: t1, receivedNanoseconds: received)
        guard let ahead = schedule.farClockAhead?(passage.probe, t2 - state.firstNanoseconds) else {
            return (passage, datagram.bytes)
        }
        passage.clockAheadNanoseconds = ahead
        packet.receiveTimestamp = StampTimestamp(wallNanoseconds: t2 + ahead, format: format)
        packet.transmitTimestamp = StampTimestamp(wallNanoseconds: t3 + ahead, format: format)
        if let error = schedule.farClockErrorNanoseconds {
            packet.errorEstimate = ErrorEstimate(isSynchronised: true, nanoseconds: error, format: format)
        }
        return (passage, packet.bytes + datagram.bytes.dropFirst(packet.bytes.count))
    }

    private func send(_ held: Held, _ state: inout State) {
        let socket = held.passage.isForward ? far : near
        guard let destination = held.passage.isForward ? reflector : state.sender else { return }
        let outcome = socket.send([OutgoingDatagram(held.bytes, to: destination)])
        var passage = held.passage
        passage.sentNanoseconds = TransmitStamps.take(from: socket)
        if outcome.sent == 1, passage.sentNanoseconds == nil { state.missingStamps += 1 }
        state.passages.append(passage)
    }
}
