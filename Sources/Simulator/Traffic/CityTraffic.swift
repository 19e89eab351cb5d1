import Metro

/// All traffic of the city: loads and counters of every trunk at any instant.
struct CityTraffic: Sendable {
    let basis: LoadBasis
    let trunks: [Trunk]
    /// Trunk by trunk, forward then backward, each in order of time; the first one starts at the beginning of time.
    private let pieces: [TrafficPiece]
    /// Where the pieces of 2 · trunk + direction (0 forward) begin, and one more for the end.
    private let firstPieces: [Int]
    private let loads: [LoadVector]
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
        var plans = Self.plans(inventory, graph, faults, wired.trunks)
        var timetable = TrafficTimetable(basis: basis)
        for (index, trunk) in wired.trunks.enumerated() {
            let plan = plans.removeValue(forKey: index) ?? TrunkPlan()
            plan.add(trunk, forward: true, to: &timetable)
            plan.add(trunk, forward: false, to: &timetable)
        }
        pieces = timetable.pieces
        firstPieces = timetable.firstPieces
        loads = timetable.loads
    }

    /// Utilization 0 … 1 of one trunk and direction; `values` of the basis at that time.
    @inline(__always)
    func utilization(_ index: Int, at time: Int64, values: borrowing LoadVector) -> Double {
        min(max(LoadVector.dot(loads[pieces[place(index, at: time)].load], values), 0), 1)
    }

    /// What the counters of one trunk and direction say, `integrals` of the basis at that time.
    @inline(__always)
    func tally(_ index: Int, at time: Int64, integrals: borrowing LoadVector) -> TrafficTally {
        let piece = pieces[place(index, at: time)]
        let integral = LoadVector.dot(loads[piece.load], integrals)
        let age = piece.from == .min ? 0 : Double(time &- piece.from) * 1e-9
        return TrafficTally(
            octets: piece.octetOffset + trunks[index / 2].capacity / 8 * integral,
            errors: piece.errorsBefore, discards: piece.discardsBefore + piece.discardRate * age, isCut: piece.isCut)
    }

    /// The piece in force.
    @inline(__always)
    private func place(_ index: Int, at time: Int64) -> Int {
        var (low, high) = (firstPieces[index], firstPieces[index + 1])
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
        let speed = stated.isFinite && stated >= 1 ? min(stated, FibrePhysics.widestTrunk) : 10e9
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

    /// What the script does to each trunk. A cut pushes its traffic onto the links of the way around it, as far as they
    /// have room.
    private static func plans(
        _ inventory: Inventory, _ graph: FibreGraph, _ faults: FaultPlan, _ trunks: [Trunk]
    ) -> [Int: TrunkPlan] {
        var plans: [Int: TrunkPlan] = [:]
        for (link, utilization, window) in faults.congestions {
            plans[link, default: TrunkPlan()].congestions.append((window, utilization))
        }
        for (link, windows) in Dictionary(grouping: faults.cuts, by: \.link) {
            plans[link, default: TrunkPlan()].cuts += windows.map(\.window)
            for step in graph.wayAround(link)?.steps ?? [] {
                let (own, cut) = (trunks[step.link], trunks[link])
                let ratio = cut.capacity / own.capacity
                let forward = (step.forward ? cut.forward : cut.backward) * ratio
                let backward = (step.forward ? cut.backward : cut.forward) * ratio
                let detour = TrunkPlan.Detour(
                    windows: windows.map(\.window), forward: TrunkPlan.fitting(forward, onto: own.forward),
                    backward: TrunkPlan.fitting(backward, onto: own.backward))
                plans[step.link, default: TrunkPlan()].detours.append(detour)
            }
        }
        for link in plans.keys { plans[link]?.detours.sort { $0.windows[0].from < $1.windows[0].from } }
        return plans
    }
}
