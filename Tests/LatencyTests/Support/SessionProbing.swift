import Foundation
import Metro
import STAMP
import Synchronization
import Telemetry

@testable import Sockets

/// A session over a real socket on a thread of its own, with a clock here that says of itself what the test wants: that
/// of the host which runs the test may not be synchronised.
final class SessionProbing: Sendable {
    private let session: Mutex<StampSession>
    private let socket: DatagramSocket
    private let peer: SocketAddress
    private let clock: ClockState
    private let isStopped = Atomic<Bool>(false)
    let intake = RecordingIntake()

    init(to peer: SocketAddress, intervalMilliseconds: Int64, clockErrorNanoseconds: UInt64) throws {
        clock = ClockState(
            isSynchronised: true, maximumErrorNanoseconds: clockErrorNanoseconds,
            estimatedErrorNanoseconds: clockErrorNanoseconds)
        socket = try DatagramSocket(forTalkingTo: peer)
        self.peer = peer
        session = Mutex(
            StampSession(
                StampSession.Parameters(
                    subject: 0, peer: peer, clock: .independent, intervalNanoseconds: intervalMilliseconds * 1_000_000,
                    startMonotonicNanoseconds: SystemClock.monotonicNanoseconds)))
        Thread.detachNewThread { [self] in run() }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func run() {
        while !isStopped.load(ordering: .relaxed) {
            let due = session.withLock { $0.deadlineMonotonicNanoseconds() } - SystemClock.monotonicNanoseconds
            if due > 0 { Readable.wait(for: [socket], atMostNanoseconds: min(due, 10_000_000)) }
            session.withLock { session in
                var samples: [Sample] = []
                for datagram in (try? socket.receive().datagrams) ?? [] {
                    samples += session.receive(datagram, clock: clock).samples
                }
                samples += session.expire(atMonotonic: SystemClock.monotonicNanoseconds)
                if !samples.isEmpty { intake.offer(samples) }
                ask(&session)
            }
        }
    }

    private func ask(_ session: inout StampSession) {
        guard let question = session.question(at: SystemClock.now, clock: clock) else { return }
        if socket.send([OutgoingDatagram(question.bytes, to: peer)]).sent == 1 {
            session.sent(question, at: SystemClock.now)
        } else {
            session.notSent(question)
        }
    }
}
