import Metro

extension InventoryReader {
    func device(_ field: Field) -> Device? {
        let keys = ["id", "name", "site", "snmp", "stamp", "gnmi", "aliases", "interfaces_from"]
        guard let section = field.section(keys) else { return nil }
        let id = section.identifier()
        let name = section["name"]?.localizedName()
        let site = section["site"]?.reference(to: sites)
        if section["site"] == nil {
            section.absent("site").warn(
                expected: "the id of a site", consequence: "the map cannot place the device and its links")
        }
        let snmp = section["snmp"].flatMap { snmpAccess($0) }
        let stamp = section["stamp"]?.stampAccess(in: folder)
        let gnmi = section["gnmi"].flatMap { gnmiAccess($0) }
        let aliases = section["aliases"].map { self.aliases($0, of: id) } ?? []
        let interfacesFrom = section["interfaces_from"].flatMap { interfaceSource($0, of: section) }
        guard let id else { return nil }
        return Device(
            id: .init(id), name: name ?? LocalizedName(english: id), site: site.map { SiteID($0) }, snmp: snmp,
            stamp: stamp, gnmi: gnmi, aliases: aliases, interfacesFrom: interfacesFrom)
    }

    private func snmpAccess(_ field: Field) -> SNMPAccess? {
        guard let section = field.section(["host", "port"] + Section.snmpKeys) else { return nil }
        let host = section.required("host", "an address or a host name")?.host()
        let port = section["port"]?.port() ?? 161
        let settings = section.snmpDefaults(collectors.snmp, folder: folder)
        guard let host else { return nil }
        return SNMPAccess(
            host: host, port: port, security: settings.security, mapping: settings.mapping,
            periodMilliseconds: settings.periodMilliseconds, timeoutMilliseconds: settings.timeoutMilliseconds,
            retries: settings.retries, maxRepetitions: settings.maxRepetitions, inFlight: settings.inFlight)
    }
}

extension Field {
    fileprivate func stampAccess(in folder: String) -> STAMPAccess? {
        guard let section = section(["host", "port", "key", "extensions"]) else { return nil }
        let host = section.required("host", "an address or a host name")?.host()
        let port = section["port"]?.port() ?? 862
        let key = section["key"]?.secretReference(
            in: folder, otherwise: "leave the key out where the reflector asks for none")
        let hasExtensions = section["extensions"]?.boolean() ?? false
        return host.map { STAMPAccess(host: $0, port: port, key: key, hasExtensions: hasExtensions) }
    }
}
