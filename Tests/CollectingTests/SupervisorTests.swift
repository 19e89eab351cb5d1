import Logging
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Collecting

private let second: Int64 = 1_000_000_000

/// Plays a script: each collection takes the next step, the last one for ever.
private final class ScriptedCollector: Collector {
    enum Step: Sendable {
        case answer
        case fail(CollectorError)
        case hang
    }
    let target: TargetDescription
    let cadence: Cadence = .every(milliseconds: 10_000)
    private let steps: Mutex<[Step]>

    init(_ name: String, _ steps: [Step]) {
        target = TargetDescription(kind: .snmp, name: name, address: "192.0.2.1:161")
        self.steps = Mutex(steps)
    }

    func collect(into intake: any Intake) async throws {
        let step = steps.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        switch step {
        case .answer:
            intake.offer([.gauge(.speed, subject: 0, value: 1, at: intake.time.wallNanoseconds)])
            intake.report(.answered(durationNanoseconds: 5))
        case .fail(let error): throw error
        case .hang: try await intake.time.sleep(untilMonotonic: .max)
        }
    }
}

struct SupervisorTests {
    private let silence = CollectorError(.timeout, "no answer from 192.0.2.1:161", advice: "check the community")

    private func supervisor(_ collectors: [any Collector], time: ManualTime, accepts: Int = .max) -> Supervisor {
        Supervisor(
            collectors: collectors, interfaces: 1, paths: 0, time: time,
            log: Logger(label: "test") { _ in
                SwiftLogNoOpLogHandler()
            },
            door: SampleDoor { min($1.count, accepts) })
    }

    /// Moves time on whenever everybody sleeps, until `condition` holds; bounded by simulated time.
    private func drive(
        _ time: ManualTime, sleepers: Int, for limit: Int64, until condition: () -> Bool
    ) async -> Bool {
        let end = time.monotonicNanoseconds + limit
        while time.monotonicNanoseconds < end {
            if condition() { return true }
            if time.sleeperCount >= sleepers { time.advance(nanoseconds: second / 4) }
            await Task.yield()
        }
        return condition()
    }

    @Test("A failing target is shown with its reason and next attempt, and recovers by itself")
    func recovers() async {
        let time = ManualTime(wallNanoseconds: 1_000 * second)
        let supervisor = supervisor(
            [ScriptedCollector("pe1", [.answer, .fail(silence), .fail(silence), .answer])], time: time)
        supervisor.start()
        #expect(
            await drive(time, sleepers: 1, for: 60 * second) { supervisor.targets()[0].picture.state == .failing })
        let failing = supervisor.targets()[0].picture
        #expect(failing.lastError == "no answer from 192.0.2.1:161; check the community")
        #expect(failing.nextAttemptNanoseconds != nil)
        #expect(failing.lastAnswerNanoseconds != nil)
        #expect(
            await drive(time, sleepers: 1, for: 60 * second) { supervisor.targets()[0].picture.state == .healthy })
        #expect(supervisor.targets()[0].picture.lastError == nil)
        await supervisor.stop()
        #expect(supervisor.targets()[0].picture.state == .stopped)
    }

    @Test("A target that hangs delays no other")
    func isolation() async {
        let time = ManualTime()
        let supervisor = supervisor(
            [ScriptedCollector("stuck", [.hang]), ScriptedCollector("well", [.answer])], time: time)
        supervisor.start()
        #expect(
            await drive(time, sleepers: 2, for: 120 * second) { supervisor.targets()[1].picture.answers >= 5 })
        #expect(supervisor.targets()[0].picture.answers == 0)
        await supervisor.stop()
    }

    @Test("What was stopped before it started never starts")
    func stoppedFirst() async {
        let time = ManualTime()
        let supervisor = supervisor([ScriptedCollector("pe1", [.answer])], time: time)
        await supervisor.stop()
        supervisor.start()
        for _ in 0..<200 { await Task.yield() }
        #expect(time.sleeperCount == 0)
        #expect(supervisor.targets()[0].picture.answers == 0)
    }

    @Test("Samples that the ring refuses are counted for their target")
    func countsRefusals() async {
        let time = ManualTime()
        let supervisor = supervisor([ScriptedCollector("pe1", [.answer])], time: time, accepts: 0)
        supervisor.start()
        #expect(
            await drive(time, sleepers: 1, for: 60 * second) { supervisor.targets()[0].picture.refusedSamples >= 2 })
        await supervisor.stop()
    }

    @Test("A timeout is not an error of the target, and a protocol error is not a timeout")
    func countsApart() {
        let target = TargetDescription(kind: .snmp, name: "pe1", address: "x")
        var health = TargetHealth(target, cadence: .every(milliseconds: 1000))
        health.apply(.timedOut, wallNanoseconds: 0)
        health.attemptFailed(silence, isBackingOff: false, next: 1)
        #expect(health.picture.timeouts == 1 && health.picture.errors == 0)
        health.attemptFailed(CollectorError(.protocolError, "genErr"), isBackingOff: true, next: 2)
        #expect(health.picture.timeouts == 1 && health.picture.errors == 1)
        #expect(health.picture.state == .backingOff)
    }

    @Test("Findings about subjects outside the inventory are ignored")
    func boundedBoard() {
        var board = SubjectBoard(interfaces: 1, paths: 1)
        board.apply(.interfaceMissing(subject: 9, reason: .interfaceNotFound))
        board.apply(.pathMissing(subject: 0, reason: .noAnswer))
        #expect(board.interfaceMissing == [nil])
        #expect(board.pathMissing == [.noAnswer])
    }
}
