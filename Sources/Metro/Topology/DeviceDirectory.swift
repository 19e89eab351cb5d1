/// Tells which known device is meant by what a neighbour hears of it: names first, since people give them; chassis ids
/// decide among equal names; addresses where there is no name to go by.
public struct DeviceDirectory: Sendable {
    public enum Match: Hashable, Sendable {
        case device(Int)
        /// Several devices fit equally well, or the only one that fits says something else of itself.
        case ambiguous
        case none
    }

    private struct Entry: Sendable {
        var names: Set<String> = []
        var chassis: LLDPIdentifier?
    }

    private var entries: [Entry] = []
    private var byShortName: [String: [Int]] = [:]
    private var byChassis: [LLDPIdentifier: [Int]] = [:]
    private var byAddress: [String: [Int]] = [:]

    public init() {}

    public var count: Int { entries.count }

    /// The number of the device, from 0.
    @discardableResult
    public mutating func add(names: [String], chassis: LLDPIdentifier?, addresses: [String]) -> Int {
        let number = entries.count
        var entry = Entry(chassis: chassis)
        for name in names.map(Self.normal) where !name.isEmpty {
            if entry.names.insert(name).inserted, byShortName[Self.short(name)]?.last != number {
                byShortName[Self.short(name), default: []].append(number)
            }
        }
        if let chassis { byChassis[chassis, default: []].append(number) }
        for address in Set(addresses) { byAddress[address, default: []].append(number) }
        entries.append(entry)
        return number
    }

    public func find(systemName: String, chassis: LLDPIdentifier?, addresses: [String]) -> Match {
        let name = Self.normal(systemName)
        let named = name.isEmpty ? [] : (byShortName[Self.short(name)] ?? []).filter { answers(to: name, $0) }
        let withChassis = chassis.flatMap { byChassis[$0] } ?? []
        let withAddress = addresses.flatMap { byAddress[$0] ?? [] }
        // Devices that nobody named share a name, and addresses are copied with the configuration: another chassis id then
        // tells of another device, where not both agree.
        if !named.isEmpty {
            let likely = named.filter { withAddress.contains($0) || !contradicts(chassis, entries[$0].chassis) }
            return likely.isEmpty ? .ambiguous : Self.decide(likely, [withChassis, withAddress])
        }
        if !withAddress.isEmpty {
            let likely = withAddress.filter { !contradicts(chassis, entries[$0].chassis) }
            return likely.isEmpty ? .ambiguous : Self.decide(likely, [withChassis])
        }
        // Chassis ids are shared by logical systems and by copies of a machine: against a name they prove nothing.
        return Self.decide(withChassis.filter { name.isEmpty || entries[$0].names.isEmpty }, [])
    }

    private func contradicts(_ heard: LLDPIdentifier?, _ own: LLDPIdentifier?) -> Bool {
        guard let heard, let own else { return false }
        return heard.kind == own.kind && heard != own
    }

    private func answers(to name: String, _ number: Int) -> Bool {
        entries[number].names.contains { known in
            // One of both may leave the domain out; two different domains are two devices.
            known == name || !known.contains(".") || !name.contains(".")
        }
    }

    /// The one candidate; where there are several, the one that a witness names alone among them.
    private static func decide(_ candidates: [Int], _ witnesses: [[Int]]) -> Match {
        var left = Set(candidates)
        for witness in witnesses where left.count > 1 {
            let both = left.intersection(witness)
            if !both.isEmpty { left = both }
        }
        guard let only = left.first else { return .none }
        return left.count == 1 ? .device(only) : .ambiguous
    }

    private static func normal(_ name: String) -> String {
        String(name.lowercased().drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace || $0 == "." }.reversed())
    }

    /// As it is written, without the domain.
    public static func shortName(_ name: String) -> String { short(name) }

    /// Without the domain; an address is no name with one.
    private static func short(_ name: String) -> String {
        let head = name.prefix { $0 != "." }
        return head.isEmpty || head.allSatisfy(\.isNumber) ? name : String(head)
    }
}
