import Metro
import Testing

@Suite("Inventory")
struct InventoryTests {
    static func site(_ id: SiteID, _ roles: [SiteRole] = []) -> Site {
        Site(id: id, name: LocalizedName(english: id.text), coordinates: nil, roles: roles)
    }
    static let inventory = Inventory(
        city: LocalizedName(chinese: "临江"),
        sites: [site("dc1"), site("ap1"), site("dc1")],
        devices: [Device(id: "pe1", name: LocalizedName(english: "PE 1"))],
        links: [
            Link(
                id: "l1", a: InterfaceReference(device: "pe1", name: "e1"),
                b: InterfaceReference(device: "pe2", name: "e1"))
        ],
        paths: [MeasuredPath(id: "p1", a: "dc1", b: "ap1", layer: .ip, method: .stamp)], version: "1")

    @Test("entities are found by id, and an unknown id finds nothing")
    func lookups() {
        let inventory = Self.inventory
        #expect(inventory.siteIndex("ap1") == 1)
        #expect(inventory.site("ap1")?.id == "ap1")
        #expect(inventory.device("pe1")?.name.text(.chinese) == "PE 1")
        #expect(inventory.linkIndex("l1") == 0 && inventory.link("l1")?.a.description == "pe1:e1")
        #expect(inventory.pathIndex("p1") == 0 && inventory.path("p1")?.b == "ap1")
        #expect(inventory.siteIndex("p1") == nil && inventory.device("") == nil && inventory.path("x") == nil)
    }

    @Test("of two entities with one id the first is found")
    func duplicates() {
        #expect(Self.inventory.siteIndex("dc1") == 0)
    }

    @Test("coverage points are key locations and active access points")
    func coveragePoints() {
        #expect(Self.site("a", [.keyLocation]).isCoveragePoint)
        #expect(Self.site("a", [.accessPoint(AccessPoint())]).isCoveragePoint)
        #expect(!Self.site("a", [.accessPoint(AccessPoint(isActive: false))]).isCoveragePoint)
        #expect(Self.site("a", [.accessPoint(AccessPoint(isActive: false)), .keyLocation]).isCoveragePoint)
        #expect(!Self.site("a", [.centre(ComputingCentre(declaredClass: .large))]).isCoveragePoint)
    }

    @Test("the target in force is the latest that has begun")
    func targets() {
        var policy = IndicatorPolicy()
        policy.targets.append(
            IndicatorTarget(indicator: .circleCoverage, effectiveFrom: "2027-01-01", ratio: 0.9))
        #expect(policy.target(.circleCoverage, on: "2026-12-31")?.ratio == 0.70)
        #expect(policy.target(.circleCoverage, on: "2027-01-01")?.ratio == 0.9)
        policy.targets.removeFirst()
        #expect(policy.target(.interconnection, on: "2026-12-31") == nil)
    }
}
