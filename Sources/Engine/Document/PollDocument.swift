import Foundation
import Metro
import SNMP

/// One poll of one device: schema `haomiao.poll/1`, described in Docs/Snapshot.md.
public struct PollDocument: Encodable, Sendable {
    public static let schema = "haomiao.poll/1"

    public struct Interface: Encodable, Sendable {
        public var ifIndex: UInt32?
        public var name: String
        public var alias: String
        public var description: String?
        public var adminStatus: String?
        public var operStatus: String?
        public var speedBps: UInt64?
        public var inOctets: UInt64?
        public var outOctets: UInt64?
        public var inErrors: UInt64?
        public var outErrors: UInt64?
        public var inDiscards: UInt64?
        public var outDiscards: UInt64?
        /// Whether a link or exit port of the inventory uses it.
        public var inInventory = false
        /// What is odd about it, one short sentence each.
        public var oddities: [String] = []
        /// Of its transceiver; `nil` where the device says nothing of it.
        public var optics: OpticsEntry?
        /// Reasons of the values that are missing.
        public var missing: [String: String] = [:]
    }

    /// An interface of the inventory that has no rates, or none in one direction, and why.
    public struct Grey: Encodable, Sendable {
        public var name: String
        /// A word of `MissingReason`.
        public var reason: String
        public var explanation: String
    }

    public var schema = PollDocument.schema
    public var device: String
    public var address: String
    public var source: String
    public var systemName: String?
    public var agentTicks: UInt32?
    public var durationMs: Double
    public var requests: Int
    public var retries: Int
    public var variables: Int
    public var notes: [String]
    public var interfaces: [Interface]
    /// Names that the inventory uses and the device does not have.
    public var notFound: [String]
    public var grey: [Grey] = []
    public var sensors: SensorsEntry?
    /// What was asked and what came of it, in order; the first thousand.
    public var exchanges: [Exchange] = []

    /// UTF-8 JSON with sorted keys and a final newline.
    public func json() throws -> String { try JSONText.of(self) }
}

extension PollDocument.Interface {
    init(_ row: InterfaceRow, inInventory: Bool) {
        var reasons = MissingValues()
        ifIndex = row.ifIndex
        name = row.name
        alias = row.alias
        description = row.description
        adminStatus = row.adminStatus?.word
        operStatus = row.operationalStatus?.word
        speedBps = reasons.take("speed_bps", row.speedBitsPerSecond)
        inOctets = reasons.take("in_octets", row.inOctets)?.value
        outOctets = reasons.take("out_octets", row.outOctets)?.value
        inErrors = reasons.take("in_errors", row.inErrors)?.value
        outErrors = reasons.take("out_errors", row.outErrors)?.value
        inDiscards = reasons.take("in_discards", row.inDiscards)?.value
        outDiscards = reasons.take("out_discards", row.outDiscards)?.value
        self.inInventory = inInventory
        oddities = row.oddities
        missing = reasons.words
    }
}
