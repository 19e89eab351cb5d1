import Metro

/// An inventory to be written down as a configuration: what is known stands in it, what somebody must add says so.
public struct InventoryText: Sendable {
    public struct Device: Sendable {
        public var id: String
        public var name: String
        public var host: String
        public var port: UInt16
        public var security: SNMPSecurity
        public var remarks: [String]

        public init(
            id: String, name: String, host: String, port: UInt16 = 161, security: SNMPSecurity = .community(nil),
            remarks: [String] = []
        ) {
            self.id = id
            self.name = name
            self.host = host
            self.port = port
            self.security = security
            self.remarks = remarks
        }
    }

    public struct Link: Sendable {
        public var id: String
        public var a: InterfaceReference
        public var b: InterfaceReference
        /// Bit/s.
        public var capacity: Double?
        public var remarks: [String]

        public init(
            id: String, a: InterfaceReference, b: InterfaceReference, capacity: Double? = nil, remarks: [String] = []
        ) {
            self.id = id
            self.a = a
            self.b = b
            self.capacity = capacity
            self.remarks = remarks
        }
    }

    /// Comments at the beginning and at the end.
    public var heading: [String]
    public var remarks: [String]
    public var devices: [Device]
    public var links: [Link]

    public init(heading: [String] = [], devices: [Device], links: [Link], remarks: [String] = []) {
        self.heading = heading
        self.devices = devices
        self.links = links
        self.remarks = remarks
    }

    /// What stands where somebody must say more (`indicators.md` §7 has the words).
    private static let open = "待填报 / to be filled in"

    /// A file that `haomiao check` takes with warnings alone.
    public var yaml: String {
        var lines = heading.map(Self.comment)
        lines += ["version: 1", "city: {zh: 待填报, en: to be filled in}", ""]
        lines += ["# \(Self.open): - {id: dc1, name: DC1, coordinates: {latitude: 30.28, longitude: 120.23}}"]
        lines += ["sites:"]
        let common = commonSecurity
        if let common, let text = Self.security(common) { lines += ["", "collectors:", "  snmp: {\(text)}"] }
        lines += ["", "devices:"]
        for device in devices { lines += self.lines(device, common) }
        lines += ["", "links:"]
        for link in links { lines += self.lines(link) }
        if !remarks.isEmpty { lines += [""] + remarks.map(Self.comment) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What most devices are asked with stands once for all; not where one is asked with the well-known community, which
    /// is what holds where nothing is written.
    private var commonSecurity: SNMPSecurity? {
        guard !devices.contains(where: { $0.security == .community(nil) }) else { return nil }
        let counts = Dictionary(devices.map { ($0.security, 1) }, uniquingKeysWith: +)
        let most = counts.values.max() ?? 0
        return devices.lazy.map(\.security).first { counts[$0] == most }
    }

    private func lines(_ device: Device, _ common: SNMPSecurity?) -> [String] {
        var access = "host: \(YAMLScalar.text(device.host))"
        if device.port != 161 { access += ", port: \(device.port)" }
        if device.security != common, let security = Self.security(device.security) { access += ", \(security)" }
        return device.remarks.map { "  " + Self.comment($0) } + [
            "  - id: \(YAMLScalar.text(device.id))", "    name: \(YAMLScalar.text(device.name))",
            "    # site: \(Self.open)", "    snmp: {\(access)}",
        ]
    }

    private func lines(_ link: Link) -> [String] {
        var fields = [
            "id: \(YAMLScalar.text(link.id))", "a: \(YAMLScalar.text(link.a.description))",
            "b: \(YAMLScalar.text(link.b.description))",
        ]
        if let capacity = link.capacity, capacity >= 1000 { fields.append("capacity: \(BitRate.text(capacity))") }
        return link.remarks.map { "  " + Self.comment($0) } + ["  - {\(fields.joined(separator: ", "))}"]
    }

    /// `nil` for the well-known community, which needs no words.
    private static func security(_ security: SNMPSecurity) -> String? {
        switch security {
        case .community(nil): return nil
        case .community(let reference?): return "community: \(YAMLScalar.secret(reference))"
        case .user(let user):
            var fields = ["name: \(YAMLScalar.text(user.name))"]
            if let found = user.authentication {
                fields.append(
                    "authentication: {algorithm: \(found.algorithm.rawValue), password: \(YAMLScalar.secret(found.password))}"
                )
            }
            if let found = user.privacy {
                fields.append(
                    "privacy: {algorithm: \(found.algorithm.rawValue), password: \(YAMLScalar.secret(found.password)), "
                        + "key_extension: \(found.keyExtension.rawValue)}")
            }
            if !user.contextName.isEmpty { fields.append("context: \(YAMLScalar.text(user.contextName))") }
            if let engine = user.contextEngineID {
                let digits = engine.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                fields.append("context_engine_id: \"\(digits)\"")
            }
            return "user: {\(fields.joined(separator: ", "))}"
        }
    }

    private static func comment(_ text: String) -> String { "# " + PrintableText.of(text, limit: 400) }
}

/// Text as YAML has it on one line.
enum YAMLScalar {
    static func secret(_ reference: SecretReference) -> String {
        switch reference {
        case .environment(let name): "{env: \(name)}"
        case .file(let path): "{file: \(text(path))}"
        }
    }

    /// Plain where nothing in it means anything to YAML, else in double quotes.
    static func text(_ text: String) -> String {
        if text.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.\-]*/) != nil { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            default: quoted.unicodeScalars.append(PrintableText.isUnprintable(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return quoted + "\""
    }
}

extension InterfaceReference {
    /// Whether a configuration can name it: not too long, and nothing in it that cannot be printed.
    public var isWritable: Bool {
        description.count <= 256 && !description.unicodeScalars.contains { PrintableText.isUnprintable($0) }
            && name.contains { !$0.isWhitespace }
    }
}
