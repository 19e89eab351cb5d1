import Metro
import Telemetry

/// Makes the legs of every path: routes, constant delays, clock errors, floors.
struct LegBuilder {
    let inventory: Inventory
    let graph: FibreGraph
    let timeline: RouteTimeline
    let traits: SimulationTraits
    let clocks: [SiteClock]
    let seed: UInt64

    /// By 2 · path + direction. Paths between unknown sites have no leg.
    func legs() -> [PathLeg?] {
        var trees: [Int: FibreTree] = [:]
        return inventory.paths.flatMap { path -> [PathLeg?] in
            guard let a = inventory.siteIndex(path.a), let b = inventory.siteIndex(path.b) else { return [nil, nil] }
            let tree = trees[a] ?? graph.tree(from: a)
            trees[a] = tree
            let out = home(of: path, a, b, in: tree)
            let back = traits.asymmetricPaths.contains(path.id) ? longerWayBack(out, a, b) : out
            return [leg(of: path, a, b, out, .forward), leg(of: path, b, a, back?.reversed, .backward)]
        }
    }

    /// The link that a path is said to ride on, else the shortest way.
    private func home(of path: MeasuredPath, _ a: Int, _ b: Int, in tree: FibreTree) -> FibreRoute? {
        if let link = path.link.flatMap(inventory.linkIndex), let kilometres = graph.kilometres(ofLink: link),
            let way = graph.ends(ofLink: link), way == (a, b) || way == (b, a)
        {
            return FibreRoute(
                steps: [RouteStep(link: link, forward: way.0 == a)], kilometres: kilometres, nodes: [a, b])
        }
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
        of path: MeasuredPath, _ from: Int, _ to: Int, _ home: FibreRoute?, _ direction: Direction
    ) -> PathLeg {
        let name = "\(path.id) \(direction.rawValue)"
        let isOptical = path.layer == .optical
        let length = Length(of: path, straight: straight(from, to), home: home)
        let access = isOptical ? 0 : self.access(from) + self.access(to)
        var detours = DetourCache(graph: graph, source: from, destination: to)
        let gap = Int64(SplitMix.number(seed, "gap \(path.id)", in: 200_000_000...450_000_000))
        let spans = timeline.spans(home: home, gap: gap, detours: &detours) { route in
            let glass = max(length.unrouted + (route?.kilometres ?? 0), length.least)
            let fixed = glass * FibrePhysics.nanosecondsPerKilometre + access
            return isOptical ? optical(route, glass, fixed) : routed(route, from, to, fixed)
        }
        let shares = path.clock == .shared
        let synchronised = clocks[from].isSynchronised && clocks[to].isSynchronised
        let flags: SampleFlags = shares ? .clockShared : synchronised ? [] : .clockUnsynchronised
        return PathLeg(
            key: SplitMix.key(seed, name), spans: spans, isOptical: isOptical, from: from, to: to,
            accessJitter: access * 0.12, uncertainty: uncertainty(from, to, isOptical: isOptical, sharesClock: shares),
            flags: flags.rawValue, floor: length.guaranteed * FibrePhysics.nanosecondsPerKilometre)
    }

    /// Time stamps: a few frames of the ODUk, or a network card's.
    private func uncertainty(_ from: Int, _ to: Int, isOptical: Bool, sharesClock: Bool) -> UInt64 {
        let stamping = isOptical ? 2_400.0 : 400.0
        return UInt64(stamping + (sharesClock ? 0 : clocks[from].uncertainty + clocks[to].uncertainty))
    }

    private func straight(_ from: Int, _ to: Int) -> Double? {
        guard let a = inventory.sites[from].coordinates, let b = inventory.sites[to].coordinates else { return nil }
        return a.kilometres(to: b)
    }

    private func access(_ index: Int) -> Double {
        let site = inventory.sites[index]
        if let stated = traits.accessNanoseconds[site.id], stated.isFinite { return max(0, stated) }
        if site.terminalGroup == nil { return 0 }
        return SplitMix.number(seed, "access \(site.id)", in: FibrePhysics.terminalAccess)
    }

    /// A wavelength passes every site in light, but for important sites that state no optical equipment at all.
    private func optical(_ route: FibreRoute?, _ kilometres: Double, _ glass: Double) -> RouteCost {
        let conversions = (route?.nodes ?? []).dropFirst().dropLast().filter {
            inventory.sites[$0].importantSite?.crossConnect == ImportantSite.CrossConnect.none
        }
        let amplifiers = (kilometres / FibrePhysics.amplifierSpacingKilometres).rounded(.up) * FibrePhysics.amplifier
        let equipment = linkEquipment(route) + Double(conversions.count) * FibrePhysics.opticalElectricalConversion
        return RouteCost(fixed: glass + FibrePhysics.opticalEnds + amplifiers + equipment, queues: [])
    }

    /// A packet is received, looked up and sent again at every router on the way.
    private func routed(_ route: FibreRoute?, _ from: Int, _ to: Int, _ glass: Double) -> RouteCost {
        let steps = route?.steps ?? []
        let nodes = route?.nodes ?? [from, to]
        let forwarding = nodes.reduce(0) {
            $0 + SplitMix.number(seed, "forwarding \(inventory.sites[$1].id)", in: FibrePhysics.forwarding)
        }
        let transponders = Double(max(1, steps.count)) * FibrePhysics.routedLink
        return RouteCost(
            fixed: glass + forwarding + transponders + linkEquipment(route),
            queues: steps.map { 2 * $0.link + ($0.forward ? 0 : 1) })
    }

    private func linkEquipment(_ route: FibreRoute?) -> Double {
        (route?.steps ?? []).reduce(0) {
            $0 + max(0, traits.linkEquipmentNanoseconds[inventory.links[$1.link].id] ?? 0)
        }
    }

    /// Kilometres of a path: what its route has, what the inventory says, what geometry allows.
    private struct Length {
        /// Fibre that the inventory states and the links do not show.
        let unrouted: Double
        /// No way between the ends is shorter.
        let least: Double
        /// What the guaranteed floor rests on (`indicators.md` §4).
        let guaranteed: Double

        init(of path: MeasuredPath, straight: Double?, home: FibreRoute?) {
            let stated = path.routeKilometres.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
            guaranteed = path.lengthBasis == .otdr ? stated ?? straight ?? 0 : straight ?? 0
            least = max(guaranteed, straight ?? 0)
            let guess = straight.map { $0 * FibrePhysics.detourFactor } ?? FibrePhysics.unknownKilometres
            unrouted = (stated ?? home?.kilometres ?? guess) - (home?.kilometres ?? 0)
        }
    }
}
