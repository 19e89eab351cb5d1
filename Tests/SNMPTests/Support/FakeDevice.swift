@testable import SNMP

/// Variables of a device with interfaces, to be bent into shape by tests.
struct FakeDevice {
    var ticks: UInt32? = 123_456
    var variables: [OID: SNMPValue] = [:]

    /// `count` interfaces `eth1` … with ifIndex 1 …, every column that Haomiao reads.
    init(interfaces count: UInt32) {
        variables[KnownObjects.systemName] = .octetString(Array("pe1".utf8))
        variables[KnownObjects.engineBoots] = .integer(7)
        for index in 0..<count { addInterface(index + 1) }
    }

    mutating func addInterface(_ index: UInt32) {
        self[.name, index] = .octetString(Array("eth\(index)".utf8))
        self[.description, index] = .octetString(Array("Ethernet \(index)".utf8))
        self[.alias, index] = .octetString(Array("to p\(index)".utf8))
        self[.highSpeed, index] = .gauge32(100_000)
        self[.speed, index] = .gauge32(4_294_967_295)
        self[.adminStatus, index] = .integer(1)
        self[.operationalStatus, index] = .integer(index.isMultiple(of: 2) ? 2 : 1)
        self[.highCapacityInOctets, index] = .counter64(1 << 53 + UInt64(index))
        self[.highCapacityOutOctets, index] = .counter64(UInt64.max - UInt64(index))
        self[.inErrors, index] = .counter32(index)
        self[.outErrors, index] = .counter32(index &+ 1)
        self[.inDiscards, index] = .counter32(index &+ 2)
        self[.outDiscards, index] = .counter32(index &+ 3)
        self[.discontinuityTime, index] = .timeTicks(0)
        self[.inOctets, index] = .counter32(4_000_000_000)
        self[.outOctets, index] = .counter32(index)
    }

    subscript(column: InterfaceColumn, index: UInt32) -> SNMPValue? {
        get { variables[column.column.name.appending(index)] }
        set { variables[column.column.name.appending(index)] = newValue }
    }

    mutating func removeColumn(_ column: InterfaceColumn) {
        variables = variables.filter { !$0.key.hasPrefix(column.column.name) }
    }

    var agent: FakeAgent {
        var all = variables
        all[KnownObjects.systemUpTime] = ticks.map { .timeTicks($0) }
        // What comes after the interface tables on any agent.
        all[[1, 3, 6, 1, 6, 3, 16, 1, 1, 1, 1]] = .octetString([])
        return FakeAgent(all.map { VariableBinding($0.key, $0.value) })
    }
}

/// Walks the agent to the end through codec and session, over SNMPv3 where there is a user.
func walk(
    _ agent: FakeAgent, as user: USMUser? = nil, maxRepetitions: Int = 25,
    limits: InterfaceWalk.Limits = InterfaceWalk.Limits()
) throws -> (table: InterfaceTable, requests: Int) {
    var state = FakeTransport.State(agent: user == nil ? agent : nil)
    state.secureAgent = user.map { SecureAgent(agent, users: [$0]) }
    state.session = FakeTransport.session(
        SNMPSession.Settings(
            credentials: user.map { .user($0) } ?? .community(Community(agent.community)),
            timeoutNanoseconds: 2_000_000_000, retries: 1, maxRepetitions: maxRepetitions))
    var walk = InterfaceWalk(maxRepetitions: maxRepetitions, limits: limits)
    while true {
        switch walk.next() {
        case .request(let request, let ticket): walk.receive(try state.exchange(request), ticket: ticket)
        case .finished(let outcome): return (try outcome.get(), state.requests)
        case .wait: preconditionFailure("the walk waits for an answer to nothing")
        }
    }
}
