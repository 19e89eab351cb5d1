import Metro

extension InterfaceDraft {
    /// The cells understood: rows by ifIndex, and everything odd about them in words.
    func table() -> InterfaceTable {
        var oddities = InterfaceOddities()
        let hasExtension = hasExtendedTable
        let indices = rows.keys.sorted()
        let rows = indices.compactMap { index in self.rows[index].map { row(index, $0, hasExtension, &oddities) } }
        return InterfaceTable(
            systemName: systemName, engineBoots: engineBoots, firstAgentTicks: firstAgentTicks,
            lastAgentTicks: lastAgentTicks, rows: rows,
            oddities: tableOddities(rows) + oddities.sentences + notes)
    }

    private func tableOddities(_ rows: [InterfaceRow]) -> [String] {
        var sentences: [String] = []
        if rows.isEmpty { sentences.append("no interfaces: the community's view may hide IF-MIB") }
        if lastAgentTicks == nil { sentences.append("no sysUpTime: counters cannot become rates") }
        if !rows.isEmpty, !hasExtendedTable {
            sentences.append("no ifXTable: names from ifDescr, speeds from ifSpeed, 32-bit octet counters")
        }
        if !leftOutRows.isEmpty {
            sentences.append("more than \(rows.count) interfaces: \(leftOutRows.count) left out")
        }
        if strangeIndices > 0 { sentences.append("\(strangeIndices) values whose index is no ifIndex: left out") }
        return sentences
    }

    private var hasExtendedTable: Bool {
        let extended: [InterfaceColumn] = [.name, .highSpeed, .highCapacityInOctets, .highCapacityOutOctets]
        return rows.values.contains { cells in extended.contains { cells[$0] != nil } }
    }

    private func row(_ ifIndex: UInt32, _ cells: Cells, _ hasExtension: Bool, _ oddities: inout InterfaceOddities)
        -> InterfaceRow
    {
        let ifName = text(cells[.name])
        let description = text(cells[.description])
        let name = [ifName, description].lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "ifIndex \(ifIndex)"
        oddities.begin(ifIndex: ifIndex, name: name)
        if hasExtension, ifName?.isEmpty != false { oddities.note(.noName) }

        let speed = InterfaceSpeed(highSpeed: number(cells[.highSpeed]), speed: number(cells[.speed]))
        if let oddity = speed.oddity { oddities.note(.speed(oddity)) }
        let inOctets = octets(cells, .highCapacityInOctets, .inOctets, &oddities)
        let outOctets = octets(cells, .highCapacityOutOctets, .outOctets, &oddities)
        if hasExtension, [inOctets, outOctets].contains(where: { $0.value?.is32Bit == true }) {
            oddities.note(.narrowOctets)
        }

        return InterfaceRow(
            ifIndex: ifIndex, name: name, ifName: ifName, description: description, alias: text(cells[.alias]) ?? "",
            speedBitsPerSecond: speed.bitsPerSecond, adminStatus: status(cells, .adminStatus, &oddities),
            operationalStatus: status(cells, .operationalStatus, &oddities), inOctets: inOctets, outOctets: outOctets,
            inErrors: counter(cells, .inErrors, &oddities), outErrors: counter(cells, .outErrors, &oddities),
            inDiscards: counter(cells, .inDiscards, &oddities), outDiscards: counter(cells, .outDiscards, &oddities),
            discontinuityTicks: ticks(cells[.discontinuityTime]))
    }

    private func octets(
        _ cells: Cells, _ wide: InterfaceColumn, _ narrow: InterfaceColumn, _ oddities: inout InterfaceOddities
    ) -> Reading<CounterReading> {
        let reading = counter(cells, wide, &oddities)
        guard let value = reading.value else { return counter(cells, narrow, &oddities) }
        if value.is32Bit { oddities.note(.narrowType(wide)) }
        return reading
    }

    private func counter(
        _ cells: Cells, _ column: InterfaceColumn, _ oddities: inout InterfaceOddities
    ) -> Reading<CounterReading> {
        guard let cell = cells[column] else { return .missing(.columnAbsent) }
        let (value, is32Bit): (UInt64, Bool)
        switch cell.value {
        case .counter32(let number): (value, is32Bit) = (UInt64(number), true)
        case .counter64(let number): (value, is32Bit) = (number, false)
        default:
            oddities.note(.notACounter(column, cell.value.typeName))
            return .missing(.columnAbsent)
        }
        return .known(
            CounterReading(
                value: value, is32Bit: is32Bit, agentTicks: cell.ticks,
                receivedNanoseconds: cell.receivedNanoseconds))
    }

    private func text(_ cell: Cell?) -> String? {
        if case .octetString(let octets) = cell?.value { DeviceText.decode(octets) } else { nil }
    }
    private func number(_ cell: Cell?) -> UInt64? {
        switch cell?.value {
        case .gauge32(let number): number
        case .integer(let number): UInt64(exactly: number)
        case .counter32(let number): UInt64(number)
        case .counter64(let number): number
        default: nil
        }
    }
    private func ticks(_ cell: Cell?) -> UInt32? {
        if case .timeTicks(let ticks) = cell?.value { ticks } else { nil }
    }
    private func status(
        _ cells: Cells, _ column: InterfaceColumn, _ oddities: inout InterfaceOddities
    ) -> OperationalStatus? {
        guard let cell = cells[column] else { return nil }
        if case .integer(let number) = cell.value,
            let status = Int(exactly: number).flatMap({ OperationalStatus(rawValue: $0) })
        {
            return status
        }
        oddities.note(.unknownStatus(column))
        return nil
    }
}
