import Collecting
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Engine

@Suite("Lanes of collectors")
struct CollectorLanesTests {
    private func core(ringCapacity: Int = 1_024) -> EngineCore {
        var setup = SmallCity.measured()
        setup.collectors.ringCapacity = ringCapacity
        return EngineCore(setup)
    }

    private func speeds(_ count: Int, from start: Int64 = midnight) -> [Sample] {
        (0..<count).map { .gauge(.speed, subject: 0, value: 1, at: start + Int64($0)) }
    }

    private func picture(_ core: EngineCore, monotonic: Int64 = 0) -> PipelinePicture {
        core.snapshot(
            wallNanoseconds: midnight + second, monotonicNanoseconds: monotonic, targets: [],
            board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock
        ).pipeline
    }

    @Test("a flood of one kind is refused in its own lane, takes no other's place, and the picture says whose it was")
    func flood() {
        let core = core()
        #expect(core.lanes.offer(.stamp, speeds(3_000)) == 1_024)
        #expect(core.lanes.offer(.stamp, speeds(1)) == 0)
        #expect(core.lanes.offer(.snmp, speeds(7)) == 7)
        let pipeline = picture(core)
        #expect(pipeline.lanes.map(\.name) == ["snmp", "stamp"])
        #expect(pipeline.lanes.map(\.offered) == [7, 3_001] && pipeline.lanes.map(\.refused) == [0, 1_977])
        #expect(pipeline.lanes.map(\.depth) == [7, 1_024] && pipeline.queued == 1_031)
        #expect(pipeline.offered == 3_008 && pipeline.dropped.first { $0.reason == "full" }?.count == 1_977)
        core.drain(wallNanoseconds: midnight + second, monotonicNanoseconds: 0)
        let after = picture(core)
        #expect(after.queued == 0 && after.ringHighWater == 1_024 && after.lanes.map(\.highWater) == [7, 1_024])
    }

    @Test("lag is how long ago the ring was last empty, and nothing while it is")
    func lag() {
        let core = core()
        core.drain(wallNanoseconds: midnight, monotonicNanoseconds: 5 * second)
        #expect(picture(core, monotonic: 8 * second).lagNanoseconds == 0)
        core.lanes.offer(.snmp, speeds(1))
        #expect(picture(core, monotonic: 8 * second).lagNanoseconds == 3 * second)
        core.drain(wallNanoseconds: midnight + second, monotonicNanoseconds: 9 * second)
        #expect(picture(core, monotonic: 30 * second).lagNanoseconds == 0)
    }

    @Test("the picture says how long back the configured memory reaches")
    func memory() {
        var setup = SmallCity.measured()
        setup.collectors.memoryMebibytes = 64
        let memory = EngineCore(setup).snapshot(
            wallNanoseconds: midnight, monotonicNanoseconds: 0, targets: [],
            board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock
        ).pipeline.memory
        #expect(memory.budgetBytes == 64 << 20 && memory.minutesKept == 1_440)
        #expect((1..<memory.budgetBytes).contains(memory.plannedBytes))
    }

    /// What the collectors tell the others when they are done.
    private final class Course: Sendable {
        let isOver = Atomic(false)
    }

    @Test("three collectors, two of one kind, a path and a publisher at once: every picture's account closes")
    func together() async {
        let core = core(ringCapacity: 256)
        let course = Course()
        let path = Task {
            while !course.isOver.load(ordering: .acquiring) {
                _ = core.turn(wallNanoseconds: midnight + second, monotonicNanoseconds: 0)
                await Task.yield()
            }
        }
        let publisher = Task { () -> [String] in
            var faults: [String] = []
            var watch = LedgerWatch()
            var monotonic: Int64 = 0
            while !course.isOver.load(ordering: .acquiring) {
                monotonic += second / 10
                let picture = core.snapshot(
                    wallNanoseconds: midnight + second, monotonicNanoseconds: monotonic, targets: [],
                    board: SubjectBoard(interfaces: 5, paths: 2), clock: SimulatedRun.clock)
                if let fault = watch.fault(in: picture) { faults.append(fault) }
                await Task.yield()
            }
            return faults
        }
        await withTaskGroup { group in
            for (kind, subject) in [(CollectorKind.snmp, 0), (.snmp, 1), (.stamp, 2)] {
                group.addTask { await Self.offer(core, kind, UInt32(subject)) }
            }
        }
        course.isOver.store(true, ordering: .releasing)
        let faults = await publisher.value
        await path.value
        #expect(faults.isEmpty, "\(faults.prefix(3))")
        core.drain(wallNanoseconds: midnight + second, monotonicNanoseconds: 0)
        let ledger = core.ledger
        #expect(ledger.balances && ledger.offered == 3 * 20_000 && ledger.queued == 0, "\(ledger)")
        #expect(ledger.stored > 0 && ledger.dropped[.late] == 0)
    }

    /// 20 000 readings in batches of 50.
    private static func offer(_ core: EngineCore, _ kind: CollectorKind, _ subject: UInt32) async {
        for start in stride(from: midnight, to: midnight + 20_000, by: 50) {
            core.lanes.offer(kind, (start..<start + 50).map { .gauge(.speed, subject: subject, value: 1, at: $0) })
            if start % 400 == 0 { await Task.yield() }
        }
    }
}
