import Metro

extension InventoryReader {
    func site(_ field: Field, policy: IndicatorPolicy) -> Site? {
        let keys = [
            "id", "name", "coordinates", "operator", "city", "centre", "access_point", "key_location",
            "important_site", "terminals",
        ]
        guard let section = field.section(keys) else { return nil }
        let id = section.identifier()
        let name = section["name"]?.localizedName()
        let coordinates = section["coordinates"]?.coordinates()
        let operatorID = section["operator"]?.reference(to: operators)
        let city = section["city"]?.localizedName()
        var roles: [SiteRole] = []
        if let role = section["centre"], let centre = centre(role, at: id, policy: policy) {
            roles.append(.centre(centre))
        }
        if let point = section["access_point"]?.section(["active"]) {
            roles.append(.accessPoint(AccessPoint(isActive: point["active"]?.boolean() ?? true)))
        }
        if section["key_location"]?.boolean() == true { roles.append(.keyLocation) }
        if let role = section["important_site"]?.importantSite() { roles.append(.importantSite(role)) }
        if let group = section["terminals"]?.terminalGroup() { roles.append(.terminalGroup(group)) }
        guard let id else { return nil }
        return Site(
            id: .init(id), name: name ?? LocalizedName(english: id), coordinates: coordinates,
            operatorID: operatorID.map { OperatorID($0) }, city: city, roles: roles)
    }

    private func centre(_ field: Field, at site: String?, policy: IndicatorPolicy) -> ComputingCentre? {
        guard let section = field.section(["class", "basis", "racks", "pflops", "exits"]) else { return nil }
        let declared = section["class"]?.choice(CentreClass.self)
        let basis = section["basis"]?.text()
        let racks = section["racks"]?.number(0...1e7, unit: "standard racks")
        let petaflops = section["pflops"]?.number(0...1e9, unit: "PFLOPS")
        let exits = section["exits"]?.items(of: "exits").compactMap { exit($0, at: site) } ?? []
        if section["class"] == nil {
            warnUnlessClassified(section, racks: racks, policy: policy)
        }
        return ComputingCentre(
            declaredClass: declared, basis: basis, racks: racks, petaflops: petaflops, exits: exits)
    }

    private func warnUnlessClassified(_ section: Section, racks: Double?, policy: IndicatorPolicy) {
        let consequence = "the class stays unknown, which widens K1, K2 and K3"
        if let racks {
            guard policy.mediumMinimumRacks == nil, racks < policy.largeMinimumRacks else { return }
            section.absent("class").warn(
                expected: "a class, or indicators.medium_min_racks to tell it from the racks", consequence: consequence)
        } else if section["racks"] == nil {
            section.absent("class").warn(expected: "a class, or racks to tell it from", consequence: consequence)
        }
    }

    private func exit(_ field: Field, at site: String?) -> ExitPort? {
        guard let section = field.section(["gbps", "state", "accepted_on", "interface"]) else { return nil }
        let speed = section.required("gbps", "the speed of the port in Gb/s")?.number(0.001...10_000, unit: "Gb/s")
        let states = ["planned", "installed", "accepted"]
        let word = section.required("state", "one of \(states.joined(separator: ", "))")?.word(of: states)
        let day = section["accepted_on"]?.day()
        let interface = section["interface"]?.interface(of: devices)
        if let site, let interface, let other = deviceByID[interface.device]?.site, other.text != site {
            section["interface"]?.warn(
                "an interface at the site \(PrintableText.quoted(other.text))", expected: "one at this site",
                consequence: "K3 counts the status of that port for this centre")
        }
        guard let word else { return nil }
        let state: ExitPort.State
        switch word {
        case "accepted":
            if section["accepted_on"] == nil {
                section.absent("accepted_on").refuse(expected: "the day of the acceptance as YYYY-MM-DD")
            }
            state = .accepted(day: day ?? "")
        default:
            section["accepted_on"]?.refuse(expected: "no day where state is \(word)")
            state = word == "planned" ? .planned : .installed
        }
        if state == .installed, section["interface"] == nil {
            section.absent("interface").warn(
                expected: "an interface as device:ifName",
                consequence: "nothing shows that the port is in service, so K3 stays unknown for it")
        }
        guard let speed else { return nil }
        return ExitPort(gigabitsPerSecond: speed, state: state, interface: interface)
    }
}

extension Field {
    fileprivate func coordinates() -> Coordinates? {
        guard case .mapping = node.content else {
            refuse(expected: "{latitude: ..., longitude: ...} in degrees")
            return nil
        }
        guard let section = section(["latitude", "longitude"]) else { return nil }
        let latitude = section.required("latitude", "degrees north")?.number(-90...90, unit: "degrees")
        let longitude = section.required("longitude", "degrees east")?.number(-180...180, unit: "degrees")
        guard let latitude, let longitude else { return nil }
        return Coordinates(latitude: latitude, longitude: longitude)
    }

    fileprivate func importantSite() -> ImportantSite? {
        guard let section = section(["cross_connect"]) else { return nil }
        let words = ImportantSite.CrossConnect.allCases.map(\.rawValue) + ["unknown"]
        let word = section["cross_connect"]?.word(of: words)
        return ImportantSite(crossConnect: word.flatMap(ImportantSite.CrossConnect.init(rawValue:)))
    }

    fileprivate func terminalGroup() -> TerminalGroup? {
        guard let section = section(["class", "industry"]) else { return nil }
        let terminalClass = section.required("class", "the class of the terminals")?.text()
        let words = Industry.allCases.map(\.rawValue)
        let industry = section.required("industry", "one of \(words.joined(separator: ", "))")?.choice(Industry.self)
        guard let terminalClass, let industry else { return nil }
        return TerminalGroup(terminalClass: terminalClass, industry: industry)
    }
}
