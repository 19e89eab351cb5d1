extension InterfaceDraft {
    /// The cells understood: rows by ifIndex, and everything odd about them in words.
    func table() -> InterfaceTable {
        var oddities = InterfaceOddities()
        let hasExtension = hasExtendedTable
        let indices = rows.keys.sorted()
        var rows = indices.compactMap { index in self.rows[index].map { row(index, $0, hasExtension, &oddities) } }
        for place in rows.indices {
            if let sentence = oddities.duplicate(rows[place].name) { rows[place].oddities.append(sentence) }
        }
        return InterfaceTable(
            systemName: systemName, engineBoots: engineBoots, firstAgentTicks: firstAgentTicks,
            lastAgentTicks: lastAgentTicks, tableLastChangeTicks: tableLastChangeTicks,
            interfaceCount: interfaceCount, rows: rows,
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

    private func row(
        _ ifIndex: UInt32, _ cells: InterfaceCells, _ hasExtension: Bool, _ oddities: inout InterfaceOddities
    ) -> InterfaceRow {
        let ifName = cells.text(.name)
        let description = cells.text(.description)
        let name = [ifName, description].lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "ifIndex \(ifIndex)"
        oddities.begin(ifIndex: ifIndex, name: name)
        if hasExtension, ifName?.isEmpty != false { oddities.note(.noName) }
        let readings = InterfaceReadings(cells) { oddities.note($0) }
        if hasExtension, [readings.inOctets, readings.outOctets].contains(where: { $0.value?.is32Bit == true }) {
            oddities.note(.narrowOctets)
        }
        let adminStatus = cells.status(.adminStatus) { oddities.note($0) }
        return InterfaceRow(
            ifIndex: ifIndex, name: name, ifName: ifName, description: description, alias: cells.text(.alias) ?? "",
            adminStatus: adminStatus, readings: readings, oddities: oddities.ofInterface, cells: cells)
    }
}
