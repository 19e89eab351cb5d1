import Metro

extension Field {
    func simulatorSettings(_ inventory: InventoryReader, isEnabled: Bool) -> SimulatorSettings? {
        guard let section = section(["seed", "faults"]) else { return nil }
        var settings = SimulatorSettings()
        if let seed = section["seed"]?.integer(0...Int(1) << 53) { settings.seed = UInt64(seed) }
        if let faults = section["faults"] {
            settings.faults = faults.items(of: "faults").compactMap { $0.fault(inventory) }
        }
        if !isEnabled {
            warn(
                "settings of the simulator", expected: "collectors.simulator.enabled: true beside them",
                consequence: "they are not used")
        }
        return settings
    }

    private func fault(_ inventory: InventoryReader) -> ScriptedFault? {
        let kinds = ["cut", "congestion", "clock_step", "device_down"]
        let all = ["kind", "link", "site", "device", "at", "for", "utilization", "step"]
        guard case .mapping(let entries) = node.content else {
            _ = section(all)
            return nil
        }
        // The kind decides which keys there are, so it is looked up before the mapping is read.
        var kind: String?
        if let entry = entries.first(where: { $0.key == "kind" }), case .scalar(let text, _) = entry.value.content {
            kind = kinds.contains(text) ? text : nil
        }
        let keys =
            switch kind {
            case "cut": ["kind", "link", "at", "for"]
            case "congestion": ["kind", "link", "utilization", "at", "for"]
            case "clock_step": ["kind", "site", "step", "at", "for"]
            case "device_down": ["kind", "device", "at", "for"]
            default: all
            }
        guard let section = section(keys) else { return nil }
        _ = section.required("kind", "one of \(kinds.joined(separator: ", "))")?.word(of: kinds)
        let year = 366 * Nanoseconds.day
        let start = section.required("at", "a duration after the start, negative before it")?.duration(-year...year)
        let length = section["for"]?.duration(Nanoseconds.second...year)
        guard let kind = section.faultKind(kind, inventory), let start else { return nil }
        return ScriptedFault(
            kind, startSeconds: Double(start) / 1e9, durationSeconds: length.map { Double($0) / 1e9 })
    }
}

extension Section {
    fileprivate func faultKind(_ kind: String?, _ inventory: InventoryReader) -> ScriptedFault.Kind? {
        switch kind {
        case "cut":
            return required("link", "the id of a link")?.reference(to: inventory.links).map { .cut(LinkID($0)) }
        case "congestion":
            let link = required("link", "the id of a link")?.reference(to: inventory.links)
            let load = required("utilization", "a ratio from 0 to 1")?.ratio(0...1)
            guard let link, let load else { return nil }
            return .congestion(LinkID(link), utilization: load)
        case "clock_step":
            let site = required("site", "the id of a site")?.reference(to: inventory.sites)
            let step = required("step", "a duration such as 200us")?
                .duration(-Nanoseconds.second...Nanoseconds.second)
            if step == 0 { self["step"]?.refuse(expected: "a step that is not zero") }
            guard let site, let step else { return nil }
            return .clockStep(SiteID(site), nanoseconds: step)
        case "device_down":
            return required("device", "the id of a device")?.reference(to: inventory.devices)
                .map { .deviceDown(DeviceID($0)) }
        default: return nil
        }
    }
}
