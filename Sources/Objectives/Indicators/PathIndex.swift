import Metro

/// Which paths measure which pair of sites, and how far apart those are. Built once for an inventory; indicators then
/// walk it each second. Numbers are indices: `site` into `inventory.sites`, `path` into `inventory.paths`, `centre` and
/// `point` into the lists here.
public struct PathIndex: Sendable {
    /// A pair of sites that an indicator asks about.
    struct Pair: Sendable {
        /// Site indices; `b` is always a centre's.
        var a: Int
        var b: Int
        var paths: [Int]
        /// Guaranteed floor of the plain geodesic, nanoseconds; 0 where coordinates are missing.
        var floor: Double
    }
    /// One row of K5.
    struct Row: Sendable {
        var group: TerminalGroup
        var pairs: [Pair]
    }
    /// A measured pair of one coverage point.
    struct PointPair: Sendable {
        var centre: Int
        var paths: [Int]
    }

    /// By path: its propagation floors.
    public let floors: [PhysicalFloor]
    /// By path: the indicators it can serve.
    let serves: [Set<Indicator>]
    let centres: [Int]
    /// Coverage points: active access points and key locations.
    let points: [Int]
    let importantSites: [Int]
    /// All unordered pairs of centres, (0, 1), (0, 2), (1, 2), (0, 3) …
    let centrePairs: [Pair]
    /// By point: the centres that a path joins it with, ascending.
    let pointPairs: [[PointPair]]
    /// Rows of K5 by terminal class, industry and centre.
    let rows: [Row]
    /// Terminal groups that no path joins with any centre.
    let unmeasuredTerminals: [Int]
    /// By point, then centre: guaranteed floor of the plain geodesic, nanoseconds; 0 where coordinates are missing.
    private let pointFloors: [Double]

    public init(_ inventory: Inventory) {
        let sites = inventory.sites
        let centres = sites.indices.filter { sites[$0].centre != nil }
        let points = sites.indices.filter { sites[$0].isCoveragePoint }
        self.centres = centres
        self.points = points
        importantSites = sites.indices.filter { sites[$0].importantSite != nil }

        var floors: [PhysicalFloor] = []
        var serves: [Set<Indicator>] = []
        var joined: [SitePair: [Int]] = [:]
        for (index, path) in inventory.paths.enumerated() {
            let a = inventory.siteIndex(path.a)
            let b = inventory.siteIndex(path.b)
            floors.append(
                PhysicalFloor(
                    path: path, a: a.flatMap { sites[$0].coordinates }, b: b.flatMap { sites[$0].coordinates }))
            guard let a, let b, a != b else {
                serves.append([])
                continue
            }
            joined[SitePair(a, b), default: []].append(index)
            serves.append(Self.indicators(sites[a], sites[b]))
        }
        self.floors = floors
        self.serves = serves

        func pair(_ a: Int, _ b: Int) -> Pair {
            Pair(
                a: a, b: b, paths: joined[SitePair(a, b)] ?? [],
                floor: PhysicalFloor(from: sites[a].coordinates, to: sites[b].coordinates).guaranteed ?? 0)
        }
        centrePairs = centres.indices.flatMap { right in
            (0..<right).map { pair(centres[$0], centres[right]) }
        }
        pointFloors = points.flatMap { point in
            centres.map {
                PhysicalFloor(from: sites[point].coordinates, to: sites[$0].coordinates).guaranteed ?? 0
            }
        }
        pointPairs = points.map { point in
            centres.indices.compactMap { centre in
                joined[SitePair(point, centres[centre])].map { PointPair(centre: centre, paths: $0) }
            }
        }
        var rows: [RowKey: Row] = [:]
        var unmeasured: [Int] = []
        for site in sites.indices {
            guard let group = sites[site].terminalGroup else { continue }
            let measured = centres.filter { joined[SitePair(site, $0)] != nil }
            if measured.isEmpty { unmeasured.append(site) }
            for centre in measured {
                rows[RowKey(group: group, centre: centre), default: Row(group: group, pairs: [])].pairs
                    .append(pair(site, centre))
            }
        }
        self.rows = rows.values.sorted {
            ($0.pairs.first?.a ?? 0, $0.pairs.first?.b ?? 0) < ($1.pairs.first?.a ?? 0, $1.pairs.first?.b ?? 0)
        }
        unmeasuredTerminals = unmeasured
    }

    /// Where the pair of two centres stands in `centrePairs`.
    static func centrePair(_ left: Int, _ right: Int) -> Int {
        let larger = max(left, right)
        return larger * (larger - 1) / 2 + min(left, right)
    }

    /// Guaranteed floor between a point and a centre, nanoseconds; 0 where coordinates are missing.
    func geodesicFloor(point: Int, centre: Int) -> Double { pointFloors[point * centres.count + centre] }

    private static func indicators(_ a: Site, _ b: Site) -> Set<Indicator> {
        var found: Set<Indicator> = []
        for (site, other) in [(a, b), (b, a)] where other.centre != nil {
            if site.centre != nil { found.insert(.interconnection) }
            if site.isCoveragePoint { found.insert(.circleCoverage) }
            if site.terminalGroup != nil { found.insert(.reach) }
        }
        return found
    }

    /// Two sites, whichever way a path runs.
    private struct SitePair: Hashable {
        let low: Int
        let high: Int
        init(_ a: Int, _ b: Int) {
            low = min(a, b)
            high = max(a, b)
        }
    }
    private struct RowKey: Hashable {
        let group: TerminalGroup
        let centre: Int
    }
}
