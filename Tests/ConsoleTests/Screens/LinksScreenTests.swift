import Metro
import Synchronization
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
                    case .p99: LinkRow(row, snapshot).path?.worstP99
                    case .age: LinkRow(row, snapshot).age.map(Double.init)
                    case .state: Double(LinkRow(row, snapshot).severity.rawValue)
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

    @Test("says of a warning whether the limit is near, exceeded or unproven, and of a link's own warning what it is")
    func warnings() throws {
        var picture = snapshot
        let path = try #require(picture.paths.indices.first { picture.paths[$0].worstP99 != nil })
        picture.paths[path].severity = .warning
        for (verdict, english, chinese) in [
            (Verdict.met, "near", "接近"), (.missed, "over", "越限"), (.unknown, "unproven", "未证实"),
        ] {
            picture.paths[path].verdict = verdict
            #expect(LinkRow(.path(path), picture).stateWord(.english) == english)
            #expect(LinkRow(.path(path), picture).stateWord(.chinese) == chinese)
        }
        let busy = try #require(picture.inventory.links.firstIndex { $0.id.text == "dc1-dc2" })
        picture.links[busy].paths = []
        #expect(LinkRow(.link(busy), picture).stateWord(.english) == "warning")
        let down = try #require(picture.inventory.links.firstIndex { $0.id.text == "dc5-dc6" })
        #expect(LinkRow(.link(down), picture).stateWord(.english) == "down")
    }

    @Test("names what is wrong with the link itself where its paths are better, and the p99 where a path is")
    func notes() throws {
        func note(_ row: LinksScreen.Row, _ picture: MetroSnapshot) -> String {
            LinksScreen.note(row, picture, .english).spans.map(\.text).joined()
        }
        var picture = snapshot
        let index = try #require(picture.inventory.links.firstIndex { $0.id.text == "dc1-dc2" })
        #expect(note(.link(index), picture) == "warning: load 91.0 %, errors and discards 41.5 /s")
        picture.links[index].severity = .breach
        picture.links[index].forward.utilization = .known(0.97)
        #expect(note(.link(index), picture) == "breach: load 97.0 %")
        picture.links[index].forward.operationalStatus = .known(.down)
        #expect(note(.link(index), picture) == "breach: down")
        picture = snapshot
        let slow = try #require(picture.paths.indices.first { picture.paths[$0].severity == .breach })
        picture.links[index].paths = [slow]
        #expect(note(.link(index), picture).hasPrefix("breach: p99 "))
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
        big.links = PictureList(repeating: snapshot.links[0], count: 10_000)
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: .links))
        _ = app.receive(big)
        _ = app.render(width: 120, height: 40, now: 0)
        _ = app.handle(.end)
        let rows = Golden.glyphs(app.render(width: 120, height: 40, now: 0))
        #expect(rows.contains { $0.contains("of 10 0") })
        #expect(rows[38].contains("10 0"))
    }

    private final class Looks: Sendable {
        let count = Mutex(0)
    }

    @Test(
        "while a judgement stays, a picture costs by the rows in view, not by the links and paths there are",
        arguments: [ScreenID.links, .map])
    func costsByWhatItShows(screen: ScreenID) {
        let looks = Looks()
        let row = snapshot.links[0]
        var big = snapshot
        big.inventory = Inventory(
            city: snapshot.inventory.city, sites: snapshot.inventory.sites,
            links: (0..<20_000).map { index in
                let a = InterfaceReference(device: "a", name: "x\(index)")
                return Link(id: LinkID("l\(index)"), a: a, b: InterfaceReference(device: "b", name: "x\(index)"))
            },
            paths: snapshot.inventory.paths
                + (0..<20_000).map {
                    MeasuredPath(id: PathID("p\($0)"), a: "dc3", b: "dc5", layer: .optical, method: .roundTrip)
                }, version: "counted")
        big.links = PictureList(count: 20_000) { _ in
            looks.count.withLock { $0 += 1 }
            return row
        }
        let paths = snapshot.paths
        big.paths = PictureList(count: big.inventory.paths.count) { index in
            looks.count.withLock { $0 += 1 }
            return paths[index % paths.count]
        }
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: screen))
        func looksOfAFrame() -> Int {
            looks.count.withLock { $0 = 0 }
            _ = app.receive(big)
            _ = app.render(width: 120, height: 40, now: 0)
            return looks.count.withLock { $0 }
        }
        #expect((40_000..<100_000).contains(looksOfAFrame()))
        for _ in MapScreen.State.Panel.allCases {
            big.sequence += 1
            #expect(looksOfAFrame() < 200)
            _ = app.handle(.tab)
        }
        big.judgement += 1
        #expect(looksOfAFrame() >= 40_000)
    }
}
