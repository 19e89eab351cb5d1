/// The cells of an interface table as they come in, before they are understood.
struct InterfaceDraft: Sendable {
    private(set) var rows: [UInt32: InterfaceCells] = [:]
    private(set) var notes: [String] = []
    private(set) var systemName: String?
    private(set) var engineBoots: UInt32?
    private(set) var tableLastChangeTicks: UInt32?
    private(set) var interfaceCount: UInt32?
    private(set) var firstAgentTicks: UInt32?
    private(set) var lastAgentTicks: UInt32?
    private(set) var leftOutRows: Set<UInt32> = []
    private(set) var strangeIndices = 0
    private static let countedLeftOutRows = 100_000

    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    mutating func takeScalars(_ variables: [VariableBinding]) {
        for variable in variables {
            switch (variable.name, variable.value) {
            case (KnownObjects.systemUpTime, .timeTicks(let ticks)): takeTicks(ticks)
            case (KnownObjects.systemName, .octetString(let octets)): systemName = DeviceText.decode(octets)
            case (KnownObjects.engineBoots, .integer(let boots)): engineBoots = UInt32(exactly: boots)
            case (KnownObjects.interfaceTableLastChange, .timeTicks(let ticks)): tableLastChangeTicks = ticks
            case (KnownObjects.interfaceCount, .integer(let count)): interfaceCount = UInt32(exactly: count)
            default: break
            }
        }
    }

    mutating func takeTicks(_ ticks: UInt32) {
        if firstAgentTicks == nil { firstAgentTicks = ticks }
        lastAgentTicks = ticks
    }

    mutating func take(
        _ cell: ColumnWalk.Cell, of column: InterfaceColumn, ticks: UInt32?, receivedNanoseconds: Int64, rowLimit: Int
    ) {
        guard let ifIndex = cell.index.first, cell.index.count == 1 else {
            strangeIndices += 1
            return
        }
        guard rows[ifIndex] != nil || rows.count < rowLimit else {
            if leftOutRows.count < Self.countedLeftOutRows { leftOutRows.insert(ifIndex) }
            return
        }
        rows[ifIndex, default: InterfaceCells()][column] = InterfaceCells.Cell(
            value: cell.value, ticks: ticks, receivedNanoseconds: receivedNanoseconds)
    }

    /// Some interface has no 64-bit octets.
    var lacksWideOctets: Bool {
        rows.values.contains { cells in
            [.highCapacityInOctets, .highCapacityOutOctets].contains { (column: InterfaceColumn) in
                if case .counter64 = cells[column]?.value { false } else { true }
            }
        }
    }
}
