import Metro

extension InventoryReader {
    func device(_ field: Field) -> Device? {
        guard let section = field.section(["id", "name", "site", "snmp", "stamp"]) else { return nil }
        let id = section.identifier()
        let name = section["name"]?.localizedName()
        let site = section["site"]?.reference(to: sites)
        if section["site"] == nil {
            section.absent("site").warn(
                expected: "the id of a site", consequence: "the map cannot place the device and its links")
        }
        let snmp = section["snmp"].flatMap { snmpAccess($0) }
        let stamp = section["stamp"]?.stampAccess()
        guard let id else { return nil }
        return Device(
            id: .init(id), name: name ?? LocalizedName(english: id), site: site.map { SiteID($0) }, snmp: snmp,
            stamp: stamp)
    }

    private func snmpAccess(_ field: Field) -> SNMPAccess? {
        let keys = ["host", "port", "community", "period", "timeout", "retries", "max_repetitions"]
        guard let section = field.section(keys) else { return nil }
        let host = section.required("host", "an address or a host name")?.host()
        let port = section["port"]?.port() ?? 161
        let community = section["community"]?.secretReference(in: folder)
        let timing = section.snmpTiming(collectors.snmp)
        guard let host else { return nil }
        return SNMPAccess(
            host: host, port: port, security: .community(community), periodMilliseconds: timing.periodMilliseconds,
            timeoutMilliseconds: timing.timeoutMilliseconds, retries: timing.retries,
            maxRepetitions: timing.maxRepetitions)
    }
}

extension Section {
    /// The keys `period`, `timeout`, `retries` and `max_repetitions` over `defaults`.
    func snmpTiming(_ defaults: CollectorSettings.SNMP) -> CollectorSettings.SNMP {
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
    fileprivate func stampAccess() -> STAMPAccess? {
        guard let section = section(["host", "port"]) else { return nil }
        let host = section.required("host", "an address or a host name")?.host()
        let port = section["port"]?.port() ?? 862
        return host.map { STAMPAccess(host: $0, port: port) }
    }
}
