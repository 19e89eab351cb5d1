import Metro

extension Section {
    /// What is said about subscribing, in a device or as the default of all.
    static let gnmiKeys = [
        "port", "tls", "plain_text", "username", "password", "encoding", "mode", "preset", "interval", "timeout",
    ]

    /// `gnmiKeys` over `defaults`.
    func gnmiDefaults(_ defaults: CollectorSettings.GNMI, folder: String) -> CollectorSettings.GNMI {
        var result = defaults
        if let port = self["port"]?.port() { result.port = port }
        if let transport = gnmiTransport(in: folder) { result.transport = transport }
        if let username = self["username"]?.text("a user name") { result.username = username }
        if let password = self["password"]?.secretReference(in: folder) { result.password = password }
        if self["password"] != nil, result.username == nil {
            absent("username").refuse(expected: "a user name, for there is a password")
        }
        if let encoding = self["encoding"]?.choice(GNMIAccess.Encoding.self) { result.encoding = encoding }
        if let list = self["mode"]?.choice(GNMIAccess.List.self) { result.list = list }
        if let preset = self["preset"]?.choice(GNMIPreset.self) { result.preset = preset }
        if let interval = self["interval"]?.milliseconds(Field.gnmiIntervals) { result.intervalMilliseconds = interval }
        if let timeout = self["timeout"]?.milliseconds(100 * Nanoseconds.millisecond...5 * Nanoseconds.minute) {
            result.timeoutMilliseconds = timeout
        }
        return result
    }

    private func gnmiTransport(in folder: String) -> GNMIAccess.Transport? {
        let isPlain = self["plain_text"]?.boolean() ?? false
        if isPlain, let tls = self["tls"] {
            tls.refuse("tls beside plain_text: true", expected: "one of them")
            return nil
        }
        if isPlain {
            if self["password"] != nil {
                self["plain_text"]?.warn(
                    "a password in plain text", expected: "TLS", consequence: "whoever sees the packets can read it")
            }
            return .plainText
        }
        return self["tls"]?.gnmiTLS(in: folder)
    }
}

extension Field {
    static let gnmiIntervals = Nanoseconds.second...Nanoseconds.hour

    fileprivate func gnmiTLS(in folder: String) -> GNMIAccess.Transport? {
        guard let section = section(["ca", "name", "certificate", "key"]) else { return nil }
        let authorities = section["ca"]?.path(in: folder)
        let name = section["name"]?.gnmiServerName()
        let certificate = section["certificate"]?.path(in: folder)
        let key = section["key"]?.path(in: folder)
        if section["certificate"] != nil, section["key"] == nil {
            section.absent("key").refuse(expected: "the file of the certificate's key")
        }
        if section["key"] != nil, section["certificate"] == nil {
            section.absent("certificate").refuse(expected: "the file of the key's certificate")
        }
        return .tls(authorities: authorities, serverName: name, certificate: certificate, key: key)
    }

    /// TLS sends it to the server, and it takes no addresses there (RFC 6066 §3).
    private func gnmiServerName() -> String? {
        let expected = "a host name that the certificate bears"
        guard let text = text(expected) else { return nil }
        guard Self.isHostName(text), text.contains(where: { !$0.isNumber && $0 != "." }) else {
            refuse(expected: expected)
            return nil
        }
        return text
    }

    func gnmiPath() -> String? {
        let expected = "a gNMI path such as /interfaces/interface[name=*]/state"
        guard let text = text(expected) else { return nil }
        do {
            let path = try GNMIAccess.Path(text)
            guard !path.elements.isEmpty else {
                refuse("the root", expected: expected, suggestion: "all that a device has is more than is of use")
                return nil
            }
            return text
        } catch {
            refuse(error.reason, expected: expected)
            return nil
        }
    }
}

extension InventoryReader {
    /// `devices[].gnmi`.
    func gnmiAccess(_ field: Field) -> GNMIAccess? {
        let keys = ["host"] + Section.gnmiKeys + ["target", "subscriptions", "mappings"]
        guard let section = field.section(keys) else { return nil }
        let host = section.required("host", "an address or a host name")?.host()
        let settings = section.gnmiDefaults(collectors.gnmi, folder: folder)
        let target = section["target"]?.text("the name of a target")
        let own = section["subscriptions"]?.items(of: "subscriptions")
        if let own, own.isEmpty { section["subscriptions"]?.refuse(expected: "at least one subscription") }
        let subscriptions = own?.compactMap { subscription($0, settings) }
        if own != nil, section["preset"] != nil, section["mappings"] != nil {
            section["preset"]?.warn(
                "preset beside subscriptions and mappings", expected: "one or the other",
                consequence: "the preset has no effect")
        }
        let mappings = section["mappings"].map { mappingNames($0) }
        guard let host else { return nil }
        return GNMIAccess(
            host: host, port: settings.port, transport: settings.transport, username: settings.username,
            password: settings.password, encoding: settings.encoding, list: settings.list, target: target,
            subscriptions: subscriptions
                ?? settings.preset.subscriptions(intervalMilliseconds: settings.intervalMilliseconds),
            mappings: mappings ?? settings.preset.mappings, timeoutMilliseconds: settings.timeoutMilliseconds)
    }

    private func subscription(_ field: Field, _ settings: CollectorSettings.GNMI) -> GNMIAccess.Subscription? {
        guard let section = field.section(["path", "origin", "mode", "interval", "heartbeat"]) else { return nil }
        let path = section.required("path", "a gNMI path")?.gnmiPath()
        let origin = section["origin"]?.text("an origin such as openconfig")
        let mode = section["mode"]?.choice(GNMIAccess.Mode.self) ?? .sample
        let interval = section["interval"]?.milliseconds(Field.gnmiIntervals) ?? settings.intervalMilliseconds
        let heartbeat = section["heartbeat"]?.milliseconds(Field.gnmiIntervals)
        if let field = section["heartbeat"], mode != .onChange {
            field.refuse("a heartbeat of mode \(mode.rawValue)", expected: "one of on_change only")
        }
        return path.map {
            .init(
                path: $0, origin: origin, mode: mode, intervalMilliseconds: interval, heartbeatMilliseconds: heartbeat)
        }
    }
}
