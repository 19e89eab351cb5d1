import Mapping

/// A case of Telegraf's gNMI input, and what its configuration does to names. Telegraf writes `-` as `_`, takes the base
/// of a path off its fields and tells it by the tag `path`, and calls tags by the key alone.
struct TelegrafCase: Sendable, CustomStringConvertible {
    let folder: String
    /// Values in `expected.out`.
    let values: Int
    /// Of them, those that Telegraf rounded to 32 bits.
    var rounded = 0
    /// Our readings that are tags there.
    var tags = 0
    /// Measurement, value of the tag `path`, and what is taken off the field, for one of our paths; `nil`: the value
    /// becomes no field.
    let naming: @Sendable (String) -> (group: String, pathTag: String?, base: String)?
    /// Key tags as `element_key`, as we have them.
    var keepsElementInTag = false
    /// Module names that Telegraf keeps in the middle of a path.
    var module: (ours: String, theirs: String)?
    /// A value that is a tag of its neighbours: our path of it, and the tag.
    var tagged: (field: String, tag: String)?

    var description: String { folder }

    static let all = [
        TelegrafCase(folder: "canonical_field_names", values: 4) { _ in
            ("interfaces", "openconfig-interfaces:/interfaces/interface", "")
        },
        TelegrafCase(
            folder: "issue_12831", values: 37, rounded: 11,
            naming: { _ in ("optical_channel", nil, "/components/component/") },
            keepsElementInTag: true, module: ("cpu/utilization", "cpu/openconfig_platform_cpu:utilization")),
        TelegrafCase(folder: "issue_13052", values: 119) { _ in
            ("components", "/components/component/properties", "/components/")
        },
        TelegrafCase(folder: "issue_14044", values: 1) { _ in
            ("ifdesc", "openconfig-interfaces:/interfaces/interface/state", "/interfaces/interface/state/")
        },
        TelegrafCase(folder: "issue_14530", values: 15) { _ in
            ("ifcounters", "/interfaces/interface/state/counters", "/interfaces/interface/state/counters/")
        },
        TelegrafCase(folder: "issue_14946", values: 7) { path in
            path.hasPrefix("/system/cpus")
                ? ("gnmi_sys_cpu", "/system/cpus/cpu/state", "/system/cpus/cpu/state/")
                : ("gnmi_sys_memory", "/system/memory/state", "/system/memory/state/")
        },
        TelegrafCase(folder: "issue_16476", values: 35) { _ in
            (
                "ifcounters", "Ciena:/oc-if:interfaces/oc-if:interface/oc-if:state/oc-if:counters",
                "/interfaces/interface/state/counters/"
            )
        },
        TelegrafCase(
            folder: "tagging_subinterfaces", values: 3, tags: 3,
            naming: { path in
                path.hasSuffix("/state/description")
                    ? nil
                    : (
                        "interfaces_logical_status", "/interfaces/interface/subinterfaces/subinterface",
                        "/interfaces/interface/subinterfaces/subinterface/state/"
                    )
            },
            tagged: ("/interfaces/interface/subinterfaces/subinterface/state/description", "descr/description")),
    ]

    /// Our readings as Telegraf would name them.
    func renamed(_ entries: [ReadingLog.Entry]) -> [Reading] {
        var tags: [[ForeignSeries.Tag]: String] = [:]
        return entries.compactMap { entry in
            let path = entry.series.field
            let keys = entry.series.tags.filter { $0.key != "origin" && $0.key != "target" }
            if let tagged, path == tagged.field, case .text(let text) = entry.value { tags[keys] = text }
            guard let naming = naming(path) else { return nil }
            var named: [String: String] = ["source": "127.0.0.1"]
            for key in keys { named[tagName(key.key, path, isTaken: { named[$0] != nil })] = key.value }
            named["path"] = naming.pathTag
            if let tagged, let text = tags[keys], !text.isEmpty { named[tagged.tag] = text }
            var field = path.hasPrefix(naming.base) ? String(path.dropFirst(naming.base.count)) : path
            if let module { field = field.replacing(module.ours, with: module.theirs) }
            return Reading(
                group: naming.group, tags: named, field: field.replacing("-", with: "_"), value: entry.value,
                stampNanoseconds: entry.stampNanoseconds)
        }
    }

    /// `interface_name` → `name`, or by its whole path where that is taken.
    private func tagName(_ ours: String, _ path: String, isTaken: (String) -> Bool) -> String {
        if keepsElementInTag { return ours }
        var whole = ""
        for element in path.split(separator: "/") {
            whole += "/" + element
            guard ours.hasPrefix(element + "_") else { continue }
            let key = String(ours.dropFirst(element.count + 1))
            return isTaken(key) ? whole + "/" + key : key
        }
        return ours
    }

    struct Reading: Hashable {
        var group: String
        var tags: [String: String]
        var field: String
        var value: ForeignValue
        var stampNanoseconds: Int64?

        init(group: String, tags: [String: String], field: String, value: ForeignValue, stampNanoseconds: Int64?) {
            (self.group, self.tags, self.field) = (group, tags, field)
            (self.value, self.stampNanoseconds) = (value, stampNanoseconds)
        }

        init(_ entry: ReadingLog.Entry) {
            self.init(
                group: entry.series.group,
                tags: Dictionary(entry.series.tags.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }),
                field: entry.series.field, value: entry.value, stampNanoseconds: entry.stampNanoseconds)
        }

        /// A whole number is the same with a sign or without.
        var withoutSign: Reading {
            var reading = self
            if case .signed(let value) = value, value >= 0 { reading.value = .unsigned(UInt64(value)) }
            return reading
        }

        /// As Telegraf has decimals: rounded to 32 bits.
        var inSinglePrecision: Reading {
            var reading = self
            if case .double(let value) = value { reading.value = .double(Double(Float(value))) }
            return reading
        }
    }
}
