import Collecting
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

    /// Why the poll failed; what came before stands in `exchanges`.
    public var error: String?

    /// UTF-8 JSON with sorted keys and a final newline.
    public func json() throws -> String { try JSONText.of(self) }
}

extension PollDocument {
    /// A poll that failed: what was asked until then, and every interface of the inventory grey for that reason.
    init(
        failed error: CollectorError, device: DeviceID, address: String, interfaces names: [String],
        _ asked: [SNMPExchange], durationNanoseconds: Int64
    ) {
        let answers = asked.filter { if case .answered = $0.result { true } else { false } }
        self.init(
            device: device.text, address: address, source: SnapshotSource.measured.rawValue,
            durationMs:
                Double(durationNanoseconds) / 1e6, requests: answers.count,
            retries: asked.reduce(0) { $0 + max(0, $1.tries - 1) },
            variables: answers.reduce(0) { total, exchange in
                if case .answered(_, _, let count, _) = exchange.result { total + count } else { total }
            }, notes: [], interfaces: [], notFound: [])
        let before = answers.count == 1 ? "1 request" : "\(answers.count) requests"
        self.error =
            answers.isEmpty
            ? error.description
            : "\(error.message), after it had answered \(before): the agent, or the way to it, fails on what was asked then"
        grey = names.map { Grey(name: $0, reason: error.missingReason.rawValue, explanation: error.message) }
        exchanges = asked.map { Exchange($0, address: address) }
    }
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
