import Foundation
import STAMP
import Sockets

/// What a reflector did since it started, for people and for programs.
struct ReflectReport {
    /// Sources that are told, those first from which most came.
    static let sourceLimit = 10

    var time = Date()
    var listen: String
    var statistics: ReflectorStatistics
    var sessions = 0
    var forgottenSessions: UInt64 = 0
    var sources: [ReflectorSource] = []

    init(listen: String, statistics: ReflectorStatistics) {
        self.listen = listen
        self.statistics = statistics
    }

    init(_ server: ReflectorServer) {
        self.init(listen: server.localAddress.description, statistics: server.statistics)
        sessions = server.sessionCount
        forgottenSessions = server.forgottenSessions
        sources = server.busiestSources(Self.sourceLimit)
    }

    /// The parts of what was received: each datagram is in one of them.
    private var account: [(words: String, key: String, count: UInt64)] {
        [
            ("reflected", "reflected", statistics.reflected),
            ("malformed", "malformed", statistics.malformed),
            ("not allowed", "not_allowed", statistics.strangers),
            ("too short", "too_short", statistics.short),
            ("not authentic", "not_authentic", statistics.unauthentic),
            ("answers", "answers", statistics.answers),
            ("over the rate", "over_rate", statistics.overRate),
            ("over the source's rate", "over_source_rate", statistics.overSourceRate),
            ("of too many sources", "over_sources", statistics.overSources),
            ("send errors", "send_errors", statistics.sendErrors),
            ("dropped", "dropped", statistics.dropped),
        ]
    }

    private var remarks: [(words: String, key: String, count: UInt64)] {
        [
            ("sessions", "sessions", UInt64(sessions)),
            ("sessions forgotten", "sessions_forgotten", forgottenSessions),
            ("with unknown extensions", "unknown_extensions", statistics.unknownExtensions),
            ("with malformed extensions", "malformed_extensions", statistics.malformedExtensions),
            ("with extensions that are not authentic", "unauthentic_extensions", statistics.unauthenticExtensions),
            ("lost in the receive buffer", "overflow", UInt64(statistics.overflow)),
            ("receive errors", "receive_errors", statistics.receiveErrors),
        ]
    }

    /// The account on a line, without the parts that are 0; a line a source where there are several.
    var text: String {
        var line = "received \(statistics.received) = reflected \(statistics.reflected)"
        for part in account.dropFirst() where part.count > 0 { line += " + \(part.words) \(part.count)" }
        for remark in remarks where remark.count > 0 { line += "; \(remark.words) \(remark.count)" }
        if let error = statistics.lastError { line += "; last error: \(error)" }
        guard sources.count > 1 || statistics.received > statistics.reflected else { return line }
        return ([line] + sources.map { "  \(Self.name($0.range)): received \($0.received), answered \($0.reflected)" })
            .joined(separator: "\n")
    }

    /// A range of one address is told by that.
    private static func name(_ range: AddressRange) -> String {
        range.isOneAddress ? range.address.host : "\(range)"
    }

    /// An object on one line, keys sorted.
    func json() throws -> String {
        struct Source: Encodable {
            var range: String
            var received: UInt64
            var answered: UInt64
        }
        struct Document: Encodable {
            var schema = "haomiao.reflect/1"
            var time: Date
            var listen: String
            var received: UInt64
            var parts: [String: UInt64]
            var remarks: [String: UInt64]
            var sources: [Source]
            var lastError: String?
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let document = Document(
            time: time, listen: listen, received: statistics.received,
            parts: Dictionary(uniqueKeysWithValues: account.map { ($0.key, $0.count) }),
            remarks: Dictionary(uniqueKeysWithValues: remarks.map { ($0.key, $0.count) }),
            sources: sources.map { Source(range: "\($0.range)", received: $0.received, answered: $0.reflected) },
            lastError: statistics.lastError?.description)
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
