import Collecting
import Metro
import Synchronization
import Telemetry

/// The door of a source during one run of its transport. Streams and messages take turns at the desk for one slice each;
/// whoever finds the ring full waits by the clock of the intake.
final class SourceDoor: ExportDoor {
    /// Between two looks at a full ring, nanoseconds.
    static let pauseNanoseconds: Int64 = 1_000_000
    /// Without any progress of the aggregates for so long, a message's sender had better try again.
    static let standstillNanoseconds: Int64 = 30_000_000_000

    private let desk: SharedDesk
    let intake: any Intake

    init(_ desk: SharedDesk, _ intake: any Intake) {
        self.desk = desk
        self.intake = intake
    }

    var time: any TimeSource { intake.time }

    func stream(_ dialect: StreamDialect) -> any ExportStream {
        SourceStream(
            self, dialect.format ?? atDesk { $0.format }, stampUnitNanoseconds: dialect.stampUnitNanoseconds)
    }
    func account(_ change: @Sendable (inout StreamPicture) -> Void) {
        desk.state.withLock { change(&$0.account) }
    }
    func note(_ words: String) { atDesk { $0.note(words) } }
    func report(_ finding: Finding) { intake.report(finding) }

    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {
        let received = time.wallNanoseconds
        var next = 0
        var place: UInt64 = 0
        while next < ends.count {
            let first = next
            let step = try await step(until: nil) { desk in
                let next = desk.read(messages: bytes, ends: ends, from: first, receivedNanoseconds: received)
                return (next, desk.queue.queued)
            }
            (next, place) = step
        }
        try await settle(place, until: nil)
        try await drained()
    }

    func refreshStates() async throws {
        let now = time.wallNanoseconds
        let place = try await step(until: nil) { desk in
            _ = desk.refresh(nowNanoseconds: now)
            return desk.queue.queued
        }
        try await settle(place, until: nil)
    }

    /// Works at the desk once it has room; what that makes is offered at once.
    func step<Outcome: Sendable>(
        until deadline: Int64?, _ work: @Sendable (inout SourceDesk) throws -> Outcome
    ) async throws -> Outcome {
        while true {
            let step: (outcome: Outcome?, findings: [Finding]) = try desk.state.withLock { desk in
                guard desk.offer(intake.offerWhatFits) else { return (nil, []) }
                let outcome = try work(&desk)
                _ = desk.offer(intake.offerWhatFits)
                return (outcome, desk.takeFindings())
            }
            for finding in step.findings { intake.report(finding) }
            if let outcome = step.outcome { return outcome }
            try await pause(until: deadline)
        }
    }

    /// Waits until the first `place` samples of the source are in the ring.
    func settle(_ place: UInt64, until deadline: Int64?) async throws {
        while !desk.state.withLock({ desk in desk.offer(intake.offerWhatFits) || desk.queue.offered >= place }) {
            try await pause(until: deadline)
        }
    }

    /// Waits until all that is in the lane now is in the aggregates.
    private func drained() async throws {
        let accepted = intake.lane.accepted
        var seen = intake.lane.drained
        var deadline = time.monotonicNanoseconds + Self.standstillNanoseconds
        while seen < accepted {
            try await pause(until: deadline)
            let drained = intake.lane.drained
            if drained != seen { deadline = time.monotonicNanoseconds + Self.standstillNanoseconds }
            seen = drained
        }
    }

    private func pause(until deadline: Int64?) async throws {
        let now = time.monotonicNanoseconds
        if let deadline, now >= deadline { throw SourceTooFast() }
        try await time.sleep(untilMonotonic: min(now + Self.pauseNanoseconds, deadline ?? .max))
    }

    /// The source is over: what still waits is offered for the last time, and its interfaces are free for others.
    func release() {
        intake.offer(
            desk.state.withLock { desk in
                desk.converter.release()
                return desk.queue.takeRest()
            })
    }

    func beginReport() -> SourceReport {
        SourceReport(atDesk { $0.account }, startMonotonicNanoseconds: time.monotonicNanoseconds)
    }

    /// Offers what waits without anybody to bring more, and reports what became of it all.
    func tell(_ report: inout SourceReport, isOver: Bool = false) {
        let (account, problems) = desk.state.withLock { desk in
            _ = desk.offer(intake.offerWhatFits)
            return (desk.account, desk.converter.notes + desk.problems)
        }
        let now = time.monotonicNanoseconds
        for finding in report.findings(account, notes: problems, isOver: isOver, monotonicNanoseconds: now) {
            intake.report(finding)
        }
    }

    /// Work at the desk that needs no room.
    func atDesk<Outcome: Sendable>(_ work: @Sendable (inout SourceDesk) -> Outcome) -> Outcome {
        desk.state.withLock { work(&$0) }
    }
}

/// The desk, for all runs of one source.
final class SharedDesk: Sendable {
    let state: Mutex<SourceDesk>
    init(_ desk: sending SourceDesk) { state = Mutex(desk) }
}
