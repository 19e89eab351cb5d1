import Metro

/// All traffic of the city: loads and counters of every trunk at any instant.
struct CityTraffic: Sendable {
    let basis: LoadBasis
    let trunks: [Trunk]
    /// By 2 · trunk + direction (0 forward), in order of time; the first one starts at the beginning of time.
    let pieces: [[TrafficPiece]]
    let ports: [InterfaceReference: InterfacePort]

    init(
        _ inventory: Inventory, graph: FibreGraph, faults: FaultPlan, traits: SimulationTraits, seed: UInt64,
        secondsOfDay: Double
    ) {
        let basis = LoadBasis(secondsOfDay: secondsOfDay)
        self.basis = basis
        let wired = Self.wire(inventory, traits, seed)
        trunks = wired.trunks
        ports = wired.ports
        let detours = Self.detours(inventory, graph, faults, wired.trunks)
        pieces = wired.trunks.indices.flatMap { trunk in
            let plan = TrunkPlan(
                cuts: faults.cuts.filter { $0.link == trunk }.map(\.window),
                congestions: faults.congestions.filter { $0.link == trunk }.map { ($0.window, $0.utilization) },
                detours: detours[trunk] ?? [])
            return [
                plan.pieces(of: wired.trunks[trunk], forward: true, basis: basis),
                plan.pieces(of: wired.trunks[trunk], forward: false, basis: basis),
            ]
        }
    }

    /// The piece in force for one trunk and direction.
    @inline(__always)
    func piece(_ index: Int, at time: Int64) -> TrafficPiece {
        let list = pieces[index]
        return list.count == 1 ? list[0] : list[Self.last(list, notAfter: time)]
    }

    /// Utilization 0 … 1 of one trunk and direction; `values` of the basis at that time.
    func utilization(_ index: Int, at time: Int64, values: LoadBasis.Vector) -> Double {
        min(max(LoadBasis.dot(piece(index, at: time).load, values), 0), 1)
    }

    private static func last(_ pieces: [TrafficPiece], notAfter time: Int64) -> Int {
        var (low, high) = (0, pieces.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if pieces[middle].from <= time { low = middle } else { high = middle }
        }
        return low
    }

    private static func wire(
        _ inventory: Inventory, _ traits: SimulationTraits, _ seed: UInt64
    ) -> (trunks: [Trunk], ports: [InterfaceReference: InterfacePort]) {
        var trunks: [Trunk] = []
        var ports: [InterfaceReference: InterfacePort] = [:]
        func plug(_ interface: InterfaceReference, _ port: InterfacePort) {
            if ports[interface] == nil { ports[interface] = port }
        }
        for link in inventory.links {
            let sites = [link.siteA, link.siteB].compactMap { $0 }
            let shares = sites.map { traits.businessShare[$0] ?? SplitMix.number(seed, "share \($0)", in: 0.3...0.7) }
            let share = shares.isEmpty ? 0.5 : shares.reduce(0, +) / Double(shares.count)
            plug(link.a, InterfacePort(trunk: trunks.count, isA: true, alias: "to \(link.b)"))
            plug(link.b, InterfacePort(trunk: trunks.count, isA: false, alias: "to \(link.a)"))
            trunks.append(
                trunk("link \(link.id)", capacity: link.capacityBitsPerSecond, businessShare: share, seed: seed))
        }
        for site in inventory.sites {
            for exit in site.centre?.exits ?? [] where exit.state != .planned {
                guard let interface = exit.interface, ports[interface] == nil else { continue }
                plug(interface, InterfacePort(trunk: trunks.count, isA: true, alias: "exit"))
                let share = traits.businessShare[site.id] ?? 0.6
                trunks.append(
                    trunk(
                        "exit \(interface)", capacity: exit.gigabitsPerSecond * 1e9, businessShare: share, seed: seed))
            }
        }
        return (trunks, ports)
    }

    /// Wide links run fuller than narrow ones; one direction carries more than the other.
    private static func trunk(_ name: String, capacity: Double?, businessShare: Double, seed: UInt64) -> Trunk {
        let stated = capacity ?? 0
        let speed = stated.isFinite && stated >= 1 ? stated : 10e9
        let heavy = SplitMix.number(seed, "peak \(name)", in: speed > 10e9 ? 0.34...0.78 : 0.18...0.55)
        let light = heavy * SplitMix.number(seed, "balance \(name)", in: 0.30...0.85)
        let swapped = SplitMix.key(seed, "way \(name)") & 1 == 0
        return Trunk(
            capacity: speed,
            forward: LoadBasis.load(
                peak: swapped ? light : heavy, businessShare: businessShare, key: SplitMix.key(seed, "forward \(name)")),
            backward: LoadBasis.load(
                peak: swapped ? heavy : light, businessShare: businessShare, key: SplitMix.key(seed, "backward \(name)")
            ))
    }

    /// Traffic that a cut pushes onto the links of the way around it, as far as they have room.
    private static func detours(
        _ inventory: Inventory, _ graph: FibreGraph, _ faults: FaultPlan, _ trunks: [Trunk]
    ) -> [Int: [TrunkPlan.Detour]] {
        var ways: [Int: FibreRoute] = [:]
        var detours: [Int: [TrunkPlan.Detour]] = [:]
        for (link, window) in faults.cuts {
            if ways[link] == nil { ways[link] = graph.wayAround(link) }
            for step in ways[link]?.steps ?? [] {
                let own = trunks[step.link]
                let cut = trunks[link]
                let ratio = cut.capacity / own.capacity
                let forward = step.forward ? cut.forward : cut.backward
                let backward = step.forward ? cut.backward : cut.forward
                detours[step.link, default: []].append(
                    TrunkPlan.Detour(
                        window: window, forward: TrunkPlan.fitting(forward * ratio, onto: own.forward),
                        backward: TrunkPlan.fitting(backward * ratio, onto: own.backward)))
            }
        }
        return detours
    }
}
