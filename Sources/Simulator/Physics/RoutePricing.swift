import Metro

/// The constant part of a way's delay.
struct RoutePricing: Sendable {
    /// By site, nanoseconds.
    private let forwarding: [Double]
    private let access: [Double]
    /// Sites where light becomes current and light again.
    private let converts: [Bool]
    /// By link, nanoseconds.
    private let equipment: [Double]

    init(_ inventory: Inventory, _ traits: SimulationTraits, seed: UInt64) {
        forwarding = inventory.sites.map {
            SplitMix.number(seed, "forwarding \($0.id)", in: FibrePhysics.forwarding)
        }
        access = inventory.sites.map { site in
            if let stated = traits.accessNanoseconds[site.id], stated.isFinite {
                return min(max(0, stated), FibrePhysics.longestDelay)
            }
            if site.terminalGroup == nil { return 0 }
            return SplitMix.number(seed, "access \(site.id)", in: FibrePhysics.terminalAccess)
        }
        // A wavelength passes every site in light, but for those that state to have no optical equipment at all.
        converts = inventory.sites.map { $0.importantSite?.crossConnect == ImportantSite.CrossConnect.none }
        equipment = inventory.links.map { link in
            let stated = traits.linkEquipmentNanoseconds[link.id] ?? 0
            return stated.isFinite ? min(max(0, stated), FibrePhysics.longestDelay) : 0
        }
    }

    /// One-way delay without queues over `route` between two sites, `kilometres` long.
    func nanoseconds(
        _ route: FibreRoute?, _ from: Int, _ to: Int, _ kilometres: Double, isOptical: Bool
    ) -> Double {
        let glass = kilometres * FibrePhysics.nanosecondsPerKilometre
        let onLinks = (route?.steps ?? []).reduce(0) { $0 + equipment[$1.link] }
        return glass + onLinks + (isOptical ? optical(route, kilometres) : routed(route, from, to))
    }

    func accessJitter(_ from: Int, _ to: Int) -> Double { 0.12 * (access[from] + access[to]) }

    private func optical(_ route: FibreRoute?, _ kilometres: Double) -> Double {
        let amplifiers = (kilometres / FibrePhysics.amplifierSpacingKilometres).rounded(.up)
        return FibrePhysics.wavelengthEnds + amplifiers * FibrePhysics.amplifier + conversions(on: route)
    }

    /// A packet is received, looked up and sent again at every router on the way. What light meets, it meets too: a
    /// higher layer bounds a lower one from above (`indicators.md` §3).
    private func routed(_ route: FibreRoute?, _ from: Int, _ to: Int) -> Double {
        let routers = (route?.nodes ?? [from, to]).reduce(0) { $0 + forwarding[$1] }
        let links = Double(max(1, route?.steps.count ?? 1)) * FibrePhysics.wavelengthEnds
        return routers + links + conversions(on: route) + access[from] + access[to]
    }

    private func conversions(on route: FibreRoute?) -> Double {
        let sites = (route?.nodes ?? []).dropFirst().dropLast().filter { converts[$0] }
        return Double(sites.count) * FibrePhysics.opticalElectricalConversion
    }
}
