import Metro
import Testing

@testable import Console

@Suite("Links screen")
struct LinksScreenTests {
    private let snapshot = FixtureMetro.snapshot
    private let area = Rect(x: 0, y: 1, width: 120, height: 38)

    private func settled(_ state: LinksScreen.State = .init(), filter: String = "") -> LinksScreen.State {
        var state = state
        LinksScreen.settle(
            &state, snapshot, RenderContext(language: .english, filter: RowFilter(filter)), area: area)
        return state
    }

    @Test("shows every link once, and every path that rides on none")
    func rows() {
        let state = settled()
        let riding = Set(snapshot.links.flatMap(\.paths))
        #expect(state.rows.count == snapshot.links.count + snapshot.paths.indices.filter { !riding.contains($0) }.count)
        #expect(Set(state.rows).count == state.rows.count)
    }

    @Test("sorts by every key, worst first, missing values last in both directions")
    func sorting() {
        for key in LinksScreen.SortKey.allCases where key != .name {
            for isReversed in [false, true] {
                var state = LinksScreen.State()
                state.sort = key
                state.isReversed = isReversed
                state = settled(state)
                let values = state.rows.map { row -> Double? in
                    switch key {
                    case .p99: LinkRows.path(row, snapshot).flatMap { snapshot.paths[$0].worstP99 }
                    case .age: LinkRows.age(row, snapshot).map(Double.init)
                    case .state: Double(LinkRows.severity(row, snapshot).rawValue)
                    default: nil
                    }
                }
                let known = values.compactMap { $0 }
                #expect(known == known.sorted { isReversed ? $0 < $1 : $0 > $1 }, "\(key)")
                if let first = values.firstIndex(where: { $0 == nil }) {
                    #expect(values[first...].allSatisfy { $0 == nil }, "\(key)")
                }
            }
        }
    }

    @Test("keeps the selected link selected while the order changes")
    func selection() {
        var state = settled()
        _ = LinksScreen.update(&state, .move(.to(5)), snapshot)
        let selected = state.selected
        _ = LinksScreen.update(&state, .nextSort, snapshot)
        state = settled(state)
        #expect(state.selected == selected)
        #expect(state.rows[state.cursor.selected] == selected)
    }

    @Test("opens what is selected, and nothing where nothing is")
    func opening() {
        var state = settled()
        let effect = LinksScreen.update(&state, .open, snapshot)
        switch state.rows[0] {
        case .link(let index): #expect(effect == .openLink(index))
        case .path(let index): #expect(effect == .openPath(index))
        }
        var empty = LinksScreen.State()
        #expect(LinksScreen.update(&empty, .open, FixtureMetro.empty) == .none)
    }

    @Test("filters by name, interface and state")
    func filtering() throws {
        let link = try #require(snapshot.inventory.links.first)
        let state = settled(filter: link.a.name.isEmpty ? link.id.text : link.id.text)
        #expect(state.rows.contains(.link(0)))
        #expect(state.rows.count < state.total)
        #expect(settled(filter: "!.").rows.isEmpty)
    }

    @Test("draws ten thousand links as it draws ten: only the rows in view are formatted")
    func many() {
        var big = snapshot
        big.sequence += 1
        big.inventory = Inventory(
            city: snapshot.inventory.city, sites: snapshot.inventory.sites,
            links: (0..<10_000).map { index in
                Link(
                    id: LinkID("l\(index)"), name: LocalizedName(english: "link \(index)"),
                    a: InterfaceReference(device: "a", name: "x\(index)"),
                    b: InterfaceReference(device: "b", name: "x\(index)"))
            }, paths: snapshot.inventory.paths, version: "big")
        big.links = Array(repeating: snapshot.links[0], count: 10_000)
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: .links))
        _ = app.receive(big)
        _ = app.render(width: 120, height: 40, now: 0)
        _ = app.handle(.end)
        let rows = Golden.glyphs(app.render(width: 120, height: 40, now: 0))
        #expect(rows.contains { $0.contains("of 10 0") })
        #expect(rows[38].contains("10 0"))
    }
}
