import Collecting
import Metro
import SNMP
import Synchronization

/// A small metro of agents in memory, joined by links, each saying over LLDP what it hears.
struct FakeMetro: Sendable {
    struct Device: Sendable {
        /// How the device names its ports to its neighbours (LldpPortIdSubtype).
        enum PortStyle: Sendable { case interfaceName, macAddress, ifIndex }
        var name: String
        var address: String
        /// The last octet of its chassis id.
        var chassis: UInt8
        /// Name, alias as octets, Mb/s.
        var ports: [(name: String, alias: [UInt8], megabits: UInt64)]
        var style = PortStyle.interfaceName
        /// Answers SNMP at all, and has LLDP-MIB.
        var isSilent = false
        var hasLLDP = true
        /// Whether its neighbours hear where it is managed.
        var tellsAddress = true
        var community = "public"
    }

    var devices: [String: Device] = [:]
    var links: [(a: (device: String, port: String), b: (device: String, port: String))] = []
    /// Ports, as `device port`, that hear nobody.
    var deaf: Set<String> = []

    /// Two core routers with two parallel links, a ring of four, four access devices on it, one silent, one without LLDP.
    init() {
        func add(_ name: String, _ number: UInt8, _ ports: [String], megabits: UInt64 = 100_000) {
            devices[name] = Device(
                name: name, address: "10.0.0.\(number)", chassis: number,
                ports: ports.map { ($0, Array("to somewhere".utf8), megabits) })
        }
        add("core1", 1, ["400GE0/1/0", "400GE0/1/1", "100GE1/0", "100GE1/1"], megabits: 400_000)
        add("core2", 2, ["400GE0/1/0", "400GE0/1/1", "100GE1/0", "100GE1/1"], megabits: 400_000)
        for number in 1...4 { add("agg\(number)", 10 + UInt8(number), ["xe0", "xe1", "xe2", "xe3", "xe4"]) }
        for number in 1...4 { add("acc\(number)", 20 + UInt8(number), ["ge0", "ge1"], megabits: 10_000) }
        add("dark", 30, ["p0"])
        add("plain", 31, ["eth0"])
        devices["dark"]?.isSilent = true
        devices["plain"]?.hasLLDP = false
        // "至东站" in GBK.
        devices["agg2"]?.ports[4].alias = [0xD6, 0xC1, 0xB6, 0xAB, 0xD5, 0xBE]
        for core in ["core1", "core2"] { for place in 2...3 { devices[core]?.ports[place].megabits = 100_000 } }
        for (ring, place) in [("agg1", 2), ("agg2", 0), ("agg3", 1), ("agg4", 1)] {
            devices[ring]?.ports[place].megabits = 10_000
        }
        devices["agg3"]?.style = .macAddress
        devices["agg4"]?.style = .ifIndex
        // Says that it is acc3's chassis.
        devices["acc4"]?.chassis = 23
        for (a, b) in [
            ("core1 400GE0/1/0", "core2 400GE0/1/0"), ("core1 400GE0/1/1", "core2 400GE0/1/1"),
            ("core1 100GE1/0", "agg1 xe0"), ("core2 100GE1/0", "agg3 xe0"), ("agg1 xe1", "agg2 xe1"),
            ("agg2 xe2", "agg3 xe2"), ("agg3 xe3", "agg4 xe3"), ("agg4 xe4", "agg1 xe4"), ("agg1 xe2", "acc1 ge0"),
            ("agg2 xe0", "acc2 ge0"), ("agg3 xe1", "acc3 ge0"), ("agg4 xe1", "acc4 ge0"), ("agg2 xe4", "dark p0"),
            ("core2 100GE1/1", "plain eth0"),
        ] { join(a, b) }
    }

    mutating func join(_ a: String, _ b: String) {
        func end(_ text: String) -> (device: String, port: String) {
            let parts = text.split(separator: " ")
            return (String(parts[0]), String(parts[1]))
        }
        links.append((end(a), end(b)))
    }

    mutating func part(_ device: String, _ port: String) {
        links.removeAll { $0.a == (device, port) || $0.b == (device, port) }
    }
}

extension FakeMetro {
    private static let system: OID = [1, 3, 6, 1, 2, 1, 1]
    private static let interface: OID = [1, 3, 6, 1, 2, 1, 2, 2, 1]
    private static let extended: OID = [1, 3, 6, 1, 2, 1, 31, 1, 1, 1]
    private static let lldp: OID = [1, 0, 8802, 1, 1, 2, 1]

    private static func mac(_ chassis: UInt8, port: Int = 0) -> [UInt8] { [2, 0, 0, 0, chassis, UInt8(port)] }

    /// Everything that a device's agent has, in order.
    func variables(of device: Device) -> [VariableBinding] {
        var all: [VariableBinding] = []
        func put(_ name: OID, _ value: SNMPValue) { all.append(VariableBinding(name, value)) }
        func text(_ text: String) -> SNMPValue { .octetString(Array(text.utf8)) }
        put(Self.system.appending(1, 0), text("Fake router"))
        put(Self.system.appending(2, 0), .objectIdentifier([1, 3, 6, 1, 4, 1, 99999]))
        put(Self.system.appending(5, 0), text(device.name))
        for (place, port) in device.ports.enumerated() {
            let index = Self.ifIndex(place)
            put(Self.interface.appending(2, index), text(port.name))
            put(Self.interface.appending(3, index), .integer(6))
            put(Self.interface.appending(6, index), .octetString(Self.mac(device.chassis, port: place + 1)))
            put(Self.interface.appending(8, index), .integer(1))
            put(Self.extended.appending(1, index), text(port.name))
            put(Self.extended.appending(15, index), .gauge32(port.megabits))
            put(Self.extended.appending(18, index), .octetString(port.alias))
        }
        if device.hasLLDP { putLLDP(of: device, put) }
        return all.sorted { $0.name < $1.name }
    }

    private func putLLDP(of device: Device, _ put: (OID, SNMPValue) -> Void) {
        put(Self.lldp.appending(3, 1, 0), .integer(4))
        put(Self.lldp.appending(3, 2, 0), .octetString(Self.mac(device.chassis)))
        for place in device.ports.indices {
            let (subtype, octets) = Self.portIdentifier(device, place)
            put(Self.lldp.appending(3, 7, 1, 2, UInt32(place + 1)), .integer(subtype))
            put(Self.lldp.appending(3, 7, 1, 3, UInt32(place + 1)), .octetString(octets))
            put(Self.lldp.appending(3, 7, 1, 4, UInt32(place + 1)), .octetString(Array(device.ports[place].name.utf8)))
        }
        for link in links {
            for (here, there) in [(link.a, link.b), (link.b, link.a)]
            where here.device == device.name && !deaf.contains("\(here.device) \(here.port)") {
                guard let far = devices[there.device], far.hasLLDP,
                    let place = device.ports.firstIndex(where: { $0.name == here.port }),
                    let farPlace = far.ports.firstIndex(where: { $0.name == there.port })
                else { continue }
                let (subtype, octets) = Self.portIdentifier(far, farPlace)
                let row: [UInt32] = [7, UInt32(place + 1), UInt32(far.address.split(separator: ".")[3]) ?? 0]
                func column(_ arc: UInt32) -> OID { OID(Self.lldp.arcs + [4, 1, 1, arc] + row) }
                put(column(4), .integer(4))
                put(column(5), .octetString(Self.mac(far.chassis)))
                put(column(6), .integer(subtype))
                put(column(7), .octetString(octets))
                put(column(8), .octetString(far.style == .interfaceName ? far.ports[farPlace].alias : []))
                put(column(9), .octetString(Array((far.name + ".metro.example").utf8)))
                put(column(12), .octetString([0x28, 0]))
                if far.tellsAddress {
                    let address = far.address.split(separator: ".").compactMap { UInt32($0) }
                    put(OID(Self.lldp.arcs + [4, 2, 1, 3] + row + [1, 4] + address), .integer(2))
                }
            }
        }
    }

    static func ifIndex(_ place: Int) -> UInt32 { UInt32(100 + place) }

    private static func portIdentifier(_ device: Device, _ place: Int) -> (subtype: Int64, octets: [UInt8]) {
        switch device.style {
        case .interfaceName: (5, Array(device.ports[place].name.utf8))
        case .macAddress: (3, mac(device.chassis, port: place + 1))
        case .ifIndex: (7, Array("\(ifIndex(place))".utf8))
        }
    }
}

/// Answers for the metro without packets; counts whom it was asked for.
final class FakeMetroTransport: SNMPTransport {
    private let metro: FakeMetro
    private let opened = Mutex<[String]>([])

    init(_ metro: FakeMetro) { self.metro = metro }

    /// Addresses in the order in which they were asked, with repetitions.
    var asked: [String] { opened.withLock { $0 } }

    func open(_ agent: SNMPAgent) async throws -> any SNMPChannel {
        opened.withLock { $0.append(agent.host) }
        guard let device = metro.devices.values.first(where: { $0.address == agent.host }), !device.isSilent,
            agent.credentials == .community(Community(Array(device.community.utf8)))
        else { return Channel(variables: nil) }
        return Channel(variables: metro.variables(of: device))
    }

    private struct Channel: SNMPChannel {
        /// `nil`: silence.
        let variables: [VariableBinding]?
        var counters: SNMPSession.Counters { SNMPSession.Counters() }

        func run<Dialogue: SNMPDialogue>(
            _ dialogue: Dialogue, limitNanoseconds: Int64, observe: @escaping @Sendable (SNMPExchange) -> Void
        ) async throws -> Dialogue.Outcome {
            guard let variables else {
                throw SNMPFailure.timeout(tries: 2, waitedNanoseconds: 4_000_000_000, SNMPFailure.Evidence())
            }
            var dialogue = dialogue
            while true {
                switch dialogue.next() {
                case .request(let request, let ticket):
                    dialogue.receive(answer(request, variables), ticket: ticket)
                case .wait: preconditionFailure("the dialogue waits for an answer to nothing")
                case .finished(let outcome): return outcome
                }
            }
        }

        private func answer(_ request: SNMPRequest, _ variables: [VariableBinding]) -> SNMPResponse {
            func after(_ name: OID) -> VariableBinding {
                variables.first { $0.name > name } ?? VariableBinding(name, .endOfMibView)
            }
            switch request {
            case .get(let names):
                return SNMPResponse(
                    variables: names.names.map { name in
                        variables.first { $0.name == name } ?? VariableBinding(name, .noSuchInstance)
                    })
            case .getBulk(let nonRepeaters, let repeaters, let maxRepetitions):
                var answer = nonRepeaters.map(after)
                var cursors = repeaters
                for _ in 0..<maxRepetitions {
                    let row = cursors.map(after)
                    answer += row
                    cursors = row.map(\.name)
                }
                return SNMPResponse(variables: answer)
            }
        }
    }
}

/// A clock that stands still; sleeps end when they are cancelled.
struct StillTime: TimeSource {
    var wallNanoseconds: Int64 { 1_800_000_000_000_000_000 }
    var monotonicNanoseconds: Int64 { 0 }
    func sleep(untilMonotonic deadline: Int64) async throws {
        let never = AsyncStream<Never> { _ in }
        for await _ in never {}
        try Task.checkCancellation()
    }
}
