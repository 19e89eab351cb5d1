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

    @Test("a site knows the links and paths that end at it, each once, and the city its pairs of centres")
    func ends() {
        let centre = SiteRole.centre(ComputingCentre(declaredClass: .large))
        func link(_ id: LinkID, _ a: SiteID?, _ b: SiteID?) -> Link {
            let interface = InterfaceReference(device: "d", name: id.text)
            return Link(id: id, a: interface, b: interface, siteA: a, siteB: b)
        }
        func path(_ id: PathID, _ a: SiteID, _ b: SiteID) -> MeasuredPath {
            MeasuredPath(id: id, a: a, b: b, layer: .ip, method: .stamp)
        }
        let inventory = Inventory(
            city: LocalizedName(chinese: "临江"),
            sites: [Self.site("c1", [centre]), Self.site("c2", [centre]), Self.site("p")],
            links: [link("l0", "c1", "p"), link("l1", "p", "p"), link("l2", nil, "c1"), link("l3", "c2", "p")],
            paths: [path("p0", "p", "c1"), path("p1", "c2", "c1"), path("p2", "c1", "c1"), path("p3", "p", "x")],
            version: "1")
        #expect(["c1", "c2", "p", "x"].map { inventory.links(at: $0) } == [[0, 2], [3], [0, 1, 3], []])
        #expect(["c1", "c2", "p", "x"].map { inventory.paths(at: $0) } == [[0, 1, 2], [1], [0, 3], [3]])
        #expect(inventory.centrePaths == [1, 2])
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
