import Collecting
import Metro
import Telemetry
import Testing

@testable import SNMP

@Suite("SNMP collector, after the first walk")
struct CollectorPollingTests {
    /// A collector and the device that it polls.
    private final class Scene {
        let transport: FakeTransport
        let collector: SNMPCollector
        let intake = FakeIntake()
        var device: FakeDevice {
            didSet { serve() }
        }

        init(_ device: FakeDevice, _ names: [String], period: Int = 30_000) {
            self.device = device
            transport = FakeTransport(device.agent)
            let access = SNMPAccess(host: "127.0.0.1", periodMilliseconds: period)
            collector = SNMPCollector(
                device: Device(id: "pe1", name: LocalizedName(chinese: "pe1"), snmp: access), access: access,
                interfaces: names.enumerated().map { ($1, UInt32(10 + $0)) }, transport: transport
            ) { .community(.wellKnown) }
        }

        private func serve() {
            let agent = device.agent
            transport.state.withLock { $0.agent = agent }
        }

        /// One collection, a period after the last; what came of it, and how many requests it took.
        func collect() async throws -> (record: FakeIntake.Record, requests: Int) {
            device.ticks = device.ticks.map { $0 &+ 3_000 }
            let before = transport.state.withLock { $0.requests }
            try await collector.collect(into: intake)
            try await intake.time.sleep(untilMonotonic: intake.time.monotonicNanoseconds + 30_000_000_000)
            return (intake.take(), transport.state.withLock { $0.requests } - before)
        }
    }

    @Test("the first collection walks, the next ones ask for the inventory's interfaces in one packet")
    func cheap() async throws {
        let scene = Scene(FakeDevice(interfaces: 400), ["eth7", "eth300"])
        let (first, walked) = try await scene.collect()
        #expect(walked > 30)
        #expect(scene.collector.subject(ofInterface: 300) == 11 && scene.collector.subject(ofInterface: 8) == nil)
        let (second, polled) = try await scene.collect()
        #expect(polled == 1 && second.samples.count == 16)
        // Of the same epoch: the two make a rate.
        #expect(Set(second.samples.map(\.epoch)) == Set(first.samples.map(\.epoch)))
        #expect(!second.findings.contains { if case .interface = $0 { true } else { false } })
    }

    @Test("renumbered: nothing of the moved interfaces in that poll but the walk's, and of another epoch")
    func renumbered() async throws {
        let scene = Scene(FakeDevice(interfaces: 4), ["eth1", "eth2", "eth3"])
        let first = try await scene.collect().record
        for column in InterfaceColumn.allCases {
            (scene.device[column, 2], scene.device[column, 4]) = (scene.device[column, 4], scene.device[column, 2])
        }
        let (record, requests) = try await scene.collect()
        #expect(requests > 1)
        func errors(_ record: FakeIntake.Record, _ subject: UInt32) -> [Sample] {
            record.samples.filter { $0.subject == subject && $0.metric == .errors && $0.direction == .inbound }
        }
        #expect(errors(record, 10).count == 1 && errors(record, 11).map(\.payload) == [2])
        #expect(errors(record, 11).first?.epoch != errors(first, 11).first?.epoch)
        #expect(errors(record, 10).first?.epoch == errors(first, 10).first?.epoch)
        #expect(record.findings.contains(.interface(subject: 11, facts: InterfaceFacts(ifIndex: 4, alias: "to p2"))))
        #expect(scene.collector.subject(ofInterface: 4) == 11 && scene.collector.subject(ofInterface: 2) == nil)
        #expect(try await scene.collect().requests == 1)
    }

    @Test("an interface that vanishes is missing with its reason, and comes back")
    func vanished() async throws {
        let scene = Scene(FakeDevice(interfaces: 3), ["eth1", "eth3"])
        _ = try await scene.collect()
        let whole = scene.device
        for column in InterfaceColumn.allCases { scene.device[column, 3] = nil }
        let gone = try await scene.collect().record
        #expect(gone.findings.contains(.interfaceMissing(subject: 11, reason: .interfaceNotFound)))
        #expect(gone.samples.allSatisfy { $0.subject == 10 })
        let ticks = scene.device.ticks
        scene.device = whole
        scene.device.ticks = ticks
        scene.device.variables[KnownObjects.engineBoots] = .integer(8)
        let back = try await scene.collect().record
        #expect(back.findings.contains(.interfaceMissing(subject: 11, reason: nil)))
        #expect(back.samples.contains { $0.subject == 11 })
    }

    @Test("a reboot is followed by a walk, in the same collection, and gives each interface one reading")
    func reboot() async throws {
        let scene = Scene(FakeDevice(interfaces: 2), ["eth1", "eth2"])
        _ = try await scene.collect()
        scene.device.ticks = 100
        let (record, requests) = try await scene.collect()
        #expect(requests > 1 && record.samples.count == 16)
        #expect(try await scene.collect().requests == 1)
    }

    @Test("a table that changes at every poll is walked ever more seldom, which is said; its numbers go on")
    func restless() async throws {
        var device = FakeDevice(interfaces: 2)
        device.variables[KnownObjects.interfaceTableLastChange] = .timeTicks(1)
        let scene = Scene(device, ["eth1"])
        _ = try await scene.collect()
        var walks = 0
        var notes: Set<String> = []
        for poll in 2..<60 as Range<UInt32> {
            scene.device.variables[KnownObjects.interfaceTableLastChange] = .timeTicks(poll)
            let record = try await scene.collect().record
            if record.tellsInterfaces { walks += 1 }
            notes.formUnion(record.notes)
            #expect(record.samples.count == 8)
        }
        #expect(walks <= 8)
        #expect(
            notes.contains(
                "the interface table changes at every poll (ifTableLastChange): walked anew every 60 s at most"))
    }

    @Test("once an hour the table is walked without a change, and gives no second reading")
    func hourly() async throws {
        let scene = Scene(FakeDevice(interfaces: 2), ["eth1"])
        _ = try await scene.collect()
        var walks: [Int] = []
        for poll in 1...125 {
            scene.device[.alias, 1] = .octetString(Array("circuit \(poll)".utf8))
            let record = try await scene.collect().record
            if record.tellsInterfaces { walks.append(poll) }
            #expect(record.samples.count == 8)
        }
        #expect(walks == [120])
    }

    @Test("an agent that fails keeps what was walked: the next poll is a poll")
    func outage() async throws {
        let scene = Scene(FakeDevice(interfaces: 2), ["eth1"])
        _ = try await scene.collect()
        scene.transport.state.withLock { $0.agent = nil }
        await #expect(throws: CollectorError.self) { try await scene.collector.collect(into: scene.intake) }
        let (record, requests) = try await scene.collect()
        #expect(requests == 1 && record.samples.count == 8)
    }

    @Test("counters refreshed more seldom than half the period slow the polls down, and say so")
    func slowCounters() async throws {
        let scene = Scene(FakeDevice(interfaces: 2), ["eth1", "eth2"])
        var last = FakeIntake.Record()
        var periods: [Finding] = []
        for poll in 0..<12 as Range<UInt64> {
            for index in 1...2 as ClosedRange<UInt32> {
                // Every second reading finds what the one before found.
                scene.device[.highCapacityInOctets, index] = .counter64(poll / 2 * 1_000_000)
                scene.device[.highCapacityOutOctets, index] = .counter64(poll / 2 * 7_000)
            }
            last = try await scene.collect().record
            periods += last.findings.filter { if case .period = $0 { true } else { false } }
        }
        #expect(periods == [.period(milliseconds: 120_000)])
        #expect(
            last.notes == ["the agent refreshes its counters every 60 s: polled every 120 s, not every 30 s"])
        let told = last.samples.filter { $0.metric == .period }
        #expect(told.map(\.subject) == [10, 11] && told.allSatisfy { $0.payload == 120_000_000_000 })
    }

    @Test("a short period is watched closely once, after the first samples, and then polled without waiting")
    func burst() async throws {
        let scene = Scene(FakeDevice(interfaces: 2), ["eth1"], period: 5_000)
        let (first, requests) = try await scene.collect()
        #expect(first.samples.count == 16)
        let walk = try SNMPTests.walk(scene.device.agent).requests
        #expect(requests > walk + 20)
        #expect(try await scene.collect().requests <= 2)
    }

    @Test("what is odd about an interface goes with its facts")
    func oddities() async throws {
        var device = FakeDevice(interfaces: 3)
        device[.highCapacityInOctets, 1] = .counter32(5)
        device[.name, 3] = device[.name, 2]
        let scene = Scene(device, ["eth1", "Ethernet 3"])
        let record = try await scene.collect().record
        var facts: [UInt32: [String]] = [:]
        for case .interface(let subject, let found) in record.findings { facts[subject] = found.oddities }
        #expect(facts[10] == ["Counter32 in ifHCInOctets", "32-bit octet counters only"])
        #expect(facts[11] == ["2 interfaces are called eth2 (ifIndex 2, 3)"])
    }

    @Test("sensors come with the first walk and every five minutes, and what is gone is taken back")
    func sensors() async throws {
        var device = FakeDevice(interfaces: 2)
        let received = SensorColumn.juniperReceived.column.name.appending(1)
        device.variables[received] = .integer(-700)
        device.variables[SensorColumn.processorLoad.column.name.appending(1)] = .integer(12)
        let scene = Scene(device, ["eth1", "eth2"])
        func optics(_ record: FakeIntake.Record) -> [InterfaceOptics?] {
            record.findings.compactMap { if case .optics(10, let optics) = $0 { .some(optics) } else { nil } }
        }
        let first = try await scene.collect().record
        #expect(optics(first).map(\.?.receivedPowerDBm) == [.known(-7)])
        #expect(
            first.findings.contains {
                if case .sensors(let all?) = $0 { all.processorLoad == .known(0.12) } else { false }
            })
        scene.device.variables[received] = nil
        var rounds: [Int] = []
        for poll in 1...21 {
            let found = optics(try await scene.collect().record)
            if !found.isEmpty { rounds.append(poll) }
            #expect(found.allSatisfy { $0 == nil })
        }
        #expect(rounds == [10])
    }
}
