import Logging
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Collecting

private let second: Int64 = 1_000_000_000

/// Answers at once with a state and a counter, and keeps when it was asked; passes news on where it is told to.
private final class PolledDevice: Collector {
    let target: TargetDescription
    let cadence: Cadence = .every(milliseconds: 30_000)
    let starts = Mutex<[Int64]>([])
    private let error: CollectorError?

    init(_ name: String, failing error: CollectorError? = nil) {
        target = TargetDescription(kind: .snmp, name: name, address: "192.0.2.1:161")
        self.error = error
    }

    var startSeconds: [Double] { starts.withLock { $0.map { Double($0) / 1e9 } } }

    func collect(into intake: any Intake) async throws {
        let now = intake.time.wallNanoseconds
        starts.withLock { $0.append(intake.time.monotonicNanoseconds) }
        if let error { throw error }
        intake.offer([
            .gauge(.operationalStatus, subject: 0, value: 1, at: now),
            .counter(.octets, subject: 0, direction: .inbound, value: 1, agentTicks: 1, at: now),
        ])
        intake.report(.answered(durationNanoseconds: 5))
    }
}

/// Runs for ever; says that there is news of a target whenever it is told to.
private final class Messenger: Collector {
    let target = TargetDescription(kind: .trap, name: ":162", address: ":162")
    let cadence = Cadence.continuous
    private let intake = Mutex<(any Intake)?>(nil)

    func collect(into intake: any Intake) async throws {
        self.intake.withLock { $0 = intake }
        try await intake.time.sleep(untilMonotonic: .max)
    }
    func tell(of target: String) { intake.withLock { $0 }?.report(.news(of: target)) }
    var isListening: Bool { intake.withLock { $0 != nil } }
}

@Suite("A target asked before its time")
struct HasteTests {
    private final class Offers: Sendable {
        let metrics = Mutex<[[Metric]]>([])
    }
    private final class Run: Sendable {
        let time = ManualTime(wallNanoseconds: 1_000 * second)
        let offers = Offers()
        let supervisor: Supervisor
        private let sleepers: Int

        init(_ collectors: [any Collector]) {
            let offers = offers
            sleepers = collectors.count
            supervisor = Supervisor(
                collectors: collectors, interfaces: 1, paths: 0, time: time,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                door: SampleDoor { _, samples in
                    offers.metrics.withLock { $0.append(samples.map(\.metric)) }
                    return samples.count
                })
            supervisor.start()
        }

        /// Moves time on in quarters of a second whenever everybody sleeps.
        func advance(to seconds: Double) async {
            while time.monotonicNanoseconds < Int64(seconds * 1e9) {
                await settle()
                time.advance(nanoseconds: second / 4)
            }
            await settle()
        }
        /// Seconds at which the device was asked for the third time or later, right after that; from then on it is asked
        /// regularly. Infinite where that never comes.
        func regularPlace(of device: PolledDevice, after count: Int = 2) async -> Double {
            while device.startSeconds.count <= count, time.monotonicNanoseconds < 1_000 * second {
                await advance(to: Double(time.monotonicNanoseconds) / 1e9 + 0.25)
            }
            return device.startSeconds.count > count ? device.startSeconds.last ?? .infinity : .infinity
        }
        /// Until everybody sleeps again. Bounded: a run that never settles fails the test that counts on it.
        private func settle() async {
            var turns = 0
            while time.sleeperCount < sleepers, turns < 100_000 {
                turns += 1
                await Task.yield()
            }
        }
    }

    @Test("it is asked within seconds, once for a storm, and then keeps its period")
    func storm() async {
        let device = PolledDevice("pe1")
        let run = Run([device])
        let place = await run.regularPlace(of: device)
        // In the first third of a period.
        await run.advance(to: place + 3)
        for _ in 0..<1_000 { run.supervisor.hasten("snmp/pe1") }
        await run.advance(to: place + 29)
        let early = device.startSeconds.dropFirst(3)
        #expect(early.count == 1 && early.allSatisfy { $0 >= place + 4 && $0 <= place + 4.5 })
        await run.advance(to: place + 75)
        #expect(device.startSeconds.dropFirst(4).map { $0 - place } == [30, 60])
        await run.supervisor.stop()
    }

    @Test("storm after storm it is asked at most every five seconds")
    func bounded() async {
        let device = PolledDevice("pe1")
        let run = Run([device])
        let place = await run.regularPlace(of: device)
        for step in 1...96 {
            run.supervisor.hasten("snmp/pe1")
            await run.advance(to: place + Double(step) / 4)
        }
        let starts = device.startSeconds.dropFirst(3).map { $0 - place }
        #expect((4...5).contains(starts.count), "\(starts)")
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= 5 }, "\(starts)")
        await run.supervisor.stop()
    }

    @Test("a look too soon for a rate offers states and leaves counters out; a later one is a reading")
    func glance() async {
        let device = PolledDevice("pe1")
        let run = Run([device])
        let place = await run.regularPlace(of: device)
        run.offers.metrics.withLock { $0 = [] }
        await run.advance(to: place + 5)
        run.supervisor.hasten("snmp/pe1")
        await run.advance(to: place + 8)
        #expect(run.offers.metrics.withLock { $0 } == [[.operationalStatus]])
        await run.advance(to: place + 20)
        run.supervisor.hasten("snmp/pe1")
        await run.advance(to: place + 23)
        #expect(run.offers.metrics.withLock { $0 } == [[.operationalStatus], [.operationalStatus, .octets]])
        // The grid's next place would be too near for a rate.
        await run.advance(to: place + 59)
        #expect(run.offers.metrics.withLock { $0.count } == 2)
        await run.advance(to: place + 61)
        #expect(run.offers.metrics.withLock { $0.last } == [.operationalStatus, .octets])
        await run.supervisor.stop()
    }

    @Test("a target that is spaced out because it fails is asked at once when there is news of it")
    func backingOff() async {
        let device = PolledDevice("pe1", failing: CollectorError(.timeout, "no answer"))
        let run = Run([device])
        let last = await run.regularPlace(of: device, after: 6)
        #expect(run.supervisor.targets()[0].picture.state == .backingOff)
        await run.advance(to: last + 5)
        run.supervisor.hasten("snmp/pe1")
        await run.advance(to: last + 8)
        #expect(device.startSeconds.last.map { $0 > last && $0 <= last + 6.5 } == true)
        await run.supervisor.stop()
    }

    @Test("news from one collector hastens the target that it is about, and no other; unknown ones are ignored")
    func news() async {
        let (one, other, messenger) = (PolledDevice("pe1"), PolledDevice("pe2"), Messenger())
        let run = Run([one, other, messenger])
        let place = await run.regularPlace(of: one)
        #expect(messenger.isListening)
        await run.advance(to: place + 5)
        let others = other.startSeconds
        for target in ["snmp/pe1", "snmp/pe9", "trap/:162", ""] { messenger.tell(of: target) }
        await run.advance(to: place + 8)
        #expect(one.startSeconds.last.map { $0 >= place + 6 && $0 <= place + 6.5 } == true)
        #expect(other.startSeconds == others)
        #expect(run.supervisor.subjects().traps == nil)
        await run.supervisor.stop()
    }

    @Test("a stop ends every sleep, an early one too")
    func stops() async {
        let run = Run([PolledDevice("pe1")])
        await run.advance(to: 61)
        run.supervisor.hasten("snmp/pe1")
        await run.supervisor.stop()
        #expect(run.supervisor.targets()[0].picture.state == .stopped)
        #expect(run.time.sleeperCount == 0)
    }
}
