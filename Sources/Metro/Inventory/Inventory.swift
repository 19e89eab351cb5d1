/// The city as the configuration describes it. Immutable; entities are addressed by their index in these arrays.
public struct Inventory: Sendable {
    public let city: LocalizedName
    public let province: LocalizedName?
    /// IANA name, for example `Asia/Shanghai`; the console states the zone beside every clock.
    public let timeZone: String
    public let operators: [NetworkOperator]
    public let sites: [Site]
    public let devices: [Device]
    public let links: [Link]
    public let paths: [MeasuredPath]
    /// Programs at other places that measure some of the paths.
    public let instances: [ProbeInstance]
    /// Exports of other collectors that are read.
    public var exports: [ExportSource]
    /// Beside the presets.
    public let mappings: [NameMapping]
    /// Changes whenever the content changes; results carry it (`inventoryVersion`).
    public let version: String
    /// Links that share both end sites, in either order, with another link: the sites alone do not tell them apart.
    public let parallelLinks: Set<LinkID>
    /// Paths between two centres, indices.
    public let centrePaths: [Int]

    private let siteIndices: [SiteID: Int]
    private let deviceIndices: [DeviceID: Int]
    private let linkIndices: [LinkID: Int]
    private let pathIndices: [PathID: Int]
    private let linksOfSites: [SiteID: [Int]]
    private let pathsOfSites: [SiteID: [Int]]

    /// Ids must be unique within their kind; the first one wins where they are not (`haomiao check` refuses them).
    public init(
        city: LocalizedName, province: LocalizedName? = nil, timeZone: String = "Asia/Shanghai",
        operators: [NetworkOperator] = [], sites: [Site], devices: [Device] = [], links: [Link] = [],
        paths: [MeasuredPath] = [], instances: [ProbeInstance] = [], exports: [ExportSource] = [],
        mappings: [NameMapping] = [], version: String
    ) {
        self.city = city
        self.province = province
        self.timeZone = timeZone
        self.operators = operators
        self.sites = sites
        self.devices = devices
        self.links = links
        self.paths = paths
        self.instances = instances
        self.exports = exports
        self.mappings = mappings
        self.version = version
        let bySites = Dictionary(grouping: links.filter { $0.siteA != $0.siteB }) { Set([$0.siteA, $0.siteB]) }
        parallelLinks = Set(bySites.values.filter { $0.count > 1 }.joined().map(\.id))
        siteIndices = Self.index(sites.map(\.id))
        deviceIndices = Self.index(devices.map(\.id))
        linkIndices = Self.index(links.map(\.id))
        pathIndices = Self.index(paths.map(\.id))
        linksOfSites = Self.ends(links.map { [$0.siteA, $0.siteB] })
        pathsOfSites = Self.ends(paths.map { [$0.a, $0.b] })
        let centres = Set(sites.filter { $0.centre != nil }.map(\.id))
        centrePaths = paths.indices.filter { centres.contains(paths[$0].a) && centres.contains(paths[$0].b) }
    }

    public func siteIndex(_ id: SiteID) -> Int? { siteIndices[id] }
    public func deviceIndex(_ id: DeviceID) -> Int? { deviceIndices[id] }
    public func linkIndex(_ id: LinkID) -> Int? { linkIndices[id] }
    public func pathIndex(_ id: PathID) -> Int? { pathIndices[id] }

    /// Links and paths with an end at a site, indices in ascending order.
    public func links(at site: SiteID) -> [Int] { linksOfSites[site] ?? [] }
    public func paths(at site: SiteID) -> [Int] { pathsOfSites[site] ?? [] }

    public func site(_ id: SiteID) -> Site? { siteIndices[id].map { sites[$0] } }
    public func device(_ id: DeviceID) -> Device? { deviceIndices[id].map { devices[$0] } }
    public func link(_ id: LinkID) -> Link? { linkIndices[id].map { links[$0] } }
    public func path(_ id: PathID) -> MeasuredPath? { pathIndices[id].map { paths[$0] } }

    private static func ends(_ ends: [[SiteID?]]) -> [SiteID: [Int]] {
        var indices: [SiteID: [Int]] = [:]
        for (index, sites) in ends.enumerated() {
            for site in Set(sites.compactMap { $0 }) { indices[site, default: []].append(index) }
        }
        return indices
    }

    private static func index<Entity>(_ ids: [Identifier<Entity>]) -> [Identifier<Entity>: Int] {
        Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
    }
}
