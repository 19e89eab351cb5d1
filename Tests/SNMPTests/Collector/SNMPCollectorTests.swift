import Collecting
import Metro
import Synchronization
import Telemetry
import Testing

@testable import SNMP

@Suite("SNMP collector")
struct SNMPCollectorTests {
    private func collector(
        _ transport: any SNMPTransport, _ interfaces: [(name: String, subject: UInt32)] = [("eth1", 10), ("eth2", 11)]
    ) -> SNMPCollector {
        let access = SNMPAccess(host: "127.0.0.1", port: 11_161)
        return SNMPCollector(
            device: Device(id: "pe1", name: LocalizedName(chinese: "pe1"), snmp: access), access: access,
            interfaces: interfaces, transport: transport
        ) { .community(.wellKnown) }
    }

    @Test("it says what it polls and how often")
    func description() {
        let collector = collector(FakeTransport(nil))
        #expect(collector.target.id == "snmp/pe1" && collector.target.address == "127.0.0.1:11161")
        #expect(collector.cadence == .every(milliseconds: 30_000))
    }

    @Test("a poll offers the samples of the inventory's interfaces, with clock, epoch and width")
    func samples() async throws {
        var device = FakeDevice(interfaces: 3)
        device[.highCapacityOutOctets, 2] = nil
        device[.discontinuityTime, 2] = .timeTicks(77)
        let intake = FakeIntake()
        try await collector(FakeTransport(device.agent)).collect(into: intake)
        let record = intake.take()
        #expect(Set(record.samples.map(\.subject)) == [10, 11])
        #expect(record.samples.count == 16)
        func sample(_ subject: UInt32, _ metric: Metric, _ direction: Direction) -> Sample? {
            record.samples.first { $0.subject == subject && $0.metric == metric && $0.direction == direction }
        }
        let octets = try #require(sample(10, .octets, .inbound))
        #expect(octets.payload == 1 << 53 + 1 && octets.agentTicks == 123_456 && octets.flags == [])
        let narrow = try #require(sample(11, .octets, .outbound))
        #expect(narrow.payload == 2 && narrow.flags == .counter32)
        #expect(narrow.epoch != octets.epoch)
        #expect(sample(10, .octets, .outbound)?.payload == UInt64.max - 1)
        #expect(sample(10, .errors, .inbound)?.payload == 1)
        #expect(sample(10, .errors, .outbound)?.flags == .counter32)
        #expect(sample(10, .discards, .outbound)?.payload == 4)
        #expect(sample(10, .speed, .inbound)?.payload == 100_000_000_000)
        #expect(sample(11, .operationalStatus, .inbound)?.payload == 2)
        #expect(record.findings.contains(.interface(subject: 10, facts: InterfaceFacts(ifIndex: 1, alias: "to p1"))))
        #expect(record.findings.contains(.interfaceMissing(subject: 11, reason: nil)))
        #expect(record.notes == ["32-bit octet counters only: eth2"])
        #expect(record.findings.contains { if case .answered = $0 { true } else { false } })
    }

    @Test("the epoch changes with engine boots, with the discontinuity time, and with the interface behind a subject")
    func epoch() throws {
        var readings = try walk(FakeDevice(interfaces: 1).agent).table.rows[0].readings
        let epochs = [nil, 1, 2].flatMap { (boots: UInt32?) in
            [nil, 5, 6].flatMap { (ticks: UInt32?) in
                [0, 1].map { (identity: UInt32) -> UInt32 in
                    readings.discontinuityTicks = ticks
                    return readings.epoch(engineBoots: boots, identity: identity)
                }
            }
        }
        #expect(epochs[0] == 0 && Set(epochs).count == 18)
    }

    @Test("an interface that is not there, twice there, or without counters has its reason")
    func missing() async throws {
        var device = FakeDevice(interfaces: 4)
        device[.name, 4] = device[.name, 3]
        device[.highCapacityInOctets, 2] = nil
        device[.inOctets, 2] = nil
        device[.highSpeed, 2] = .gauge32(0)
        let intake = FakeIntake()
        let collector = collector(
            FakeTransport(device.agent), [("eth9", 1), ("eth3", 2), ("eth2", 3), ("Ethernet 1", 4)])
        try await collector.collect(into: intake)
        let record = intake.take()
        #expect(record.findings.contains(.interfaceMissing(subject: 1, reason: .interfaceNotFound)))
        #expect(record.findings.contains(.interfaceMissing(subject: 2, reason: .interfaceNotFound)))
        #expect(record.findings.contains(.interfaceMissing(subject: 3, reason: .columnAbsent)))
        #expect(record.findings.contains(.interfaceMissing(subject: 4, reason: nil)))
        #expect(record.notes.contains("eth3 is not unique: its values are left out"))
        #expect(Set(record.samples.map(\.subject)) == [3, 4])
        // A speed that is unknown is 0, never the last one.
        #expect(record.samples.first { $0.subject == 3 && $0.metric == .speed }?.payload == 0)
    }

    @Test("an agent clock that stands still is noted from the second poll on, and forgotten when it moves")
    func standingClock() async throws {
        let transport = FakeTransport(FakeDevice(interfaces: 2).agent)
        let collector = collector(transport)
        let intake = FakeIntake()
        try await collector.collect(into: intake)
        #expect(intake.take().notes == [])
        try await collector.collect(into: intake)
        #expect(intake.take().notes == ["agent clock stands still: sysUpTime is 123456 as at the last poll"])
        var moved = FakeDevice(interfaces: 2)
        moved.ticks = 126_456
        let agent = moved.agent
        transport.state.withLock { $0.agent = agent }
        try await collector.collect(into: intake)
        #expect(intake.take().notes == [])
    }

    @Test("silence is a timeout that is counted and explained; the next poll starts afresh and recovers")
    func silence() async throws {
        let transport = FakeTransport(nil)
        let collector = collector(transport)
        let intake = FakeIntake()
        let error = await #expect(throws: CollectorError.self) { try await collector.collect(into: intake) }
        #expect(error?.message == "no answer from 127.0.0.1:11161 in 2 tries of 2 s")
        #expect(error?.missingReason == .noAnswer)
        #expect(intake.take().findings == [.timedOut, .timedOut, .retried])
        let agent = FakeDevice(interfaces: 2).agent
        transport.state.withLock { $0.agent = agent }
        try await collector.collect(into: intake)
        #expect(intake.take().samples.count == 16)
        #expect(transport.state.withLock { $0.opened } == 2)
    }

    @Test("a wrong community is met with silence")
    func wrongCommunity() async throws {
        var agent = FakeDevice(interfaces: 2).agent
        agent.community = Array("s3cret".utf8)
        let error = await #expect(throws: CollectorError.self) {
            try await collector(FakeTransport(agent)).collect(into: FakeIntake())
        }
        #expect(error?.code == .timeout)
        #expect(error?.advice?.contains("community") == true)
    }

    @Test("one lost request is retried, counted, and costs nothing else")
    func oneLoss() async throws {
        let transport = LossyTransport(FakeTransport(FakeDevice(interfaces: 2).agent))
        let intake = FakeIntake()
        try await collector(transport).collect(into: intake)
        let findings = intake.take().findings
        #expect(findings.count { $0 == .timedOut } == 1 && findings.count { $0 == .retried } == 1)
    }

    @Test("a poll that takes too long is given up with its reason")
    func tooLong() async throws {
        let time = ManualTime()
        let transport = SlowTransport(FakeTransport(FakeDevice(interfaces: 500).agent), time)
        let error = await #expect(throws: CollectorError.self) {
            try await SNMPPoll.poll(
                SNMPAgent(host: "127.0.0.1"), over: transport, time: time, limitNanoseconds: 60_000_000_000)
        }
        #expect(error?.message == "poll of 127.0.0.1:161 not finished after 60 s, 6 answers")
    }

    @Test("a cancelled poll stops at once")
    func cancelled() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await collector(FakeTransport(FakeDevice(interfaces: 2).agent)).collect(into: FakeIntake())
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a poll by hand says what it cost")
    func pollByHand() async throws {
        let transport = FakeTransport(FakeDevice(interfaces: 30).agent)
        let result = try await SNMPPoll.poll(SNMPAgent(host: "127.0.0.1"), over: transport, time: ManualTime())
        #expect(result.table.rows.count == 30)
        #expect(result.requests == 6 && result.retries == 0 && result.address == "127.0.0.1:161")
        // Five scalars; two rounds of 25 rows, of six facts, and of eight counters with the clock; no sensors.
        let sensors = SensorColumn.readings.count * 25
        #expect(result.variables == 5 + 2 * 25 * 6 + 2 * (25 * 8 + 1) + sensors)
        #expect(result.exchanges.count == 6 && result.exchanges.map(\.tries) == [1, 1, 1, 1, 1, 1])
    }

    @Test("a poll by hand says why an interface of the inventory is grey")
    func grey() async throws {
        var device = FakeDevice(interfaces: 5)
        device[.name, 5] = device[.name, 4]
        device[.highCapacityInOctets, 2] = nil
        device[.inOctets, 2] = nil
        device[.highSpeed, 3] = .gauge32(0)
        let result = try await SNMPPoll.poll(
            SNMPAgent(host: "127.0.0.1"), over: FakeTransport(device.agent),
            interfaces: ["eth1", "eth2", "eth3", "eth4", "eth9"], time: ManualTime())
        #expect(result.found.keys.sorted() == ["eth1", "eth2", "eth3"])
        #expect(
            result.grey == [
                .init(name: "eth2", reason: .columnAbsent, explanation: "the agent gives no inbound octets of it"),
                .init(
                    name: "eth3", reason: .speedUnknown,
                    explanation: "its speed cannot be told from ifHighSpeed and ifSpeed"),
                .init(
                    name: "eth4", reason: .interfaceNotFound,
                    explanation: "2 interfaces have this ifName or ifDescr (ifIndex 4, 5)"),
                .init(
                    name: "eth9", reason: .interfaceNotFound, explanation: "no interface has this ifName or ifDescr"),
            ])
    }
}

/// Each answer takes ten seconds.
private struct SlowTransport: SNMPTransport, SequentialChannel {
    let base: FakeTransport
    let time: any TimeSource
    init(_ base: FakeTransport, _ time: ManualTime) { (self.base, self.time) = (base, time) }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        _ = try await base.open(agent)
        return self
    }
    func answer(_ request: SNMPRequest) async throws -> SNMPResponse {
        try await time.sleep(untilMonotonic: time.monotonicNanoseconds + 10_000_000_000)
        return try await base.answer(request)
    }
}

/// The second request is answered at its second try.
private final class LossyTransport: SNMPTransport, SequentialChannel {
    private let base: FakeTransport
    var time: any TimeSource { base.time }
    private let count = Mutex(0)
    init(_ base: FakeTransport) { self.base = base }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        _ = try await base.open(agent)
        return self
    }
    func answer(_ request: SNMPRequest) async throws -> SNMPResponse {
        var response = try await base.answer(request)
        let number = count.withLock { count in
            count += 1
            return count
        }
        if number == 2 { response.tries = 2 }
        return response
    }
}
