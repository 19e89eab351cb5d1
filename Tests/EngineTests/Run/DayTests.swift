import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("A day of a small city")
struct DayTests {
    static let step = 10.0
    static let period = 10.0
    /// The supervisor spaces attempts out up to this, seconds: 60 s and a tenth.
    static let longestBackOff = 66.0

    private static let brief = (from: 2.0 * 3_600, length: 25.0)
    private static let long = (from: 6.0 * 3_600, length: 300.0)
    private static let cut = (from: 12.0 * 3_600, length: 300.0)
    /// Nobody drains the ring for so long.
    private static let stall = (from: 18.0 * 3_600, length: 600.0)

    private static var faults: [ScriptedFault] {
        [
            ScriptedFault(.deviceDown("middle"), startSeconds: brief.from, durationSeconds: brief.length),
            ScriptedFault(.deviceDown("middle"), startSeconds: long.from, durationSeconds: long.length),
            ScriptedFault(.cut("east-middle"), startSeconds: cut.from, durationSeconds: cut.length),
        ]
    }

    private static func isNear(_ seconds: Double) -> Bool {
        [brief, long, cut, stall].contains { (-60...$0.length + 600).contains(seconds - $0.from) }
    }

    /// One sample each that is late, ahead of time, of no subject, and there already.
    private static func useless(_ now: Int64) -> [Sample] {
        let twice = Sample.gauge(.speed, subject: 0, value: 100_000_000_000, at: now)
        return [
            .gauge(.speed, subject: 0, value: 1, at: now - 7_200 * second),
            .gauge(.speed, subject: 0, value: 1, at: now + 3_600 * second),
            .gauge(.speed, subject: 999, value: 1, at: now), twice, twice,
        ]
    }

    @Test("24 hours: the account closes at every step, faults show with their reasons within three periods, and go")
    func day() async throws {
        let run = SimulatedRun(SmallCity.setup(faults: Self.faults, ringCapacity: 256))
        await run.start()
        var watch = LedgerWatch()
        var failing = Sightings()
        var blank = Sightings()
        var reasons: Set<MissingReason> = []
        var down = Sightings()
        var elsewhere = Sightings()
        for index in 1...8_640 {
            let seconds = Double(index) * Self.step
            await run.step(nanoseconds: Int64(Self.step) * second)
            if let fault = watch.fault(in: run.core.ledger) {
                Issue.record("queued at \(seconds) s: \(fault)")
                break
            }
            let isStalled = (Self.stall.from..<Self.stall.from + Self.stall.length).contains(seconds)
            if index % 100 == 0, !isStalled { run.core.lanes.offer(.simulator, Self.useless(run.now)) }
            if !isStalled { run.drain() }
            if let fault = watch.fault(in: run.core.ledger, isDrained: !isStalled) {
                Issue.record("drained at \(seconds) s: \(fault)")
                break
            }
            guard Self.isNear(seconds) || index % 30 == 0 else { continue }
            let picture = run.snapshot()
            if let fault = watch.fault(in: picture) { Issue.record("picture at \(seconds) s: \(fault)") }
            let state = picture.targets.first { $0.id == "simulator/middle" }?.state
            failing.note(state == .failing || state == .backingOff, at: seconds)
            // middle sends east-middle's backward and middle-west's forward direction.
            let utilization = picture.links[1].forward.utilization
            blank.note(utilization.value == nil && seconds > 60, at: seconds)
            if let reason = utilization.reason, seconds > 60 { reasons.insert(reason) }
            down.note(picture.links[0].forward.operationalStatus.value == .down, at: seconds)
            elsewhere.note(
                picture.targets.contains { $0.id != "simulator/middle" && $0.state != .healthy && seconds > 60 },
                at: seconds)
        }
        let ledger = run.core.ledger
        let last = run.snapshot()
        await run.stop()

        // 3 devices and 2 paths of two directions, every 10 s.
        #expect(ledger.offered > 8_600 * (4 * 8 + 4) && ledger.stored > ledger.offered * 98 / 100)
        for reason in DropReason.allCases { #expect(ledger.dropped[reason] > 0, "nothing was \(reason.rawValue)") }
        #expect(ledger.dropped.total < ledger.offered / 50)
        #expect(last.targets.reduce(0) { $0 + $1.refusedSamples } == Int(ledger.dropped.full))
        expect(failing, [(Self.brief, Self.period), (Self.long, Self.longestBackOff)], delay: Self.period)
        // A rate is held for two periods and a half, whether or not anybody drains; after a gap it needs two readings.
        // A consumer that slept finds what the ring still held, which is old.
        expect(
            blank,
            [
                (Self.brief, 2 * Self.period), (Self.long, Self.longestBackOff + 2 * Self.period),
                (Self.stall, 3 * Self.period),
            ],
            delay: 3 * Self.period)
        #expect(reasons == [.noAnswer, .intervalOutOfRange, .stale])
        expect(down, [(Self.cut, Self.period)], delay: Self.period)
        #expect(elsewhere.changes.isEmpty, "targets that nothing happened to: \(elsewhere.changes)")

        for link in last.links {
            #expect(link.severity == .ok)
            #expect(link.forward.utilization.value != nil && link.backward.utilization.value != nil)
        }
        for path in last.paths {
            #expect(path.forward.p99.value != nil && path.verdict == .met)
            #expect(path.forward.n >= 355 && path.forward.lost == 0)
        }
        let kinds = Set(last.events.map { "\($0.kind.rawValue) \($0.subject)" })
        #expect(kinds.contains("link_down \(MetroEvent.Subject.link("east-middle"))"))
        #expect(kinds.contains("target_lost \(MetroEvent.Subject.target("simulator/middle"))"))
        #expect(kinds.contains("loss_high \(MetroEvent.Subject.path("centre-hub"))"))
        #expect(last.events.allSatisfy { $0.untilNanoseconds != nil }, "still open: \(last.events)")
    }

    /// Each stretch is seen at most `delay` after its beginning, and no longer than its tail after its end.
    private func expect(
        _ sightings: Sightings, _ stretches: [((from: Double, length: Double), tail: Double)], delay: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard sightings.changes.count == stretches.count * 2 else {
            Issue.record("seen \(sightings.changes), expected \(stretches)", sourceLocation: sourceLocation)
            return
        }
        for (index, (stretch, tail)) in stretches.enumerated() {
            let began = sightings.changes[2 * index] - stretch.from
            let ceased = sightings.changes[2 * index + 1] - stretch.from - stretch.length
            #expect((0...delay + Self.step).contains(began), "seen after \(began) s", sourceLocation: sourceLocation)
            #expect(
                (-Self.step...tail + Self.step).contains(ceased), "gone after \(ceased) s",
                sourceLocation: sourceLocation)
        }
    }

    @Test("the same seed gives the same day")
    func deterministic() async throws {
        var documents: [String] = []
        for _ in 0..<2 {
            let run = SimulatedRun(SmallCity.setup(), preloadMinutes: 10)
            await run.start()
            for _ in 0..<60 {
                await run.step(nanoseconds: 10 * second)
                run.drain()
            }
            documents.append(try SnapshotDocument(run.snapshot(), seconds: 600, version: "test").json())
            await run.stop()
        }
        #expect(documents[0] == documents[1])
        #expect(documents[0].contains("\"octets\""))
    }
}
