import Collecting
import Metro
import SNMP
import Simulator
import Sockets
import Synchronization
import Telemetry

/// One poll of one device, for `haomiao poll`: the same reader as the collector's, and everything that it saw.
public enum DevicePoll {
    /// A device that does not answer, or not to the end, gives a document with `error`. Throws `CollectorError` when there
    /// is nothing to ask, and says why.
    public static func poll(
        _ id: DeviceID, of setup: EngineSetup, time: any TimeSource = SystemTime()
    ) async throws -> PollDocument {
        guard let device = setup.inventory.device(id) else {
            let near = setup.inventory.devices.map(\.id.text).sorted().prefix(12).joined(separator: ", ")
            throw CollectorError(
                .system, "no device '\(id)' in the inventory", advice: near.isEmpty ? nil : "there are: \(near)")
        }
        let subjects = SubjectIndex(setup.inventory)
        if setup.source == .simulator { return try simulated(device, setup, subjects, time) }
        guard let access = device.snmp else {
            throw CollectorError(
                .system, "device '\(id)' has no snmp settings", advice: "add 'snmp: {host: …}' to it in the inventory")
        }
        let transport = SNMPDispatcher(loop: try ReadinessLoop(), time: time)
        let agent = SNMPAgent(access, credentials: try SNMPCredentials(access.security))
        let names = subjects.interfaces(of: id).map(\.name)
        let asked = Mutex<[SNMPExchange]>([])
        let started = time.monotonicNanoseconds
        let result: SNMPPollResult
        do {
            result = try await SNMPPoll.poll(
                agent, over: transport, interfaces: names, mapping: access.mapping, time: time
            ) { exchange in
                asked.withLock { if $0.count < SNMPPoll.exchangesKept { $0.append(exchange) } }
            }
        } catch let error as CollectorError {
            return PollDocument(
                failed: error, device: id, address: agent.address, interfaces: names, asked.withLock { $0 },
                durationNanoseconds: time.monotonicNanoseconds &- started)
        }
        let used = Dictionary(result.found.map { ($1.ifIndex, $0) }, uniquingKeysWith: { first, _ in first })
        var document = PollDocument(
            device: id.text, address: result.address, source: SnapshotSource.measured.rawValue,
            systemName: result.table.systemName, agentTicks: result.table.lastAgentTicks,
            durationMs: Double(result.durationNanoseconds) / 1e6, requests: result.requests, retries: result.retries,
            variables: result.variables, notes: result.table.oddities,
            interfaces: result.table.rows.map { row in
                var interface = PollDocument.Interface(row, inInventory: used[row.ifIndex] != nil)
                interface.optics = used[row.ifIndex].flatMap { result.optics[$0] }.map { .init($0) }
                return interface
            },
            notFound: result.grey.filter { $0.reason == .interfaceNotFound }.map(\.name).sorted())
        let clock = try await stoppedClock(result.table, agent, transport, time)
        document.grey = GreyInterfaces(result, periodMilliseconds: access.periodMilliseconds, stoppedClock: clock).all
        document.sensors = result.sensors.map { .init($0) }
        document.exchanges = result.exchanges.map { .init($0, address: result.address) }
        return document
    }

    /// Where sysUpTime was the same in all answers: that of another look, if it still is.
    private static func stoppedClock(
        _ table: InterfaceTable, _ agent: SNMPAgent, _ transport: any SNMPTransport, _ time: any TimeSource
    ) async throws -> UInt32? {
        guard let ticks = table.lastAgentTicks, ticks == table.firstAgentTicks else { return nil }
        // Many times the grain of the agent's clock, 10 ms.
        try await time.sleep(untilMonotonic: time.monotonicNanoseconds + 250_000_000)
        let later = try? await SNMPGreeting.greet(agent, over: transport, time: time)
        return later?.agentTicks == ticks ? ticks : nil
    }

    /// A simulated agent knows the interfaces of the inventory and nothing else.
    private static func simulated(
        _ device: Device, _ setup: EngineSetup, _ subjects: SubjectIndex, _ time: any TimeSource
    ) throws -> PollDocument {
        let city = SimulatedCity(CollectorBlueprint(setup: setup, subjects: subjects, time: time))
        guard let agent = city.device(device.id) else {
            throw CollectorError(.system, "device '\(device.id)' has no interface that anything uses")
        }
        let samples = try agent.samples(at: time.wallNanoseconds).get()
        let interfaces = subjects.interfaces(of: device.id).map { name, subject in
            var interface = PollDocument.Interface(name: name, alias: "", inInventory: true)
            for sample in samples where sample.subject == subject { interface.take(sample) }
            return interface
        }
        return PollDocument(
            device: device.id.text, address: "simulated", source: SnapshotSource.simulator.rawValue,
            systemName: device.id.text, agentTicks: samples.first { $0.metric == .octets }?.agentTicks, durationMs: 0,
            requests: 0, retries: 0, variables: samples.count, notes: ["simulated: no packet was sent"],
            interfaces: interfaces, notFound: [])
    }
}

extension PollDocument.Interface {
    fileprivate mutating func take(_ sample: Sample) {
        switch (sample.metric, sample.direction) {
        case (.octets, .inbound): inOctets = sample.payload
        case (.octets, .outbound): outOctets = sample.payload
        case (.errors, .inbound): inErrors = sample.payload
        case (.errors, .outbound): outErrors = sample.payload
        case (.discards, .inbound): inDiscards = sample.payload
        case (.discards, .outbound): outDiscards = sample.payload
        case (.speed, _): speedBps = sample.payload
        case (.operationalStatus, _):
            operStatus = Int(exactly: sample.payload).flatMap { OperationalStatus(rawValue: $0) }?.word
        case (.octets, .roundTrip), (.errors, .roundTrip), (.discards, .roundTrip), (.period, _), (.delay, _),
            (.lost, _):
            break
        }
    }
}
