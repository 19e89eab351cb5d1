import Collecting
import Metro
import SNMP
import Simulator
import Sockets
import Telemetry

/// One poll of one device, for `haomiao poll`: the same reader as the collector's, and everything that it saw.
public enum DevicePoll {
    /// Throws `CollectorError` when the device cannot be polled, and says why.
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
        let result = try await SNMPPoll.poll(
            SNMPAgent(access, credentials: try SNMPCredentials(access.security)), over: transport, time: time)
        let directory = result.table.directory(access.mapping)
        var used: Set<UInt32> = []
        var notFound: [String] = []
        for (name, _) in subjects.interfaces(of: id) {
            if case .found(let match) = directory.interface(named: name) {
                used.insert(match.row.ifIndex)
            } else {
                notFound.append(name)
            }
        }
        return PollDocument(
            device: id.text, address: result.address, source: SnapshotSource.measured.rawValue,
            systemName: result.table.systemName, agentTicks: result.table.lastAgentTicks,
            durationMs: Double(result.durationNanoseconds) / 1e6, requests: result.requests, retries: result.retries,
            variables: result.variables, notes: result.table.oddities,
            interfaces: result.table.rows.map { .init($0, inInventory: used.contains($0.ifIndex)) },
            notFound: notFound.sorted())
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
        case (.period, _), (.delay, _), (.lost, _): break
        }
    }
}
