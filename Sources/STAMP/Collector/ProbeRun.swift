import Collecting
import Metro
import Sockets
import Telemetry

/// One session to one address, from its first probe until it is cancelled or gives up: events in, findings and samples
/// out. Only the dispatcher touches it, under its lock; an intake never blocks.
final class ProbeRun {
    typealias End = @Sendable (StampHealth, _ nowMonotonicNanoseconds: Int64) -> Bool

    var session: StampSession
    private(set) var health: StampHealth
    let peer: SocketAddress
    let interval: Int64
    let isSigned: Bool
    private let shouldEnd: End
    /// Shares of probes to leave out (`ProbePacer.verdict`).
    var credit: Double
    private let intake: any Intake
    private let subject: UInt32
    private let clock: ClockRelation
    private let observer: ProbeObserver?
    private let before: ProbeLegacy

    private var reportedAt = Int64.min
    private var reportedAccount: ProbeAccount?
    private var reportedClock: PathClock?

    init(
        _ session: StampSession, after legacy: ProbeLegacy, credit: Double, into intake: any Intake,
        observer: ProbeObserver?, until shouldEnd: @escaping End
    ) {
        self.session = session
        self.session.watch = legacy.watch(of: session.parameters.peer)
        health = legacy.health
        before = legacy
        self.credit = credit
        self.intake = intake
        self.observer = observer
        self.shouldEnd = shouldEnd
        peer = session.parameters.peer
        interval = session.interval
        isSigned = session.parameters.form.key != nil
        subject = session.parameters.subject
        clock = session.parameters.clock
    }

    /// When it wants to be looked at again, monotonic.
    func deadline() -> Int64 {
        let session = session.deadlineMonotonicNanoseconds()
        return min(session, health.deadlineMonotonicNanoseconds ?? session)
    }

    /// Where all probes are sent, what became of the last ones is worth waiting for.
    func isOver(at now: Int64) -> Bool {
        session.isSpent ? session.isComplete : shouldEnd(health, now)
    }

    /// What the collector's next run begins with.
    var legacy: ProbeLegacy {
        var legacy = before
        legacy.health = health
        legacy.sent &+= session.account.sent
        legacy.keepWatch(of: session)
        legacy.isComplete = session.isComplete
        return legacy
    }

    /// Something is to be given up or let go at `now`, and what has arrived should be read before.
    func hasDecisions(at now: Int64) -> Bool { session.decisionMonotonicNanoseconds() <= now }

    func decide(at now: Int64) {
        let before = session.account.lost
        offer(session.expire(atMonotonic: now))
        tellOutcomes()
        report(health.lost(Int(session.account.lost - before)))
    }

    func check(at now: Int64, own: ClockState?) {
        report(health.check(account: session.account, atMonotonic: now))
        reportState(at: now, own: own)
    }

    func receive(_ datagram: ReceivedDatagram, own: ClockState?) {
        let answer = session.receive(datagram, clock: own)
        offer(answer.samples)
        tellOutcomes()
        guard let roundTrip = answer.roundTripNanoseconds else { return }
        report(
            health.answered(
                roundTripNanoseconds: roundTrip, account: session.account,
                atMonotonic: datagram.userReceiveMonotonicNanoseconds
            ) { notes(own) })
        // What was reported before any answer says nothing of the reflector's clock and of who stamps.
        if session.account.answered == 1 { reportState(own: own) }
    }

    func unreachable(_ error: Unreachable, at now: Int64) {
        if error.isRefused {
            session.refused(atMonotonic: now)
            tellOutcomes()
        }
        report(health.unreachable(error, atMonotonic: now))
    }

    func socketFailed(_ error: SocketError?, at now: Int64) {
        report(health.socketFailed(error, atMonotonic: now))
    }

    /// At most once a second.
    private func reportState(at now: Int64, own: ClockState?) {
        guard reportedAt == .min || now &- reportedAt >= 1_000_000_000 else { return }
        reportedAt = now
        reportState(own: own)
    }

    /// Only what changed; to be called also when the run ends.
    func reportState(own: ClockState?) {
        if session.account != reportedAccount {
            reportedAccount = session.account
            intake.report(.probeAccount(subject: subject, session.account))
        }
        let clock = session.pathClock(own: own)
        if clock != reportedClock {
            reportedClock = clock
            intake.report(.pathClock(subject: subject, clock))
        }
    }

    private func notes(_ own: ClockState?) -> [String] {
        var notes: [String] = []
        let account = session.account
        if clock == .independent {
            if own?.isSynchronised != true { notes.append("this host's clock is not synchronised") }
            if session.peerClock?.isSynchronised == false { notes.append("the reflector's clock is not synchronised") }
        }
        if session.receiving == .program { notes.append("no kernel receive stamps: less precise") }
        if account.spoiled > 0 {
            notes.append("\(account.spoiled) answers spoiled: a clock was set, or this host was too busy to stamp them")
        }
        if account.shed > 0 {
            let probes = account.shed == 1 ? "probe" : "probes"
            notes.append("\(account.shed) \(probes) left out: this host cannot keep up")
        }
        if account.duplicates > 0 { notes.append("\(account.duplicates) duplicate answers") }
        if account.unauthentic > 0 { notes.append("\(account.unauthentic) answers whose HMAC is missing or wrong") }
        return notes
    }

    private func offer(_ samples: [Sample]) {
        if !samples.isEmpty { intake.offer(samples) }
    }
    private func tellOutcomes() {
        guard let observer else { return }
        for outcome in session.takeOutcomes() { observer(outcome) }
    }
    private func report(_ findings: [Finding]) {
        for finding in findings { intake.report(finding) }
    }
}
