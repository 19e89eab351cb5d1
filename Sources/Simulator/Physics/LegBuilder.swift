import Metro
import Telemetry

/// Makes the legs of every path: routes, constant delays, clock errors, floors.
final class LegBuilder {
    private let inventory: Inventory
    private let graph: FibreGraph
    private let timeline: RouteTimeline
    private let clocks: [SiteClock]
    private let pricing: RoutePricing
    private let asymmetric: Set<PathID>
    private let seed: UInt64
    private var legs = PathLegs()
    private var trees: [Int: FibreTree] = [:]

    init(
        inventory: Inventory, graph: FibreGraph, faults: FaultPlan, traits: SimulationTraits, clocks: [SiteClock],
        seed: UInt64
    ) {
        self.inventory = inventory
        self.graph = graph
        self.clocks = clocks
        self.seed = seed
        asymmetric = traits.asymmetricPaths
        timeline = RouteTimeline(faults)
        pricing = RoutePricing(inventory, traits, seed: seed)
    }

    func build() -> PathLegs {
        for path in inventory.paths {
            guard let a = inventory.siteIndex(path.a), let b = inventory.siteIndex(path.b) else {
                legs.legs += [.none, .none]
                continue
            }
            let out = home(of: path, a, b)
            let back = asymmetric.contains(path.id) ? longerWayBack(out, a, b) : out
            let length = PathLength(of: path, straight: straight(a, b), home: out)
            legs.legs.append(leg(of: path, a, b, out, length, .forward))
            legs.legs.append(leg(of: path, b, a, back?.reversed, length, .backward))
        }
        return legs
    }

    /// The link that a path is said to ride on, else the shortest way.
    private func home(of path: MeasuredPath, _ a: Int, _ b: Int) -> FibreRoute? {
        if let link = path.link.flatMap(inventory.linkIndex), let kilometres = graph.kilometres(ofLink: link),
            let way = graph.ends(ofLink: link), way == (a, b) || way == (b, a)
        {
            return FibreRoute(
                steps: [RouteStep(link: link, forward: way.0 == a)], kilometres: kilometres, nodes: [a, b])
        }
        let tree = trees[a] ?? graph.tree(from: a)
        trees[a] = tree
        return graph.route(in: tree, to: b)
    }

    /// The way that shuns the longest link of `out`.
    private func longerWayBack(_ out: FibreRoute?, _ a: Int, _ b: Int) -> FibreRoute? {
        guard let out else { return nil }
        let lengths = out.steps.map { ($0.link, graph.kilometres(ofLink: $0.link) ?? 0) }
        guard let longest = lengths.max(by: { $0.1 < $1.1 }) else { return out }
        return graph.route(from: a, to: b, avoiding: [longest.0]) ?? out
    }

    private func leg(
        of path: MeasuredPath, _ from: Int, _ to: Int, _ home: FibreRoute?, _ length: PathLength, _ direction: Direction
    ) -> PathLeg {
        let isOptical = path.layer == .optical
        let price = { (route: FibreRoute?) -> RouteCost in
            let kilometres = length.kilometres(of: route)
            let nanoseconds = self.pricing.nanoseconds(route, from, to, kilometres, isOptical: isOptical)
            let queues = isOptical ? [] : (route?.steps ?? []).map { 2 * $0.link + ($0.forward ? 0 : 1) }
            return RouteCost(fixed: nanoseconds, queues: self.legs.add(queues: queues))
        }
        var detours = DetourCache(
            find: { self.graph.route(from: from, to: to, avoiding: $0) }, price: { price($0) })
        let gap = Int64(SplitMix.number(seed, "gap \(path.id)", in: 200_000_000...450_000_000))
        let spans = timeline.spans(home: PricedRoute(route: home, cost: price(home)), gap: gap, detours: &detours)
        let isShared = path.clock == .shared
        let isSynchronised = clocks[from].isSynchronised && clocks[to].isSynchronised
        let stamping = Double(isOptical ? PathLeg.frameStamping : PathLeg.packetStamping)
        return PathLeg(
            key: SplitMix.key(seed, "\(path.id) \(direction.rawValue)"), spans: legs.add(spans: spans),
            isOptical: isOptical, from: from, to: to,
            accessJitter: isOptical ? 0 : pricing.accessJitter(from, to),
            uncertainty: UInt64(stamping + (isShared ? 0 : clocks[from].uncertainty + clocks[to].uncertainty)),
            flags: isShared ? .clockShared : isSynchronised ? [] : .clockUnsynchronised,
            floor: length.guaranteed * FibrePhysics.nanosecondsPerKilometre)
    }

    private func straight(_ from: Int, _ to: Int) -> Double? {
        guard let a = inventory.sites[from].coordinates, let b = inventory.sites[to].coordinates else { return nil }
        return a.kilometres(to: b)
    }
}

/// Kilometres of a path: what its route has, what the inventory says, what geometry allows.
struct PathLength {
    /// What the guaranteed floor rests on (`indicators.md` §4).
    let guaranteed: Double
    /// Fibre that the inventory states and the links do not show.
    private let unrouted: Double
    /// No way between the ends is shorter.
    private let least: Double

    init(of path: MeasuredPath, straight: Double?, home: FibreRoute?) {
        let stated = path.routeKilometres.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        let proven = path.lengthBasis == .otdr ? stated ?? straight ?? 0 : straight ?? 0
        guaranteed = min(proven, FibrePhysics.longestPath)
        least = max(guaranteed, straight ?? 0)
        let guess = straight.map { $0 * FibrePhysics.detourFactor } ?? FibrePhysics.unknownKilometres
        unrouted = (stated ?? home?.kilometres ?? guess) - (home?.kilometres ?? 0)
    }

    func kilometres(of route: FibreRoute?) -> Double {
        min(max(unrouted + (route?.kilometres ?? 0), least), FibrePhysics.longestPath)
    }
}
