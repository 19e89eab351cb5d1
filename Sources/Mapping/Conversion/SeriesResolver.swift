import Metro

/// What a series is to us.
public enum SeriesFate: Hashable, Sendable {
    case mapped(SeriesTarget)
    /// No rule knows its field: not wanted.
    case unmapped
    case refused(SeriesRefusal)
}

/// Where the values of a series go.
public struct SeriesTarget: Hashable, Sendable {
    /// Place in the directory's interfaces.
    public var interface: Int
    /// Place in the inventory's devices.
    public var device: Int
    public var rule: NameMapping.Rule
    /// `NameMapping.id`.
    public var mapping: String
    /// Several sources could tell of it, so the first one keeps it.
    var needsClaim: Bool
    /// Of optical power: what tells lanes of one transceiver apart.
    var lane: String
}

/// Why a series that a rule knows goes nowhere.
public enum SeriesRefusal: Hashable, Sendable {
    /// None of these tags is there.
    case noDeviceTag([String])
    case unknownDevice(String)
    case ambiguousDevice(String)
    case noInterfaceTag([String])
    /// `device`: place in the inventory's devices.
    case unknownInterface(device: Int, String)
    case ambiguousInterface(device: Int, String)
    /// Somebody else tells of the device's interfaces.
    case otherSource(device: Int)

    /// Without the names, so that it can be counted.
    public func reason(_ directory: SubjectDirectory) -> String {
        switch self {
        case .noDeviceTag: return "no tag that names the device"
        case .unknownDevice: return "device not in the inventory"
        case .ambiguousDevice: return "several devices have that name"
        case .noInterfaceTag: return "no tag that names the interface"
        case .unknownInterface: return "interface not in the inventory"
        case .ambiguousInterface: return "several interfaces have that name"
        case .otherSource(let place):
            let device = directory.inventory.devices[place]
            return switch device.interfacesFrom {
            case .snmp: "\(device.id) is polled by SNMP (interfaces_from)"
            case .gnmi: "\(device.id) tells of itself by gNMI (interfaces_from)"
            case .export(let export): "\(device.id) is told of by the export \(export) (interfaces_from)"
            case .anyExport: "another source told of the interface first"
            }
        }
    }

    /// What it was, and the inventory's name that was probably meant.
    public func example(_ directory: SubjectDirectory, of series: ForeignSeries) -> String {
        func near(_ name: String?) -> String { name.map { " (did you mean \"\($0)\"?)" } ?? "" }
        switch self {
        case .noDeviceTag(let tags), .noInterfaceTag(let tags):
            return "\(series): none of \(tags.joined(separator: ", "))"
        case .unknownDevice(let name), .ambiguousDevice(let name):
            return name + near(directory.nearestDevice(to: name))
        case .unknownInterface(let device, let name), .ambiguousInterface(let device, let name):
            let id = directory.inventory.devices[device].id
            return "\(id):\(name)" + near(directory.nearestInterface(to: name, of: device))
        case .otherSource: return "\(series)"
        }
    }
}

/// Finds what a series is to us, by the mappings of its source. Made once; asked once for each series.
public struct SeriesResolver: Sendable {
    private struct Compiled: Sendable {
        let mapping: NameMapping
        let rules: [(group: Wildcard?, field: Wildcard, rule: NameMapping.Rule)]
        /// Nothing but aliases, or nothing but indices, names the interface.
        let hasOneKey: Bool
    }

    public let source: Converter.Source
    public let directory: SubjectDirectory
    private let mappings: [Compiled]
    /// Of a gNMI session that is one device's alone.
    private let ownDevice: Int?
    private let ownTarget: String?

    /// `mappings` in the order in which they are tried.
    public init(source: Converter.Source, mappings: [NameMapping], directory: SubjectDirectory) {
        self.source = source
        self.directory = directory
        self.mappings = mappings.map { mapping in
            Compiled(
                mapping: mapping,
                rules: mapping.rules.map { ($0.group.map { Wildcard($0) }, Wildcard($0.field), $0) },
                hasOneKey: Set(mapping.interfaces.map(\.key)).count == 1)
        }
        if case .gnmi(let id) = source {
            ownDevice = directory.inventory.deviceIndex(id)
            ownTarget = directory.inventory.device(id)?.gnmi?.target
        } else {
            ownDevice = nil
            ownTarget = nil
        }
    }

    /// The first mapping with a rule for the field decides.
    public func fate(of series: ForeignSeries) -> SeriesFate {
        let fields = FieldName.candidates(series)
        for compiled in mappings {
            for (group, field, rule) in compiled.rules {
                guard group?.matches(series.group) ?? true, fields.contains(where: field.matches) else { continue }
                return fate(of: series, by: rule, of: compiled)
            }
        }
        return .unmapped
    }

    private func fate(of series: ForeignSeries, by rule: NameMapping.Rule, of compiled: Compiled) -> SeriesFate {
        let device: Int
        switch self.device(of: series, compiled.mapping.devices) {
        case .success(let place): device = place
        case .failure(let refusal): return .refused(refusal.refusal)
        }
        var first: String?
        for tag in compiled.mapping.interfaces {
            guard let name = series[tag.tag], !name.isEmpty else { continue }
            switch directory.interface(name, tag.key, of: device, isOnlyKey: compiled.hasOneKey) {
            case .one(let place):
                guard let needsClaim = needsClaim(device) else { return .refused(.otherSource(device: device)) }
                let isPower = rule.quantity == .receivePower || rule.quantity == .transmitPower
                return .mapped(
                    SeriesTarget(
                        interface: place, device: device, rule: rule, mapping: compiled.mapping.id,
                        needsClaim: needsClaim, lane: isPower ? series.plain.description : ""))
            case .several: return .refused(.ambiguousInterface(device: device, name))
            case .none: if first == nil { first = name }
            }
        }
        if let first { return .refused(.unknownInterface(device: device, first)) }
        return .refused(.noInterfaceTag(compiled.mapping.interfaces.map(\.tag)))
    }

    private struct Refused: Error {
        let refusal: SeriesRefusal
    }

    private func device(of series: ForeignSeries, _ tags: [NameMapping.DeviceTag]) -> Result<Int, Refused> {
        // A session is its device's, unless it was opened to a gateway that speaks for others.
        if let ownDevice, ownTarget == nil { return .success(ownDevice) }
        var first: String?
        for tag in tags {
            guard let name = series[tag.tag], !name.isEmpty else { continue }
            switch directory.device(name, tag.reading) {
            case .one(let place): return .success(place)
            case .several: return .failure(Refused(refusal: .ambiguousDevice(name)))
            case .none: if first == nil { first = name }
            }
        }
        if let ownDevice, first == nil || first == ownTarget { return .success(ownDevice) }
        if let first { return .failure(Refused(refusal: .unknownDevice(first))) }
        var names: [String] = []
        for tag in tags where !names.contains(tag.tag) { names.append(tag.tag) }
        return .failure(Refused(refusal: .noDeviceTag(names)))
    }

    /// Whether the source has to claim an interface of the device before it tells of it; `nil`: it may not at all.
    private func needsClaim(_ device: Int) -> Bool? {
        switch (directory.inventory.devices[device].interfacesFrom, source) {
        case (.anyExport, _), (.gnmi, .gnmi): true
        case (.export(let named), .export(let own)) where named == own: false
        case (.snmp, _), (.gnmi, .export), (.export, _): nil
        }
    }
}
