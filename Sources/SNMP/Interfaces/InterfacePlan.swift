import Metro

/// What polls ask of a device: which columns of which interfaces, and by what each is known again. Made from a walk.
struct InterfacePlan: Sendable {
    /// One interface of the inventory.
    struct Entry: Hashable, Sendable {
        let subject: UInt32
        /// As the inventory calls it.
        let name: String
        let ifIndex: UInt32
        /// The column that told which interface it is, and what it said: asked for again with the numbers, since
        /// interfaces are renumbered. `nil` where the agent has no names.
        let witness: InterfaceColumn?
        let testimony: [UInt8]
        /// Those with numbers that the agent has, by the order of asking.
        let columns: [InterfaceColumn]
        /// Changes with the interface behind the subject: readings of two interfaces never make a rate.
        let identity: UInt32
        /// Its ifName and ifDescr, decoded: what parts of the device may be called after.
        let labels: [String]
    }

    let entries: [Entry]
    /// What the walk saw, to be held against what polls see.
    let engineBoots: UInt32?
    let tableLastChangeTicks: UInt32?
    let interfaceCount: UInt32?
    /// The newest sysUpTime; `nil` where the agent has none.
    var agentTicks: UInt32?
    /// Octets of bindings in one answer that the agent and the way to it are known or guessed to carry.
    private(set) var answerOctets: Int
    private(set) var packets: [InterfacePacket]

    /// 1 400 octets less what stands around the bindings, v3 with authentication and privacy included.
    static let presumedAnswerOctets = 1_232

    /// The interfaces that the walk found among those of the inventory.
    init(
        _ table: InterfaceTable, found: [(name: String, subject: UInt32, match: InterfaceTable.Match)],
        answerOctets: Int = presumedAnswerOctets
    ) {
        entries = found.map { Entry(name: $0.name, subject: $0.subject, $0.match) }
        engineBoots = table.engineBoots
        tableLastChangeTicks = table.tableLastChangeTicks
        interfaceCount = table.interfaceCount
        agentTicks = table.lastAgentTicks
        self.answerOctets = answerOctets
        packets = []
        packets = packed()
    }

    /// Takes what fits, as a poll has found out; less than before means new packets.
    mutating func carry(answerOctets octets: Int) {
        guard octets != answerOctets else { return }
        answerOctets = octets
        packets = packed()
    }

    /// Objects of the device that tell whether the table is still that of the walk: asked once a poll.
    var tableObjects: [OID] {
        var objects: [OID] = []
        if tableLastChangeTicks != nil { objects.append(KnownObjects.interfaceTableLastChange) }
        if interfaceCount != nil { objects.append(KnownObjects.interfaceCount) }
        if engineBoots != nil { objects.append(KnownObjects.engineBoots) }
        return objects
    }

    private func packed() -> [InterfacePacket] {
        packed(
            entries.indices.map { InterfaceAsk(entry: $0, columns: entries[$0].columns) }, tableObjects: tableObjects,
            answerOctets: answerOctets)
    }

    /// As few packets as fit, the first one with the table's objects. An interface stands in one packet, so that its
    /// witness and its numbers are of one instant.
    func packed(_ asks: [InterfaceAsk], tableObjects: [OID], answerOctets: Int) -> [InterfacePacket] {
        var packets: [InterfacePacket] = []
        var gathered: [InterfaceAsk] = []
        var objects = tableObjects
        var octets = (1 + objects.count) * InterfacePacket.bindingOctets
        for ask in asks {
            let more = ask.estimatedOctets(entries[ask.entry])
            if !gathered.isEmpty, octets + more > answerOctets {
                packets.append(InterfacePacket(self, asks: gathered, tableObjects: objects))
                gathered = []
                objects = []
                octets = InterfacePacket.bindingOctets
            }
            gathered.append(ask)
            octets += more
        }
        return packets + [InterfacePacket(self, asks: gathered, tableObjects: objects)]
    }
}

extension InterfacePlan.Entry {
    init(name: String, subject: UInt32, _ match: InterfaceTable.Match) {
        let row = match.row
        var columns = (InterfaceColumn.counters + InterfaceColumn.narrowCounters + [.highSpeed, .speed])
            .filter { row.cells[$0] != nil }
        // What the wide columns say counts; see `InterfaceCells.octets`.
        if row.cells.counter(.highCapacityInOctets, { _ in }).value != nil { columns.removeAll { $0 == .inOctets } }
        if row.cells.counter(.highCapacityOutOctets, { _ in }).value != nil { columns.removeAll { $0 == .outOctets } }
        // ifSpeed only where ifHighSpeed alone does not tell the same.
        let speed = InterfaceSpeed(highSpeed: row.cells.number(.highSpeed), speed: row.cells.number(.speed))
        if speed == InterfaceSpeed(highSpeed: row.cells.number(.highSpeed), speed: nil) {
            columns.removeAll { $0 == .speed }
        }
        let names = [InterfaceColumn.name, .description].compactMap { row.cells.octetString($0) }
        self.init(
            subject: subject, name: name, ifIndex: row.ifIndex, witness: match.witness,
            testimony: match.witness.flatMap { row.cells.octetString($0) } ?? [], columns: columns,
            identity: Self.identity(row.ifIndex, names),
            labels: [row.ifName, row.description].compactMap { $0 }.filter { !$0.isEmpty })
    }

    /// FNV-1a over ifIndex and names.
    private static func identity(_ ifIndex: UInt32, _ names: [[UInt8]]) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        func take(_ octet: UInt8) { hash = (hash ^ UInt32(octet)) &* 0x0100_0193 }
        for shift in [24, 16, 8, 0] { take(UInt8(truncatingIfNeeded: ifIndex >> shift)) }
        for name in names {
            name.forEach(take)
            take(0)
        }
        return hash
    }
}
