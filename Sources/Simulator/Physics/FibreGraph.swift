import Metro

/// One link of a route and the way it is taken: *forward* is A→B of the link.
struct RouteStep: Hashable, Sendable {
    let link: Int
    let forward: Bool
}

/// A way over the links of an inventory.
struct FibreRoute: Hashable, Sendable {
    let steps: [RouteStep]
    /// Fibre of the links plus the tails of ends that stand on no link.
    let kilometres: Double
    /// Site indices from end to end, without the ends that stand on no link.
    let nodes: [Int]

    func rides(onAnyOf links: Set<Int>) -> Bool { steps.contains { links.contains($0.link) } }

    /// The same glass the other way.
    var reversed: FibreRoute {
        FibreRoute(
            steps: steps.reversed().map { RouteStep(link: $0.link, forward: !$0.forward) }, kilometres: kilometres,
            nodes: nodes.reversed())
    }
}

/// The links of an inventory as a graph of sites weighted by kilometres of fibre.
struct FibreGraph: Sendable {
    private struct Edge {
        let a: Int
        let b: Int
        let kilometres: Double
    }
    private let edges: [Edge?]
    /// Edge indices by site.
    private let incident: [[Int]]
    /// Where a site that stands on no link is attached: the nearest site that does.
    private let attachments: [Int: (site: Int, kilometres: Double)]

    init(_ inventory: Inventory) {
        var edges: [Edge?] = []
        var incident = [[Int]](repeating: [], count: inventory.sites.count)
        for (index, link) in inventory.links.enumerated() {
            guard let a = Self.end(link.siteA, link.a, inventory), let b = Self.end(link.siteB, link.b, inventory)
            else {
                edges.append(nil)
                continue
            }
            edges.append(Edge(a: a, b: b, kilometres: Self.fibre(link, a, b, inventory)))
            incident[a].append(index)
            if b != a { incident[b].append(index) }
        }
        self.edges = edges
        self.incident = incident
        attachments = Self.attachments(inventory, incident)
    }

    /// Kilometres of the link's fibre; `nil` where its sites are unknown.
    func kilometres(ofLink index: Int) -> Double? { edges.indices.contains(index) ? edges[index]?.kilometres : nil }

    /// Site indices at A and B.
    func ends(ofLink index: Int) -> (Int, Int)? {
        edges.indices.contains(index) ? edges[index].map { ($0.a, $0.b) } : nil
    }

    /// Shortest ways from one site to all others that avoid some links.
    func tree(from source: Int, avoiding closed: Set<Int> = []) -> FibreTree {
        let start = attachments[source] ?? (source, 0)
        var distances = [Double](repeating: .infinity, count: incident.count)
        var arrivals = [RouteStep?](repeating: nil, count: incident.count)
        var settled = [Bool](repeating: false, count: incident.count)
        var frontier = Frontier()
        distances[start.site] = start.kilometres
        frontier.push(start.kilometres, start.site)
        while let (distance, site) = frontier.pop() {
            if settled[site] { continue }
            settled[site] = true
            for index in incident[site] where !closed.contains(index) {
                guard let edge = edges[index] else { continue }
                let forward = edge.a == site
                let next = forward ? edge.b : edge.a
                let candidate = distance + edge.kilometres
                if candidate < distances[next] {
                    distances[next] = candidate
                    arrivals[next] = RouteStep(link: index, forward: forward)
                    frontier.push(candidate, next)
                }
            }
        }
        return FibreTree(source: start.site, distances: distances, arrivals: arrivals)
    }

    func route(in tree: FibreTree, to destination: Int) -> FibreRoute? {
        let end = attachments[destination] ?? (destination, 0)
        guard tree.distances.indices.contains(end.site), tree.distances[end.site].isFinite else { return nil }
        var steps: [RouteStep] = []
        var nodes = [end.site]
        var site = end.site
        while site != tree.source, let step = tree.arrivals[site], let edge = edges[step.link] {
            steps.append(step)
            site = step.forward ? edge.a : edge.b
            nodes.append(site)
        }
        return FibreRoute(
            steps: steps.reversed(), kilometres: tree.distances[end.site] + end.kilometres, nodes: nodes.reversed())
    }

    /// Shortest way between two sites.
    func route(from source: Int, to destination: Int, avoiding closed: Set<Int> = []) -> FibreRoute? {
        route(in: tree(from: source, avoiding: closed), to: destination)
    }

    /// Shortest way between the ends of a link without that link, from A to B.
    func wayAround(_ link: Int) -> FibreRoute? {
        guard edges.indices.contains(link), let edge = edges[link] else { return nil }
        return route(from: edge.a, to: edge.b, avoiding: [link])
    }

    private static func end(_ site: SiteID?, _ interface: InterfaceReference, _ inventory: Inventory) -> Int? {
        (site ?? inventory.device(interface.device)?.site).flatMap(inventory.siteIndex)
    }

    private static func fibre(_ link: Link, _ a: Int, _ b: Int, _ inventory: Inventory) -> Double {
        let straight = distance(a, b, inventory)
        if let stated = link.fibreKilometres, stated.isFinite, stated >= 0 { return max(stated, straight ?? 0) }
        return straight.map { $0 * FibrePhysics.detourFactor } ?? FibrePhysics.unknownKilometres
    }

    private static func distance(_ a: Int, _ b: Int, _ inventory: Inventory) -> Double? {
        guard let from = inventory.sites[a].coordinates, let to = inventory.sites[b].coordinates else { return nil }
        return from.kilometres(to: to)
    }

    private static func attachments(
        _ inventory: Inventory, _ incident: [[Int]]
    ) -> [Int: (site: Int, kilometres: Double)] {
        var attachments: [Int: (site: Int, kilometres: Double)] = [:]
        for site in inventory.sites.indices where incident[site].isEmpty {
            var nearest: (site: Int, kilometres: Double)?
            for other in inventory.sites.indices where !incident[other].isEmpty {
                guard let straight = distance(site, other, inventory) else { continue }
                let fibre = straight * FibrePhysics.detourFactor
                if fibre < nearest?.kilometres ?? .infinity { nearest = (other, fibre) }
            }
            attachments[site] = nearest
        }
        return attachments
    }
}

/// The shortest ways from one site.
struct FibreTree: Sendable {
    fileprivate let source: Int
    fileprivate let distances: [Double]
    fileprivate let arrivals: [RouteStep?]
}

/// A binary heap of (kilometres, site), least first; ties by site, so that routes are the same everywhere.
private struct Frontier {
    private var heap: [(distance: Double, site: Int)] = []

    mutating func push(_ distance: Double, _ site: Int) {
        heap.append((distance, site))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> (distance: Double, site: Int)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if heap.isEmpty { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
