import Collecting
import Metro
import STAMP
import Sockets
import Synchronization
import Testing

@testable import Engine
@testable import SNMP

@Suite("Trying every target once", .timeLimit(.minutes(1)))
struct TargetProbeTests {
    private func inventory(_ devices: [Device]) -> Inventory {
        Inventory(
            city: LocalizedName(english: "X"), sites: [], devices: devices, version: "1")
    }
    private func device(
        _ id: DeviceID, host: String? = "192.0.2.1", security: SNMPSecurity = .community(nil), reflector: UInt16? = nil
    ) -> Device {
        Device(
            id: id, name: LocalizedName(chinese: "核心", english: "Core \(id)"),
            snmp: host.map { SNMPAccess(host: $0, security: security) },
            stamp: reflector.map { STAMPAccess(host: "127.0.0.1", port: $0) })
    }
    private func outcomes(_ devices: [Device], _ transport: any SNMPTransport = GreetingTransport()) async throws
        -> [TargetProbe.Outcome]
    {
        try await TargetProbe(
            inventory(devices), transport: transport, time: SystemTime()
        ).outcomes()
    }

    @Test("every agent is asked for its name once, at most so many at a time, and told in the order of the inventory")
    func agents() async throws {
        let transport = GreetingTransport()
        let devices = (0..<200).map { device(DeviceID("pe\($0)"), host: "192.0.2.\($0)") }
        let outcomes = try await outcomes(devices, transport)
        #expect(outcomes.map(\.id) == (0..<200).map { "snmp/pe\($0)" })
        #expect(outcomes[7].address == "192.0.2.7:161")
        for (index, outcome) in outcomes.enumerated() {
            if index % 5 == 3 {
                #expect(throws: CollectorError.self) { try outcome.result.get() }
            } else {
                #expect(try outcome.result.get().systemName == "core")
            }
        }
        let (asked, most) = transport.seen
        #expect(asked == 200 && most <= TargetProbe.maximumConcurrent && most > 1)
    }

    @Test("a sysName that the inventory does not know is told, one with a domain behind it is known")
    func names() {
        let device = device("pe-1")
        for name in ["pe-1", "PE-1.metro.example.net", "core pe-1", "核心"] { #expect(device.isCalled(name), "\(name)") }
        for name in ["pe-10", "pe", "other.pe-1"] { #expect(!device.isCalled(name), "\(name)") }
    }

    @Test("a secret that cannot be read fails its target alone")
    func secret() async throws {
        let broken = device("pe1", security: .community(.environment("HAOMIAO_TEST_NOT_SET_ANYWHERE")))
        let outcomes = try await outcomes([broken, device("pe2")])
        guard case .failure(let error) = outcomes[0].result else {
            Issue.record("expected a failure")
            return
        }
        #expect(error.code == .secret && error.description.contains("HAOMIAO_TEST_NOT_SET_ANYWHERE"))
        #expect(throws: Never.self) { try outcomes[1].result.get() }
    }

    @Test("a reflector answers, and a port without one is refused")
    func reflectors() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let gone = try ReflectorServer(listen: .loopback(port: 0))
        gone.stop()
        let outcomes = try await outcomes([
            device("probe1", host: nil, reflector: server.localAddress.port),
            device("probe2", host: nil, reflector: gone.localAddress.port),
        ])
        server.stop()
        #expect(outcomes.map(\.id) == ["stamp/probe1", "stamp/probe2"])
        #expect(try outcomes[0].result.get().durationNanoseconds > 0)
        guard case .failure(let error) = outcomes[1].result else {
            Issue.record("expected a refusal")
            return
        }
        #expect(error.code == .refused)
    }

    @Test("a reflector that only an instance elsewhere probes is left to that instance")
    func others() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let devices = ["far", "both", "none"].map {
            device(DeviceID($0), host: nil, reflector: server.localAddress.port)
        }
        func path(_ id: PathID, _ reflector: DeviceID, _ instance: InstanceID?) -> MeasuredPath {
            MeasuredPath(
                id: id, a: "a", b: "b", layer: .ip, method: .stamp, reflector: reflector, instance: instance)
        }
        let inventory = Inventory(
            city: LocalizedName(english: "X"), sites: [], devices: devices,
            paths: [path("1", "far", "site"), path("2", "both", "site"), path("3", "both", nil)], version: "1")
        let probe = try TargetProbe(inventory, transport: GreetingTransport(), time: SystemTime())
        let outcomes = await probe.outcomes()
        server.stop()
        #expect(outcomes.map(\.id) == ["stamp/both", "stamp/none"])
        #expect(probe.elsewhere == [.init(instance: "site", paths: 2)])
    }
}

/// Agents called `core`; every fifth from the fourth on refuses.
private final class GreetingTransport: SNMPTransport {
    private let counts = Mutex((asked: 0, underWay: 0, most: 0))
    var seen: (asked: Int, most: Int) { counts.withLock { ($0.asked, $0.most) } }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        let number = Int(agent.host.split(separator: ".").last ?? "") ?? 0
        return Channel(transport: self, isRefusing: number % 5 == 3)
    }

    private struct Channel: SNMPChannel {
        let transport: GreetingTransport
        let isRefusing: Bool
        var counters: SNMPSession.Counters { SNMPSession.Counters() }

        func run<Dialogue: SNMPDialogue>(
            _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
        ) async throws -> Dialogue.Outcome {
            transport.counts.withLock { counts in
                counts.asked += 1
                counts.underWay += 1
                counts.most = max(counts.most, counts.underWay)
            }
            defer { transport.counts.withLock { $0.underWay -= 1 } }
            // Others get their turn before this one ends.
            for _ in 0..<50 { await Task.yield() }
            if isRefusing { throw SNMPFailure.refused }
            var dialogue = dialogue
            while true {
                switch dialogue.next() {
                case .finished(let outcome): return outcome
                case .wait: throw SNMPFailure.stalled
                case .request(_, let ticket):
                    let name = VariableBinding(KnownObjects.systemName, .octetString(Array("core".utf8)))
                    dialogue.receive(SNMPResponse(variables: [name]), ticket: ticket)
                }
            }
        }
    }
}
