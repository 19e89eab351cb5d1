import Metro

extension Section {
    /// What is said about asking an agent, in a device or as the default of all.
    static let snmpKeys = [
        "community", "user", "mapping", "period", "timeout", "retries", "max_repetitions", "in_flight",
    ]

    /// `snmpKeys` over `defaults`.
    func snmpDefaults(_ defaults: CollectorSettings.SNMP, folder: String) -> CollectorSettings.SNMP {
        var result = snmpTiming(defaults)
        if let security = snmpSecurity(in: folder) { result.security = security }
        if let mapping = self["mapping"]?.choice(InterfaceMapping.self) { result.mapping = mapping }
        if let inFlight = self["in_flight"]?.integer(1...16) { result.inFlight = inFlight }
        return result
    }

    /// `community` (SNMPv2c) or `user` (SNMPv3); `nil` where neither is written.
    private func snmpSecurity(in folder: String) -> SNMPSecurity? {
        switch (self["community"], self["user"]) {
        case (nil, nil): return nil
        case (_?, let user?):
            user.refuse(
                "both community and user", expected: "one of them", suggestion: "community is SNMPv2c, user is SNMPv3")
            return nil
        case (let community?, nil):
            return community.secretReference(
                in: folder,
                otherwise: "leave the key out for the well-known community"
            ).map { .community($0) }
        case (nil, let user?): return user.snmpUser(in: folder).map { .user($0) }
        }
    }

    /// The keys `period`, `timeout`, `retries` and `max_repetitions` over `defaults`.
    private func snmpTiming(_ defaults: CollectorSettings.SNMP) -> CollectorSettings.SNMP {
        var result = defaults
        if let value = self["period"]?.milliseconds(Nanoseconds.second...Nanoseconds.hour) {
            result.periodMilliseconds = value
            if value < CollectorSettings.SNMP.shortestSoundPeriodMilliseconds {
                self["period"]?.warn(
                    expected: "at least \(CollectorSettings.SNMP.shortestSoundPeriodMilliseconds / 1000) s",
                    consequence: "agents refresh counters in steps (net-snmp: 3 s), so rates of short periods jump")
            }
        }
        if let value = self["timeout"]?.milliseconds(100 * Nanoseconds.millisecond...Nanoseconds.minute) {
            result.timeoutMilliseconds = value
        }
        if let value = self["retries"]?.integer(0...10) { result.retries = value }
        if let value = self["max_repetitions"]?.integer(1...100) { result.maxRepetitions = value }
        let longest = result.timeoutMilliseconds * (result.retries + 1)
        let isOwn = ["period", "timeout", "retries"].contains { self[$0] != nil }
        if isOwn, longest >= result.periodMilliseconds {
            field.warn(
                "\(result.retries + 1) tries of \(result.timeoutMilliseconds) ms",
                expected: "less than the period of \(result.periodMilliseconds) ms in all",
                consequence: "a device that does not answer is polled late")
        }
        return result
    }
}

extension Field {
    /// An SNMPv3 user: `{name, authentication: {algorithm, password}, privacy: {algorithm, password, key_extension},
    /// context, context_engine_id}`.
    func snmpUser(in folder: String) -> USMUserReference? {
        guard let section = section(["name", "authentication", "privacy", "context", "context_engine_id"]) else {
            return nil
        }
        let name = section.required("name", "the name of an SNMPv3 user")?.snmpName(1...32)
        let authentication = section["authentication"]?.usmAuthentication(in: folder)
        let privacy = section["privacy"]?.usmPrivacy(in: folder)
        if section["authentication"] == nil, let privacy = section["privacy"] {
            privacy.refuse(
                "privacy without authentication", expected: "authentication too",
                suggestion: "SNMPv3 encrypts only what it authenticates")
        }
        let context = section["context"]?.snmpName(0...255)
        let engine = section["context_engine_id"]?.engineID()
        guard let name else { return nil }
        return USMUserReference(
            name: name, authentication: authentication, privacy: privacy, contextName: context ?? "",
            contextEngineID: engine)
    }

    private func usmAuthentication(in folder: String) -> USMUserReference.Authentication? {
        guard let section = section(["algorithm", "password"]) else { return nil }
        let words = USMAuthenticationAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        let algorithm = section.required("algorithm", "one of \(words)")?.choice(USMAuthenticationAlgorithm.self)
        guard let password = section.password(in: folder), let algorithm else { return nil }
        return .init(algorithm, password: password)
    }

    private func usmPrivacy(in folder: String) -> USMUserReference.Privacy? {
        guard let section = section(["algorithm", "password", "key_extension"]) else { return nil }
        let words = USMPrivacyAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        let algorithm = section.required("algorithm", "one of \(words)")?.choice(USMPrivacyAlgorithm.self)
        let keyExtension = section["key_extension"]?.choice(USMKeyExtension.self)
        guard let password = section.password(in: folder), let algorithm else { return nil }
        return .init(algorithm, password: password, keyExtension: keyExtension ?? .blumenthal)
    }

    private func snmpName(_ octets: ClosedRange<Int>) -> String? {
        let expected = "text of \(octets.lowerBound) to \(octets.upperBound) octets"
        guard let text = text(expected) else { return nil }
        guard octets.contains(text.utf8.count) else {
            refuse("\(text.utf8.count) octets", expected: expected)
            return nil
        }
        return text
    }

    /// RFC 3411 §5, SnmpEngineID: 5 to 32 octets.
    private func engineID() -> [UInt8]? {
        let expected = "5 to 32 octets in hexadecimal, as 80001f8804686f7374"
        guard let text = text(expected) else { return nil }
        let digits = Array(text.hasPrefix("0x") ? text.dropFirst(2) : text[...])
        let octets = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        guard octets.count * 2 == digits.count, (5...32).contains(octets.count) else {
            refuse(expected: expected)
            return nil
        }
        return octets
    }
}

extension Section {
    fileprivate func password(in folder: String) -> SecretReference? {
        required("password", "{env: NAME} or {file: PATH}")?.secretReference(in: folder)
    }
}
