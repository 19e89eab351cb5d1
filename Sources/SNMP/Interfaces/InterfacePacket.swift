/// Columns of one interface that are asked for together, with its witness.
struct InterfaceAsk: Hashable, Sendable {
    /// Place in the plan's entries.
    let entry: Int
    var columns: [InterfaceColumn]

    /// Octets of the answer's bindings.
    func estimatedOctets(_ entry: InterfacePlan.Entry) -> Int {
        let witness = entry.witness == nil ? 0 : InterfacePacket.bindingOctets + 2 + entry.testimony.count
        return columns.reduce(witness) { $0 + InterfacePacket.bindingOctets + $1.estimatedValueOctets }
    }
}

/// One GET of a poll: the agent's clock, objects of the table, and asks. Its names are encoded once for all polls.
struct InterfacePacket: Sendable {
    let asks: [InterfaceAsk]
    let tableObjects: [OID]
    let asksClock: Bool
    let names: NameList
    let estimatedOctets: Int

    /// SEQUENCE, name and their headers: an IF-MIB object with an ifIndex of up to five octets.
    static let bindingOctets = 20

    init(_ plan: InterfacePlan, asks: [InterfaceAsk], tableObjects: [OID], asksClock: Bool = true) {
        self.asks = asks
        self.tableObjects = tableObjects
        // A packet without anything else still asks whether the agent is there.
        self.asksClock = asksClock && plan.agentTicks != nil || asks.isEmpty && tableObjects.isEmpty
        let leading = (self.asksClock ? [KnownObjects.systemUpTime] : []) + tableObjects
        var names = leading
        for ask in asks {
            let entry = plan.entries[ask.entry]
            for column in [entry.witness].compactMap({ $0 }) + ask.columns {
                names.append(column.column.name.appending(entry.ifIndex))
            }
        }
        self.names = NameList(names)
        estimatedOctets =
            leading.count * Self.bindingOctets + asks.reduce(0) { $0 + $1.estimatedOctets(plan.entries[$1.entry]) }
    }

    /// Where the asks begin among the names.
    var leadingCount: Int { (asksClock ? 1 : 0) + tableObjects.count }
}

extension InterfaceColumn {
    /// Octets of a value with its header; of a counter at its longest.
    var estimatedValueOctets: Int {
        switch self {
        case .highCapacityInOctets, .highCapacityOutOctets: 11
        case .operationalStatus, .adminStatus: 3
        case .name, .description, .alias: 34
        default: 7
        }
    }
}
