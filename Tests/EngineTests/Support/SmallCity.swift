import Metro

@testable import Engine

/// 2026-11-21 00:00 in Shanghai.
let midnight: Int64 = 1_795_190_400 * 1_000_000_000
let second: Int64 = 1_000_000_000

/// Three sites in a row, two links between them, a path over each; everything is there and nothing is large.
enum SmallCity {
    static func inventory(probeMilliseconds: Int = 10_000) -> Inventory {
        func site(_ id: SiteID, _ longitude: Double, _ roles: [SiteRole]) -> Site {
            Site(
                id: id, name: LocalizedName(english: id.text),
                coordinates: Coordinates(latitude: 30, longitude: longitude), roles: roles)
        }
        func device(_ id: DeviceID, _ site: SiteID) -> Device {
            Device(id: id, name: LocalizedName(english: id.text), site: site, snmp: SNMPAccess(host: "192.0.2.1"))
        }
        func path(_ id: PathID, _ a: SiteID, _ b: SiteID, _ link: LinkID) -> MeasuredPath {
            MeasuredPath(
                id: id, a: a, b: b, layer: .ip, method: .stamp, clock: .shared, link: link,
                probeIntervalMilliseconds: probeMilliseconds)
        }
        let exit = ExitPort(
            gigabitsPerSecond: 400, state: .installed, interface: InterfaceReference(device: "east", name: "exit"))
        return Inventory(
            city: LocalizedName(chinese: "小城", english: "Small City"),
            sites: [
                site("centre", 120.0, [.centre(ComputingCentre(declaredClass: .large, exits: [exit]))]),
                site("hub", 120.1, [.importantSite(ImportantSite(crossConnect: nil))]),
                site("point", 120.2, [.accessPoint(AccessPoint())]),
            ],
            devices: [device("east", "centre"), device("middle", "hub"), device("west", "point")],
            links: [
                link("east-middle", "east", "middle", "centre", "hub"),
                link("middle-west", "middle", "west", "hub", "point"),
            ],
            paths: [
                path("centre-hub", "centre", "hub", "east-middle"), path("point-hub", "point", "hub", "middle-west"),
            ], version: "small-1")
    }

    static func link(_ id: LinkID, _ a: DeviceID, _ b: DeviceID, _ siteA: SiteID, _ siteB: SiteID) -> Link {
        Link(
            id: id, a: InterfaceReference(device: a, name: "to-\(b)"),
            b: InterfaceReference(device: b, name: "to-\(a)"), siteA: siteA, siteB: siteB,
            capacityBitsPerSecond: 100e9, fibreKilometres: 12)
    }

    /// The city, simulated.
    static func setup(faults: [ScriptedFault] = [], ringCapacity: Int = 1 << 14) -> EngineSetup {
        var setup = EngineSetup.demo
        setup.inventory = inventory()
        setup.policy = IndicatorPolicy()
        setup.simulator.seed = 7
        setup.simulator.faults = faults
        setup.traits = .init()
        setup.collectors.ringCapacity = ringCapacity
        return setup
    }

    /// The city, to be measured.
    static func measured() -> EngineSetup {
        var setup = setup()
        setup.source = .measured
        setup.collectors.isSimulatorEnabled = false
        return setup
    }
}
