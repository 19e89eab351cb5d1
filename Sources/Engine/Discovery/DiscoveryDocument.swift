import Metro

/// What a discovery found and where it differs from the inventory: schema `haomiao.discover/1` (Docs/Discovery.md).
public struct DiscoveryDocument: Encodable, Sendable {
    public static let schema = "haomiao.discover/1"

    struct DeviceEntry: Encodable, Sendable {
        let id: String
        let address: String
        let otherAddresses: [String]
        let hops: Int
        let systemName: String
        let description: String
        let objectId: String
        let engineId: String?
        let chassis: String?
        let interfaces: Int
        let neighbours: Int
        let notes: [String]
    }
    struct LinkEntry: Encodable, Sendable {
        let a: String
        let b: String
        let capacityBps: Double?
        let notes: [String]
    }
    struct UnansweredEntry: Encodable, Sendable {
        let label: String
        let address: String?
        let reason: String
    }

    let schema: String
    let outOfTime: Bool
    let devices: [DeviceEntry]
    let links: [LinkEntry]
    let silent: [UnansweredEntry]
    let notAsked: [UnansweredEntry]
    /// Absent where there is no inventory to compare with.
    let differences: [DriftEntry]?

    public init(_ network: DiscoveredNetwork, isComparison: Bool) {
        schema = Self.schema
        outOfTime = network.isOutOfTime
        devices = network.members.map { member in
            let survey = member.found.survey
            return DeviceEntry(
                id: member.id, address: member.found.address.description,
                otherAddresses: member.found.otherAddresses.map(\.description), hops: member.found.hops,
                systemName: survey.systemName, description: survey.description, objectId: survey.objectIdentifier,
                engineId: survey.engine, chassis: survey.chassis?.text, interfaces: survey.interfaces.count,
                neighbours: survey.neighbours.count, notes: survey.oddities)
        }
        links = network.inventoryText.links.map {
            LinkEntry(a: $0.a.description, b: $0.b.description, capacityBps: $0.capacity, notes: $0.remarks)
        }
        silent = network.silent.map {
            UnansweredEntry(label: $0.label, address: $0.address.description, reason: $0.reason)
        }
        notAsked = network.notAsked.map {
            UnansweredEntry(
                label: $0.label, address: $0.address?.description, reason: network.sentence($0.reason))
        }
        differences = isComparison ? network.differences.map { DriftEntry($0) } : nil
    }

    /// UTF-8 JSON with sorted keys and a final newline.
    public func json() throws -> String { try JSONText.of(self) }
}
