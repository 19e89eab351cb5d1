import Foundation
import Metro

/// Reads the city. References to ids may point forward; what needs an entity itself is read after it.
struct InventoryReader {
    let section: Section
    let collectors: CollectorSettings
    let folder: String

    let operators: Catalogue
    let sites: Catalogue
    let devices: Catalogue
    let links: Catalogue
    let instances: Catalogue
    let exports: Catalogue
    let mappings: Catalogue

    /// Devices under which the key stands, be its value right or wrong.
    let polledDevices: Set<DeviceID>
    let reflectingDevices: Set<DeviceID>
    let subscribedDevices: Set<DeviceID>
    /// Ids of the devices that have an alias, in small letters.
    let aliasOwners: [String: [String]]

    /// What has been read so far, by id.
    var siteByID: [SiteID: Site] = [:]
    var deviceByID: [DeviceID: Device] = [:]
    var linkByID: [LinkID: Link] = [:]

    private let items: [String: [Field]]

    init(_ section: Section, collectors: CollectorSettings, folder: String) {
        self.section = section
        self.collectors = collectors
        self.folder = folder
        var items: [String: [Field]] = [:]
        for list in ["operators", "sites", "devices", "links", "paths", "instances", "exports", "mappings"] {
            items[list] = section[list]?.items(of: list) ?? []
        }
        self.items = items
        operators = Catalogue(kind: "operator", items: items["operators"] ?? [])
        sites = Catalogue(kind: "site", items: items["sites"] ?? [])
        devices = Catalogue(kind: "device", items: items["devices"] ?? [])
        links = Catalogue(kind: "link", items: items["links"] ?? [])
        instances = Catalogue(kind: "instance", items: items["instances"] ?? [])
        exports = Catalogue(kind: "export", items: items["exports"] ?? [])
        mappings = Catalogue(kind: "mapping", items: items["mappings"] ?? [])
        polledDevices = Self.ids(of: items["devices"] ?? [], with: "snmp")
        reflectingDevices = Self.ids(of: items["devices"] ?? [], with: "stamp")
        subscribedDevices = Self.ids(of: items["devices"] ?? [], with: "gnmi")
        aliasOwners = Self.aliasOwners(items["devices"] ?? [])
        _ = Catalogue(kind: "path", items: items["paths"] ?? [])
    }

    mutating func read(policy: IndicatorPolicy, version: String) -> Inventory? {
        let city = section.required("city", "a name, or {zh: ..., en: ...}")?.localizedName()
        let province = section["province"]?.localizedName()
        let timeZone = section["time_zone"]?.timeZone() ?? "Asia/Shanghai"
        let operatorList = fields("operators").compactMap { networkOperator($0) }
        let deviceList = fields("devices").compactMap { device($0) }
        deviceByID = Dictionary(deviceList.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let siteList = fields("sites").compactMap { site($0, policy: policy) }
        siteByID = Dictionary(siteList.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let linkList = linkList(fields("links"))
        linkByID = Dictionary(linkList.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let pathList = fields("paths").compactMap { path($0) }
        let instanceList = instanceList(fields("instances"), paths: pathList)
        let exportList = exportList(fields("exports"), paths: pathList)
        let mappingList = fields("mappings").compactMap { mapping($0) }
        guard let city else { return nil }
        return Inventory(
            city: city, province: province, timeZone: timeZone, operators: operatorList, sites: siteList,
            devices: deviceList, links: linkList, paths: pathList, instances: instanceList, exports: exportList,
            mappings: mappingList, version: version)
    }

    private func fields(_ list: String) -> [Field] { items[list] ?? [] }

    private static func ids(of items: [Field], with key: String) -> Set<DeviceID> {
        var ids: Set<DeviceID> = []
        for item in items {
            guard case .mapping(let entries) = item.node.content, entries.contains(where: { $0.key == key }),
                let entry = entries.first(where: { $0.key == "id" }), case .scalar(let id, _) = entry.value.content
            else { continue }
            ids.insert(DeviceID(id))
        }
        return ids
    }

    private static func aliasOwners(_ items: [Field]) -> [String: [String]] {
        var owners: [String: [String]] = [:]
        for item in items {
            guard case .mapping(let entries) = item.node.content,
                case .scalar(let id, _)? = entries.first(where: { $0.key == "id" })?.value.content,
                case .sequence(let names)? = entries.first(where: { $0.key == "aliases" })?.value.content
            else { continue }
            for case .scalar(let name, _) in names.map(\.content)
            where owners[name.lowercased()]?.contains(id) != true {
                owners[name.lowercased(), default: []].append(id)
            }
        }
        return owners
    }

    private func networkOperator(_ field: Field) -> NetworkOperator? {
        guard let section = field.section(["id", "name"]) else { return nil }
        guard let id = section.identifier() else { return nil }
        let name = section["name"]?.localizedName() ?? LocalizedName(english: id)
        return NetworkOperator(id: .init(id), name: name)
    }
}

extension Section {
    func identifier() -> String? { required("id", "an id")?.identifier() }
}

extension Field {
    fileprivate func timeZone() -> String? {
        let expected = "a time zone such as Asia/Shanghai"
        guard let text = text(expected) else { return nil }
        guard TimeZone(identifier: text) != nil else {
            refuse(
                expected: expected,
                suggestion: report.suggestion(for: text, among: TimeZone.knownTimeZoneIdentifiers))
            return nil
        }
        return text
    }
}
