import Metro

extension InventoryReader {
    /// One of `mappings`.
    func mapping(_ field: Field) -> NameMapping? {
        guard let section = field.section(["id", "device", "interface", "fields"]) else { return nil }
        let id = section.identifier()
        let devices = section.required("device", "the tags that may name the device")?
            .items(of: "tags").compactMap { $0.deviceTag() }
        let interfaces = section.required("interface", "the tags that may name the interface")?
            .items(of: "tags").compactMap { $0.interfaceTag() }
        let fields = section.required("fields", "what the fields tell")?.items(of: "fields")
        for (key, list) in [("device", devices?.count), ("interface", interfaces?.count), ("fields", fields?.count)]
        where list == 0 { section[key]?.refuse(expected: "at least one") }
        let rules = fields?.compactMap { $0.rule() }
        guard let id, let devices, let interfaces, let rules else { return nil }
        return NameMapping(id: id, devices: devices, interfaces: interfaces, rules: rules)
    }

    /// Names of mappings: of the list, or of what is built in.
    func mappingNames(_ field: Field) -> [String] {
        let known = Array(mappings.ids) + NameMapping.presetNames
        return field.items(of: "mappings").compactMap { $0.word(of: known) }
    }

    /// `devices[].aliases`: an alias that is another device's id or alias would send readings to the wrong one.
    func aliases(_ field: Field, of id: String?) -> [String] {
        var taken: Set<String> = []
        return field.items(of: "names").compactMap { item in
            guard let name = item.text("a name or an address"), taken.insert(name.lowercased()).inserted else {
                return nil
            }
            let others = aliasOwners[name.lowercased()] ?? []
            if devices.contains(name), name != id {
                item.refuse("the id of another device", expected: "a name that only this device has")
            } else if others.count > 1 {
                item.refuse(
                    "\(item.found), an alias of \(others.joined(separator: " and "))",
                    expected: "a name that only this device has")
            }
            return name
        }
    }

    /// `devices[].interfaces_from`.
    func interfaceSource(_ field: Field, of section: Section) -> InterfaceSource? {
        let expected = "snmp, gnmi or the id of an export"
        switch field.word(of: ["snmp", "gnmi"] + exports.ids.sorted(), expected: expected) {
        case nil: return nil
        case "snmp":
            if section["snmp"] == nil { field.refuse(expected: "snmp only where the device has the key snmp") }
            return .snmp
        case "gnmi":
            if section["gnmi"] == nil {
                field.warn(
                    expected: "the key gnmi at the device, or a gateway that speaks for it",
                    consequence: "without one nobody tells of its interfaces")
            }
            return .gnmi
        case let export?: return .export(ExportID(export))
        }
    }
}

extension Field {
    /// `hostname`, or `{tag: hostname, read: first_label}`.
    fileprivate func deviceTag() -> NameMapping.DeviceTag? {
        guard case .mapping = node.content else {
            return text("a tag, or {tag: NAME, read: whole | without_port | first_label}").map { .init($0) }
        }
        guard let section = section(["tag", "read"]) else { return nil }
        let tag = section.required("tag", "the name of a tag")?.text("the name of a tag")
        let reading = section["read"] == nil ? .whole : section["read"]?.choice(NameMapping.TagReading.self)
        guard let tag, let reading else { return nil }
        return .init(tag, reading)
    }

    /// `ifName`, or `{tag: ifAlias, by: alias}`.
    fileprivate func interfaceTag() -> NameMapping.InterfaceTag? {
        guard case .mapping = node.content else {
            return text("a tag, or {tag: NAME, by: name | alias | index}").map { .init($0) }
        }
        guard let section = section(["tag", "by"]) else { return nil }
        let tag = section.required("tag", "the name of a tag")?.text("the name of a tag")
        let key = section["by"] == nil ? .name : section["by"]?.choice(NameMapping.InterfaceKey.self)
        guard let tag, let key else { return nil }
        return .init(tag, key)
    }

    fileprivate func rule() -> NameMapping.Rule? {
        guard let section = section(["group", "field", "is", "kind", "unit"]) else { return nil }
        let group = section["group"]?.text("a measurement, a metric or a subscription; * stands for any text")
        let field = section["field"]?.text("a field or a gNMI path; * stands for any text")
        if section["group"] == nil, section["field"] == nil {
            refuse(expected: "group, field or both", suggestion: "without them it would fit everything")
        }
        let quantity = section.required("is", "what the field tells")?.choice(NameMapping.Quantity.self)
        guard let quantity else { return nil }
        let kind = section["kind"].flatMap { $0.choice(NameMapping.Kind.self) } ?? quantity.kinds[0]
        if !quantity.kinds.contains(kind) {
            section["kind"]?.refuse(
                expected: Self.list(quantity.kinds.map(\.rawValue)) + " where the field is \(quantity.rawValue)")
        }
        let units = quantity.units(kind)
        let unit = section["unit"].flatMap { $0.choice(NameMapping.Unit.self) } ?? units[0]
        if !units.contains(unit) {
            section["unit"]?.refuse(
                expected: Self.list(units.map(\.rawValue))
                    + " where the field is \(quantity.rawValue), a \(kind.rawValue)")
        } else if section["unit"] == nil, units[0] == .bitsPerSecond {
            // Nothing is usual: a speed in Mbit/s taken for bit/s would be a wrong number.
            section.absent("unit").refuse(expected: Self.list(units.map(\.rawValue)))
        }
        return NameMapping.Rule(group: group, field: field ?? "", quantity, unit, kind)
    }

    private static func list(_ words: [String]) -> String {
        words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
    }
}
