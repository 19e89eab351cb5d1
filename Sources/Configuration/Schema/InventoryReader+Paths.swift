import Metro

extension InventoryReader {
    func path(_ field: Field) -> MeasuredPath? {
        let keys = [
            "id", "name", "a", "b", "layer", "method", "reflector", "clock", "link", "route_km", "length", "interval",
            "dscp", "size", "instance", "export",
        ]
        guard let section = field.section(keys) else { return nil }
        let id = section.identifier()
        let name = section["name"]?.localizedName()
        let a = section.required("a", "the id of a site")?.reference(to: sites).map { SiteID($0) }
        let b = section.required("b", "the id of a site")?.reference(to: sites).map { SiteID($0) }
        if let a, a == b { section["b"]?.refuse(expected: "another site than a") }
        let method = section["method"] == nil ? .stamp : section["method"]?.choice(DelayMethod.self)
        let layer = layer(section, method: method)
        let export = export(section, method: method)
        let reflector = section["export"] == nil ? reflector(section, method: method, b: b) : nil
        let clock = section["clock"]?.choice(ClockRelation.self) ?? .independent
        let link = section["link"]?.reference(to: links).map { LinkID($0) }
        if let link, let a, let b { check(link, of: section, joins: a, b) }
        var (route, basis) = length(section, from: a, to: b)
        if route == nil, let fibre = link.flatMap({ linkByID[$0]?.fibreKilometres }) {
            // A path that rides on a link is as long as its fibre.
            (route, basis) = (fibre, .designRoute)
        }
        let interval = section["interval"]?.milliseconds(ProbeList.intervals) ?? collectors.stamp.intervalMilliseconds
        let codePoint = section["dscp"]?.codePoint() ?? 0
        let size = section["size"]?.integer(ProbeSize.octets)
        let instance = section["export"] == nil ? instance(section, method: method, reflector: reflector) : nil
        guard let id, let a, let b, let layer, let method else { return nil }
        return MeasuredPath(
            id: .init(id), name: name, a: a, b: b, layer: layer, method: method, reflector: reflector, clock: clock,
            link: link, routeKilometres: route, lengthBasis: basis, probeIntervalMilliseconds: interval,
            dscp: codePoint, probeBytes: size, instance: instance, export: export)
    }

    private func layer(_ section: Section, method: DelayMethod?) -> NetworkLayer? {
        guard let method else { return nil }
        let natural: NetworkLayer = method == .odukDelay ? .optical : .ip
        guard let field = section["layer"] else { return natural }
        let layer = field.choice(NetworkLayer.self)
        if let layer, layer != natural, method != .simulator {
            field.refuse(expected: "\(natural.rawValue), the layer that the method \(method.rawValue) measures")
        }
        return layer
    }

    private func reflector(_ section: Section, method: DelayMethod?, b: SiteID?) -> DeviceID? {
        guard let method else { return nil }
        guard method == .stamp || method == .roundTrip else {
            section["reflector"]?.refuse(expected: "no reflector where method is \(method.rawValue)")
            if !collectors.isSimulatorEnabled {
                (section["method"] ?? section.field).warn(
                    expected: "stamp or round_trip, or an export, unless collectors.simulator is enabled",
                    consequence: "nothing measures the path")
            }
            return nil
        }
        let expected = "the id of a device with stamp"
        // A simulated path needs nobody who answers.
        if collectors.isSimulatorEnabled, section["reflector"] == nil { return nil }
        guard let field = section.required("reflector", expected) else { return nil }
        guard let id = field.reference(to: devices).map({ DeviceID($0) }) else { return nil }
        if !reflectingDevices.contains(id) {
            field.refuse("a device without stamp", expected: expected)
        } else if let site = deviceByID[id]?.site, let b, site != b {
            field.refuse(
                "a device at the site \(PrintableText.quoted(site.text))",
                expected: "a device at b, the site \(PrintableText.quoted(b.text))",
                suggestion: "a path runs from the sender at a to the reflector at b")
        }
        return id
    }

    private func check(_ link: LinkID, of section: Section, joins a: SiteID, _ b: SiteID) {
        guard let known = linkByID[link], let siteA = known.siteA, let siteB = known.siteB else { return }
        guard Set([siteA, siteB]) != Set([a, b]) else { return }
        section["link"]?.refuse(
            "a link between the sites \(PrintableText.quoted(siteA.text)) and \(PrintableText.quoted(siteB.text))",
            expected: "a link between \(PrintableText.quoted(a.text)) and \(PrintableText.quoted(b.text))")
    }

    private func length(_ section: Section, from a: SiteID?, to b: SiteID?) -> (Double?, LengthBasis) {
        let route = section["route_km"]?.number(0...20_000, unit: "kilometres")
        let basis = section["length"]?.choice(LengthBasis.self)
        if let field = section["route_km"] {
            if basis == .geodesic {
                section["length"]?.refuse(expected: "otdr or design where route_km is given")
            }
            if let route { warnIfShort(field, kilometres: route, from: a, to: b) }
            return (route, basis ?? .designRoute)
        }
        if let basis, basis != .geodesic {
            section.absent("route_km").refuse(expected: "a length where length is \(basis.rawValue)")
        }
        if let a, let b, let siteA = siteByID[a], let siteB = siteByID[b],
            siteA.coordinates == nil || siteB.coordinates == nil
        {
            section.absent("route_km").warn(
                expected: "a length, or coordinates of both sites",
                consequence: "the physical floor stays unknown, and with it clock faults")
        }
        return (nil, .geodesic)
    }
}
