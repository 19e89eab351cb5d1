import Metro

extension InventoryReader {
    func linkList(_ fields: [Field]) -> [Link] {
        var links: [Link] = []
        var uses: [InterfaceReference: Int] = [:]
        for field in fields {
            guard let link = link(field) else { continue }
            links.append(link)
            for end in link.a == link.b ? [link.a] : [link.a, link.b] {
                if let first = uses[end] {
                    field.warn(
                        "the interface \(PrintableText.quoted(end.description)) again (first at line \(first))",
                        expected: "each interface in one link", consequence: "both links show the same traffic")
                } else {
                    uses[end] = field.line
                }
            }
        }
        return links
    }

    private func link(_ field: Field) -> Link? {
        let keys = ["id", "name", "a", "b", "site_a", "site_b", "capacity", "fibre_km", "operator"]
        guard let section = field.section(keys) else { return nil }
        let id = section.identifier()
        let name = section["name"]?.localizedName()
        let a = section.required("a", "an interface as device:ifName")?.interface(of: devices)
        let b = section.required("b", "an interface as device:ifName")?.interface(of: devices)
        let ownSiteA = section["site_a"]?.reference(to: sites).map { SiteID($0) }
        let ownSiteB = section["site_b"]?.reference(to: sites).map { SiteID($0) }
        let capacity = section["capacity"]?.capacity()
        let fibre = section["fibre_km"]?.number(0...20_000, unit: "kilometres")
        let operatorID = section["operator"]?.reference(to: operators)
        guard let id, let a, let b else { return nil }
        if a == b { section["b"]?.refuse(expected: "another interface than a") }
        let siteA = ownSiteA ?? deviceByID[a.device]?.site
        let siteB = ownSiteB ?? deviceByID[b.device]?.site
        let told = polledDevices.union(subscribedDevices)
        if !collectors.isSimulatorEnabled, exports.ids.isEmpty, told.isDisjoint(with: [a.device, b.device]) {
            field.warn(
                "no end on a device with snmp or gnmi", expected: "at least one, or an export that tells of it",
                consequence: "utilization and status of the link stay unknown")
        }
        if let fibre, let fibreField = section["fibre_km"] {
            warnIfShort(fibreField, kilometres: fibre, from: siteA, to: siteB)
        }
        return Link(
            id: .init(id), name: name, a: a, b: b, siteA: siteA, siteB: siteB, capacityBitsPerSecond: capacity,
            fibreKilometres: fibre, operatorID: operatorID.map { OperatorID($0) })
    }

    /// A route cannot be shorter than the straight line; 1 % covers the sphere, 100 m the coordinates.
    func warnIfShort(_ field: Field, kilometres: Double, from a: SiteID?, to b: SiteID?) {
        guard let a = a.flatMap({ siteByID[$0]?.coordinates }), let b = b.flatMap({ siteByID[$0]?.coordinates }) else {
            return
        }
        let straight = a.kilometres(to: b)
        guard kilometres < straight * 0.99 - 0.1 else { return }
        field.warn(
            expected: "at least the straight line of \(Field.plain((straight * 10).rounded() / 10)) km",
            consequence: "the physical floor would be too low; check length and coordinates")
    }
}
