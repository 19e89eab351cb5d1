import Metro

/// The cells of a survey as they come in, before they are understood. The walk bounds how many there are.
struct SurveyDraft: Sendable {
    private typealias Cells = [SurveyColumn: SNMPValue]

    private var scalars: [OID: SNMPValue] = [:]
    private var interfaces: [UInt32: Cells] = [:]
    private var ports: [UInt32: Cells] = [:]
    private var neighbours: [RemoteKey: Cells] = [:]
    private var addresses: [RemoteKey.Place: [String]] = [:]
    private var notes: [String] = []
    private var strangeIndices = 0

    /// Of one neighbour; a device has a few.
    private static let addressLimit = 8

    mutating func note(_ sentence: String) { notes.append(sentence) }

    mutating func takeScalars(_ variables: [VariableBinding]) {
        for variable in variables where !variable.value.isException { scalars[variable.name] = variable.value }
    }

    mutating func take(_ cell: ColumnWalk.Cell, of column: SurveyColumn) {
        switch column {
        case .ifName, .ifDescription, .ifAlias, .ifHighSpeed, .ifSpeed, .ifType, .ifOperationalStatus,
            .ifPhysicalAddress:
            guard let index = only(cell.index) else { return }
            interfaces[index, default: [:]][column] = cell.value
        case .localPortSubtype, .localPortIdentifier, .localPortDescription:
            guard let number = only(cell.index) else { return }
            ports[number, default: [:]][column] = cell.value
        case .remoteChassisSubtype, .remoteChassis, .remotePortSubtype, .remotePort, .remotePortDescription,
            .remoteName, .remoteCapabilities:
            guard let key = RemoteKey(cell.index) else {
                strangeIndices += 1
                return
            }
            neighbours[key, default: [:]][column] = cell.value
        case .managementInterfaceSubtype, .managementInterface:
            guard let (key, address) = LLDPDecoding.managementAddress(index: cell.index) else { return }
            let known = addresses[key.place] ?? []
            if known.count < Self.addressLimit, !known.contains(address) { addresses[key.place] = known + [address] }
        }
    }

    private mutating func only(_ index: ArraySlice<UInt32>) -> UInt32? {
        guard index.count == 1, let number = index.first else {
            strangeIndices += 1
            return nil
        }
        return number
    }

    func survey() -> DeviceSurvey {
        var oddities = notes
        if strangeIndices > 0 { oddities.append("\(strangeIndices) values whose index cannot be: left out") }
        return DeviceSurvey(
            systemName: text(scalars[KnownObjects.systemName]) ?? "",
            announcedName: text(scalars[SurveyColumn.localName]) ?? "",
            description: text(scalars[KnownObjects.systemDescription]) ?? "", objectIdentifier: objectIdentifier,
            engine: octets(scalars[KnownObjects.engine]).map { LLDPDecoding.hexadecimal($0) },
            chassis: octets(scalars[SurveyColumn.localChassis]).flatMap {
                LLDPDecoding.chassis(subtype: integer(scalars[SurveyColumn.localChassisSubtype]), $0)
            },
            interfaces: interfaces.sorted { $0.key < $1.key }.map { interface($0.key, $0.value) },
            ports: ports.sorted { $0.key < $1.key }.map { port($0.key, $0.value) }, neighbours: currentNeighbours(),
            oddities: oddities)
    }

    private var objectIdentifier: String {
        if case .objectIdentifier(let name)? = scalars[KnownObjects.systemObject] { name.description } else { "" }
    }

    private func interface(_ ifIndex: UInt32, _ cells: Cells) -> DeviceSurvey.Interface {
        let ifName = text(cells[.ifName])
        let description = text(cells[.ifDescription])
        let speed = InterfaceSpeed(highSpeed: number(cells[.ifHighSpeed]), speed: number(cells[.ifSpeed]))
        let physicalAddress = octets(cells[.ifPhysicalAddress]) ?? []
        return DeviceSurvey.Interface(
            ifIndex: ifIndex,
            name: [ifName, description].lazy.compactMap { $0 }.first { !$0.isEmpty } ?? "ifIndex \(ifIndex)",
            ifName: ifName, description: description, alias: text(cells[.ifAlias]) ?? "",
            speedBitsPerSecond: speed.bitsPerSecond.value,
            type: integer(cells[.ifType]).flatMap { Int(exactly: $0) },
            operationalStatus: integer(cells[.ifOperationalStatus]).flatMap { Int(exactly: $0) }
                .flatMap { OperationalStatus(rawValue: $0) },
            // Loopbacks and tunnels have none, or zeros.
            physicalAddress: physicalAddress.contains { $0 != 0 } ? LLDPDecoding.macAddress(physicalAddress) : nil)
    }

    private func port(_ number: UInt32, _ cells: Cells) -> DeviceSurvey.Port {
        DeviceSurvey.Port(
            number: number,
            identifier: octets(cells[.localPortIdentifier]).flatMap {
                LLDPDecoding.port(subtype: integer(cells[.localPortSubtype]), $0)
            }, description: text(cells[.localPortDescription]) ?? "")
    }

    /// A neighbour that stands twice on a port (the time filter of the table may repeat a row) is taken as it was last.
    private func currentNeighbours() -> [DeviceSurvey.Neighbour] {
        struct Identity: Hashable {
            let port: UInt32
            let chassis: LLDPIdentifier?
            let remotePort: LLDPIdentifier?
        }
        var latest: [Identity: (key: RemoteKey, neighbour: DeviceSurvey.Neighbour)] = [:]
        for (key, cells) in neighbours {
            let neighbour = neighbour(key, cells)
            guard neighbour.chassis != nil || neighbour.port != nil || !neighbour.systemName.isEmpty else { continue }
            let identity = Identity(port: key.localPort, chassis: neighbour.chassis, remotePort: neighbour.port)
            if let known = latest[identity], (known.key.timeMark, known.key.index) > (key.timeMark, key.index) {
                continue
            }
            latest[identity] = (key, neighbour)
        }
        return latest.values.sorted { $0.key < $1.key }.map(\.neighbour)
    }

    private func neighbour(_ key: RemoteKey, _ cells: Cells) -> DeviceSurvey.Neighbour {
        DeviceSurvey.Neighbour(
            localPort: key.localPort,
            chassis: octets(cells[.remoteChassis]).flatMap {
                LLDPDecoding.chassis(subtype: integer(cells[.remoteChassisSubtype]), $0)
            },
            port: octets(cells[.remotePort]).flatMap {
                LLDPDecoding.port(subtype: integer(cells[.remotePortSubtype]), $0)
            },
            portDescription: text(cells[.remotePortDescription]) ?? "", systemName: text(cells[.remoteName]) ?? "",
            addresses: addresses[key.place] ?? [],
            isHost: octets(cells[.remoteCapabilities]).map { LLDPDecoding.isHost(capabilities: $0) } ?? false)
    }

    private func octets(_ value: SNMPValue?) -> [UInt8]? {
        if case .octetString(let octets) = value, !octets.isEmpty { octets } else { nil }
    }
    private func text(_ value: SNMPValue?) -> String? {
        if case .octetString(let octets) = value { DeviceText.decode(octets) } else { nil }
    }
    private func integer(_ value: SNMPValue?) -> Int64? {
        if case .integer(let number) = value { number } else { nil }
    }
    private func number(_ value: SNMPValue?) -> UInt64? {
        switch value {
        case .gauge32(let number): number
        case .integer(let number): UInt64(exactly: number)
        default: nil
        }
    }
}
