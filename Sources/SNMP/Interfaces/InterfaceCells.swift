import Metro

/// One interface's cells as they come in, before they are understood.
struct InterfaceCells: Hashable, Sendable {
    struct Cell: Hashable, Sendable {
        var value: SNMPValue
        /// sysUpTime of the same answer.
        var ticks: UInt32?
        var receivedNanoseconds: Int64
    }
    /// By `InterfaceColumn.rawValue`.
    private var cells = [Cell?](repeating: nil, count: InterfaceColumn.allCases.count)

    subscript(column: InterfaceColumn) -> Cell? {
        get { cells[column.rawValue] }
        set { cells[column.rawValue] = newValue }
    }

    func octets(
        _ wide: InterfaceColumn, _ narrow: InterfaceColumn, _ note: (InterfaceOddities.Kind) -> Void
    ) -> Reading<CounterReading> {
        let reading = counter(wide, note)
        guard let value = reading.value else { return counter(narrow, note) }
        if value.is32Bit { note(.narrowType(wide)) }
        return reading
    }

    func counter(_ column: InterfaceColumn, _ note: (InterfaceOddities.Kind) -> Void) -> Reading<CounterReading> {
        guard let cell = self[column] else { return .missing(.columnAbsent) }
        let (value, is32Bit): (UInt64, Bool)
        switch cell.value {
        case .counter32(let number): (value, is32Bit) = (UInt64(number), true)
        case .counter64(let number): (value, is32Bit) = (number, false)
        default:
            note(.notACounter(column, cell.value.typeName))
            return .missing(.columnAbsent)
        }
        return .known(
            CounterReading(
                value: value, is32Bit: is32Bit, agentTicks: cell.ticks, receivedNanoseconds: cell.receivedNanoseconds))
    }

    func octetString(_ column: InterfaceColumn) -> [UInt8]? {
        if case .octetString(let octets) = self[column]?.value { octets } else { nil }
    }
    func text(_ column: InterfaceColumn) -> String? { octetString(column).map { DeviceText.decode($0) } }

    func number(_ column: InterfaceColumn) -> UInt64? {
        switch self[column]?.value {
        case .gauge32(let number): number
        case .integer(let number): UInt64(exactly: number)
        case .counter32(let number): UInt64(number)
        case .counter64(let number): number
        default: nil
        }
    }
    func ticks(_ column: InterfaceColumn) -> UInt32? {
        if case .timeTicks(let ticks) = self[column]?.value { ticks } else { nil }
    }
    func status(_ column: InterfaceColumn, _ note: (InterfaceOddities.Kind) -> Void) -> OperationalStatus? {
        guard let cell = self[column] else { return nil }
        if case .integer(let number) = cell.value,
            let status = Int(exactly: number).flatMap({ OperationalStatus(rawValue: $0) })
        {
            return status
        }
        note(.unknownStatus(column))
        return nil
    }
}
