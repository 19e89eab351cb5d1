import Collecting
import Metro
import Sockets
import Synchronization
import Telemetry

/// One session over one socket to one address, from the first probe until the caller cancels it or it gives up.
final class ProbeRun: Sendable {
    struct State: ~Copyable {
        var session: StampSession
        var health: StampHealth
    }

    private let socket: DatagramSocket
    private let peer: SocketAddress
    private let subject: UInt32
    private let clock: ClockRelation
    private let intake: any Intake
    private let state: Mutex<State>

    init(
        peer: SocketAddress, session: StampSession, health: StampHealth, into intake: any Intake
    ) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.timeToLive = 255
        // Answers are 44 octets and few at a time: 2 kB a path, so that there can be many.
        options.batchSize = 8
        options.maximumDatagramBytes = 256
        socket = try DatagramSocket(forTalkingTo: peer, options: options)
        self.peer = peer
        self.intake = intake
        subject = session.parameters.subject
        clock = session.parameters.clock
        state = Mutex(State(session: session, health: health))
    }

    /// Health as it stands, for the next run.
    var health: StampHealth { state.withLock { $0.health } }

    /// Probes until `shouldEnd` says so of the health; throws `CancellationError`, or `SocketError` where the socket
    /// cannot be watched.
    func run(on loop: ReadinessLoop, until shouldEnd: (StampHealth, Int64) -> Bool) async throws {
        let registration = try loop.register(socket) { [weak self] in self?.read() }
        defer { loop.cancel(registration) }
        while true {
            let (deadline, health) = state.withLock { state in
                (Self.deadline(&state), state.health)
            }
            let now = SystemClock.monotonicNanoseconds
            if shouldEnd(health, now) { return }
            try await intake.time.sleep(
                untilMonotonic: intake.time.monotonicNanoseconds &+ max(deadline &- now, 0))
            tick()
        }
    }

    private static func deadline(_ state: inout State) -> Int64 {
        let session = state.session.deadlineMonotonicNanoseconds()
        return min(session, state.health.deadlineMonotonicNanoseconds ?? session)
    }

    private func read() {
        let clockState = SystemClock.state
        state.withLock { drain(&$0, clockState) }
    }

    /// Findings and samples leave under the lock, so that they arrive in the order of events; an intake never blocks.
    private func tick() {
        let clockState = SystemClock.state
        state.withLock { state in
            // What has arrived is not lost, however late this program looks.
            drain(&state, clockState)
            let now = SystemClock.monotonicNanoseconds
            let lost = state.session.expire(atMonotonic: now)
            if !lost.isEmpty {
                intake.offer(lost)
                report(state.health.lost(lost.count / 2))
            }
            ask(&state, clockState)
            report(state.health.check(counts: state.session.counts, atMonotonic: now))
        }
    }

    private func ask(_ state: inout State, _ clockState: ClockState?) {
        guard let question = state.session.question(at: SystemClock.now, clock: clockState) else { return }
        let outcome = socket.send([OutgoingDatagram(question.bytes, to: peer)])
        let now = SystemClock.now
        if outcome.sent == 1 {
            state.session.sent(question, at: now)
        } else {
            state.session.notSent(question)
            report(state.health.socketFailed(outcome.lastError, atMonotonic: now.monotonicNanoseconds))
        }
    }

    private func drain(_ state: inout State, _ clockState: ClockState?) {
        // A bound, so that a flood cannot hold the thread: the loop calls again for what is left.
        for _ in 0..<64 {
            do throws(SocketError) {
                let reception = try socket.receive()
                guard !reception.isEmpty else { return }
                take(reception, &state, clockState)
            } catch {
                report(state.health.socketFailed(error, atMonotonic: SystemClock.monotonicNanoseconds))
                return
            }
        }
    }

    private func take(_ reception: Reception, _ state: inout State, _ clockState: ClockState?) {
        var samples: [Sample] = []
        for datagram in reception.datagrams {
            let answer = state.session.receive(datagram, clock: clockState)
            samples += answer.samples
            guard let roundTrip = answer.roundTripNanoseconds else { continue }
            report(
                state.health.answered(
                    roundTripNanoseconds: roundTrip, counts: state.session.counts,
                    notes: notes(state.session, datagram, clockState),
                    atMonotonic: datagram.userReceiveMonotonicNanoseconds))
        }
        if !samples.isEmpty { intake.offer(samples) }
        for error in reception.unreachable where error.destination == peer {
            let now = SystemClock.monotonicNanoseconds
            if error.isRefused { state.session.refused(atMonotonic: now) }
            report(state.health.unreachable(error, atMonotonic: now))
        }
    }

    private func notes(_ session: StampSession, _ datagram: ReceivedDatagram, _ own: ClockState?) -> [String] {
        var notes: [String] = []
        if clock == .independent {
            if own?.isSynchronised != true { notes.append("this host's clock is not synchronised") }
            if session.isPeerSynchronised == false { notes.append("the reflector's clock is not synchronised") }
        }
        if datagram.kernelReceiveNanoseconds == nil { notes.append("no kernel receive stamps: less precise") }
        if session.counts.spoiled > 0 {
            notes.append(
                "\(session.counts.spoiled) answers spoiled: a clock was set, or this host was too busy to stamp them")
        }
        if session.counts.duplicates > 0 { notes.append("\(session.counts.duplicates) duplicate answers") }
        return notes
    }

    private func report(_ findings: [Finding]) {
        for finding in findings { intake.report(finding) }
    }
}
