import Metro
import Testing

@testable import Console

@Suite struct DetailGoldenTests {
    private static let inventory = FixtureMetro.inventory
    private static func path(_ id: PathID) -> DetailScreen.State { .path(inventory.pathIndex(id) ?? -1) }
    private static func link(_ id: LinkID) -> DetailScreen.State { .link(inventory.linkIndex(id) ?? -1) }
    private static func site(_ id: SiteID) -> DetailScreen.State { .site(inventory.siteIndex(id) ?? -1) }

    private func check(_ drawn: DrawnScreen, _ state: DetailScreen.State, _ name: String) {
        let frame = drawn.frame(DetailScreen.self, state)
        FrameDump.write(frame, "detail-\(name)-\(drawn.name)")
        Golden.expect(frame, "detail-\(name)-\(drawn.name)")
    }

    @Test("a rerouted path looks as it was agreed", arguments: DrawnScreen.sizes)
    func path(_ drawn: DrawnScreen) { check(drawn, Self.path("dc2~dc5"), "path") }

    @Test("a link looks as it was agreed", arguments: DrawnScreen.sizes)
    func link(_ drawn: DrawnScreen) { check(drawn, Self.link("dc1-dc2"), "link") }

    @Test("a site looks as it was agreed", arguments: DrawnScreen.sizes)
    func site(_ drawn: DrawnScreen) { check(drawn, Self.site("dc1"), "site") }

    @Test("gaps, an outlier, a dead path, a dead link and a hostile alias look as they were agreed")
    func oddities() {
        let drawn = DrawnScreen.sizes[1]
        check(drawn, Self.path("dc2~dc4"), "gaps")
        check(drawn, Self.path("dc1~dc3"), "outlier")
        check(drawn, Self.path("dc1~dc6"), "clock-set")
        check(drawn, Self.path("ap07~dc5"), "lossy")
        check(drawn, Self.path("dc4~dc6"), "no-answer")
        check(drawn, Self.path("dc5~dc6"), "all-lost")
        check(drawn, Self.link("dc5-dc6"), "down")
        check(drawn, Self.link("is3-is2"), "hostile")
    }

    @Test("the remarks of a link and the devices of a site look as they were agreed on a small screen")
    func smallPanels() {
        for (state, name) in [
            (Self.link("dc1-dc2"), "remarks"), (Self.link("dc5-dc6"), "down"), (Self.site("dc1"), "devices"),
        ] {
            var state = state
            state.panel = name == "down" ? 3 : 2
            check(DrawnScreen.sizes[0], state, name)
        }
    }

    @Test("every panel of a small screen looks as it was agreed")
    func tabs() {
        for panel in 0..<5 {
            var state = Self.path("dc1~dc6")
            state.panel = panel
            check(DrawnScreen.sizes[0], state, "tab\(panel)")
        }
    }
}
