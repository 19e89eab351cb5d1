import Metro

/// What one instance measures: the file of `haomiao probe --paths`, which an engine writes and an instance reads.
public struct ProbeList: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var id: PathID
        /// The reflector as the instance sees it. Its key is read where the instance runs.
        public var access: STAMPAccess
        public var clock: ClockRelation
        public var intervalMilliseconds: Int
        /// Differentiated services code point, 0 … 63.
        public var codePoint: UInt8
        /// UDP payload of a probe, octets; `nil`: the least that its form needs.
        public var probeBytes: Int?
        /// Length of fibre that no delay can be below, kilometres; 0 where nothing is guaranteed.
        public var floorKilometres: Double

        public init(
            id: PathID, access: STAMPAccess, clock: ClockRelation = .independent, intervalMilliseconds: Int = 1_000,
            codePoint: UInt8 = 0, probeBytes: Int? = nil, floorKilometres: Double = 0
        ) {
            self.id = id
            self.access = access
            self.clock = clock
            self.intervalMilliseconds = intervalMilliseconds
            self.codePoint = codePoint
            self.probeBytes = probeBytes
            self.floorKilometres = floorKilometres
        }
    }

    /// The line that ends a list on a stream that stays open (YAML's end of a document).
    public static let endLine = "..."

    public var entries: [Entry]

    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// A list that `load` takes, one path a line, without its end line.
    public var text: String {
        var lines = ["version: 1", "paths:"]
        lines += entries.map { "  - {\(Self.fields($0).joined(separator: ", "))}" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fields(_ entry: Entry) -> [String] {
        let host = entry.access.host.contains(":") ? "[\(entry.access.host)]" : entry.access.host
        var fields = [
            "id: \(YAMLScalar.text(entry.id.text))", "target: \(YAMLScalar.text("\(host):\(entry.access.port)"))",
            "interval: \(entry.intervalMilliseconds)ms", "clock: \(entry.clock.rawValue)",
        ]
        if entry.codePoint != 0 { fields.append("dscp: \(entry.codePoint)") }
        if let bytes = entry.probeBytes { fields.append("size: \(bytes)") }
        if entry.floorKilometres > 0 { fields.append("floor_km: \(entry.floorKilometres)") }
        if let key = entry.access.key { fields.append("key: \(YAMLScalar.secret(key))") }
        if entry.access.hasExtensions { fields.append("extensions: true") }
        return fields
    }
}
