/// What a device's parts are called, what they stand in, and which interface they are (ENTITY-MIB, RFC 6933).
struct EntityTree: Sendable {
    private struct Part: Sendable {
        var name = ""
        var description = ""
        var container: UInt32 = 0
    }
    /// From a sensor to its port: sensor, transceiver, cage.
    private static let climb = 4

    private var parts: [UInt32: Part] = [:]
    /// The interfaces that a part, or one right in it, is.
    private var interfaces: [UInt32: Set<UInt32>] = [:]

    init() {}

    init(_ outcome: TableWalk.Outcome) {
        for (place, column) in SensorColumn.entities.enumerated() where outcome.columns.indices.contains(place) {
            for cell in outcome.columns[place] {
                guard let part = cell.index.first else { continue }
                switch (column, cell.value) {
                case (.physicalName, .octetString(let octets)):
                    parts[part, default: Part()].name = DeviceText.decode(octets)
                case (.physicalDescription, .octetString(let octets)):
                    parts[part, default: Part()].description = DeviceText.decode(octets)
                case (.physicalContainer, .integer(let container)):
                    parts[part, default: Part()].container = UInt32(exactly: container) ?? 0
                case (.aliasMapping, .objectIdentifier(let object)):
                    let ifIndex = object.index(below: KnownObjects.interfaceEntry.appending(1))
                    if let ifIndex, let only = ifIndex.first, ifIndex.count == 1 {
                        interfaces[part, default: []].insert(only)
                    }
                default: break
                }
            }
        }
        // Where the port stands in the transceiver, not the transceiver in the port.
        for (part, own) in interfaces {
            if let container = parts[part]?.container, container != 0 {
                interfaces[container, default: []].formUnion(own)
            }
        }
    }

    /// entPhysicalName, or entPhysicalDescr where that is empty.
    func name(_ part: UInt32) -> String {
        guard let found = parts[part] else { return "entity \(part)" }
        return [found.name, found.description].first { !$0.isEmpty } ?? "entity \(part)"
    }

    /// Name and description of a part and of what it stands in, nearest first.
    func texts(_ part: UInt32) -> [String] {
        path(part).flatMap { parts[$0].map { [$0.name, $0.description] } ?? [] }.filter { !$0.isEmpty }
    }

    /// The interface that a part belongs to: of the nearest container that is one; `nil` where that is several.
    func interface(_ part: UInt32) -> UInt32? {
        for place in path(part) {
            guard let found = interfaces[place] else { continue }
            return found.count == 1 ? found.first : nil
        }
        return nil
    }

    private func path(_ part: UInt32) -> [UInt32] {
        var path = [part]
        while path.count < Self.climb, let last = path.last, let next = parts[last]?.container, next != 0,
            !path.contains(next)
        {
            path.append(next)
        }
        return path
    }
}
