import Metro
import Testing

@testable import Console

@Suite struct MapScreenTests {
    private let snapshot = FixtureMetro.snapshot
    private let area = Rect(x: 0, y: 0, width: 120, height: 38)

    private func draw(
        _ snapshot: MetroSnapshot, _ state: MapScreen.State = MapScreen.State(), _ glyphs: GlyphSet = .braille,
        width: Int = 120,
        height: Int = 38
    ) -> Frame {
        var frame = Frame(width: width, height: height)
        MapScreen.render(
            state, snapshot, RenderContext(language: .english, glyphs: glyphs), into: &frame, area: frame.bounds)
        return frame
    }

    @Test("every meaning of a site has a shape of its own, in Unicode and in ASCII")
    func shapes() {
        let looks = SiteLook.all(snapshot)
        let kinds = Set(looks.map(\.kind))
        #expect(
            kinds.isSuperset(of: [
                .centre, .covered, .notCovered, .coverageUnknown, .crossConnected, .notCrossConnected,
            ]))
        for glyphs in GlyphSet.allCases {
            var shapes: [Character: SiteLook.Kind] = [:]
            for look in looks {
                let earlier = shapes.updateValue(look.kind, forKey: look.glyph(glyphs))
                #expect(earlier == nil || earlier == look.kind)
            }
        }
    }

    @Test("every condition of a link differs from every other without colour: by stroke, width or mark")
    func strokes() {
        var seen: Set<String> = []
        for condition in LinkLook.Condition.allCases {
            let look = LinkLook(condition: condition, value: nil, level: 50, isUtilization: false)
            let mark = SeverityMark.glyph(look.severity)
            #expect(seen.insert("\(look.pattern) \(look.width) \(mark)").inserted)
        }
    }

    @Test("a link that is down is dashed and says so, whatever its latency was")
    func down() throws {
        let index = try #require(snapshot.inventory.linkIndex("dc5-dc6"))
        let halves = LinkLook.halves(index, snapshot, byUtilization: false)
        #expect(halves.a.condition == .down && halves.b.condition == .down)
        #expect(Golden.glyphs(draw(snapshot)).contains { $0.contains("down X") })
    }

    @Test("each half of a link shows the direction that leaves its end")
    func halves() throws {
        let index = try #require(snapshot.inventory.linkIndex("dc2-dc5"))
        let halves = LinkLook.halves(index, snapshot, byUtilization: false)
        #expect(halves.a.condition == .over)
        #expect(halves.b.condition == .ok)
        let busy = try #require(snapshot.inventory.linkIndex("dc1-dc2"))
        #expect(LinkLook.halves(busy, snapshot, byUtilization: true).a.condition == .near)
        #expect(LinkLook.halves(busy, snapshot, byUtilization: true).b.condition == .ok)
    }

    /// The fixture with one backbone link filled to 96 % in one direction.
    private func overloaded() throws -> MetroSnapshot {
        var snapshot = snapshot
        let index = try #require(snapshot.inventory.linkIndex("dc1-dc5"))
        snapshot.links[index].severity = .breach
        snapshot.links[index].forward.utilization = .known(0.96)
        snapshot.links[index].forward.discardsPerSecond = .known(36_000)
        return snapshot
    }

    @Test("a link in breach by its load is over in the direction that is full")
    func overload() throws {
        let snapshot = try overloaded()
        let halves = LinkLook.halves(
            try #require(snapshot.inventory.linkIndex("dc1-dc5")), snapshot, byUtilization: true)
        #expect(halves.a.condition == .over && halves.a.severity == .breach)
        #expect(halves.b.condition == .ok)
    }

    @Test(
        "by utilization the fullest link bears its value and mark at every size, and no site a delay",
        arguments: [(80, 22), (120, 38), (200, 58)])
    func fullest(width: Int, height: Int) throws {
        for glyphs in GlyphSet.allCases {
            for (snapshot, wanted) in [(snapshot, " 91% !"), (try overloaded(), " 96% X")] {
                var frame = Frame(
                    width: width, height: height, widths: DisplayWidth(replacesSymbols: glyphs == .ascii))
                MapScreen.render(
                    MapScreen.State(), snapshot,
                    RenderContext(language: .english, glyphs: glyphs, colorsByUtilization: true), into: &frame,
                    area: frame.bounds)
                let layout = MapScreen.layout(MapScreen.State(), snapshot, area: frame.bounds)
                let picture = (layout.map.y..<layout.map.maxY).map { y in
                    String((layout.map.x..<layout.map.maxX).map { frame[$0, y].glyph })
                }
                #expect(picture.contains { $0.contains(wanted) })
                #expect(!picture.contains { $0.contains("Low Carbon City 1.") || $0.contains("Nan'ao 1.") })
            }
        }
    }

    @Test("the legend explains every colour of a link before the marks of the sites, also on one line")
    func legend() {
        for isByUtilization in [false, true] {
            var frame = Frame(width: 80, height: 22)
            MapScreen.render(
                MapScreen.State(), snapshot, RenderContext(language: .english, colorsByUtilization: isByUtilization),
                into: &frame, area: frame.bounds)
            let layout = MapScreen.layout(MapScreen.State(), snapshot, area: frame.bounds)
            let legend = Golden.glyphs(frame)[layout.legend.y]
            let words = isByUtilization ? ["0…100 %", "! busy"] : [" ok", "! near"]
            for word in words + ["X over", "X down", "● not covered"] { #expect(legend.contains(word)) }
        }
    }

    @Test("g and G go to the first and the last centre")
    func firstAndLast() throws {
        let action = { (key: Key) in MapScreen.bindings.first { $0.keys.contains(key) }?.action }
        var state = MapScreen.State()
        _ = MapScreen.update(&state, try #require(action(.character("G"))), snapshot)
        #expect(state.site == snapshot.inventory.siteIndex("dc6"))
        _ = MapScreen.update(&state, try #require(action(.character("g"))), snapshot)
        #expect(state.site == snapshot.inventory.siteIndex("dc1"))
    }

    @Test("a path whose best effort misses the limit is over, not near, though only a warning")
    func missedWarning() throws {
        let index = try #require(snapshot.inventory.pathIndex("ap10~dc4"))
        var picture = snapshot.paths[index]
        picture.severity = .warning
        #expect(LinkLook.path(picture, isForward: true).condition == .over)
    }

    @Test("a path without a verdict never looks well")
    func unknownIsNotOk() throws {
        for (index, picture) in snapshot.paths.enumerated() where picture.verdict == .unknown {
            for isForward in [true, false] {
                let look = LinkLook.path(picture, isForward: isForward)
                #expect(look.condition != .ok, "path \(snapshot.inventory.paths[index].id)")
            }
        }
    }

    @Test("the worst pair comes first, what is not known before what is well")
    func ranking() {
        let ranked = PairRanking(snapshot).paths
        #expect(ranked.count == 15)
        #expect(snapshot.inventory.paths[ranked[0]].id == "dc2~dc5")
        let severities = ranked.map { snapshot.paths[$0].severity }
        #expect(severities == severities.sorted(by: >))
    }

    @Test("open events come before closed ones, the worst first")
    func events() {
        let events = EventList.ordered(snapshot)
        let open = events.prefix { $0.untilNanoseconds == nil }
        #expect(open.count == EventList.open(snapshot))
        #expect(open.map(\.severity) == open.map(\.severity).sorted(by: >))
    }

    @Test("arrows walk over the map; Enter opens the site, a pair or an event")
    func keys() throws {
        var state = MapScreen.State()
        let start = try #require(MapScreen.selectedSite(state, snapshot))
        #expect(MapScreen.update(&state, .right, snapshot) == .none)
        let moved = try #require(state.site)
        #expect(moved != start)
        #expect(MapScreen.update(&state, .open, snapshot) == .openSite(moved))
        _ = MapScreen.update(&state, .nextPanel, snapshot)
        _ = MapScreen.update(&state, .down, snapshot)
        #expect(state.pairRow == 1)
        #expect(MapScreen.update(&state, .open, snapshot) == .openPath(PairRanking(snapshot).paths[1]))
        _ = MapScreen.update(&state, .nextPanel, snapshot)
        _ = MapScreen.update(&state, .last, snapshot)
        #expect(state.eventRow == snapshot.events.count - 1)
        _ = MapScreen.update(&state, .first, snapshot)
        #expect(MapScreen.update(&state, .open, snapshot) == .openPath(snapshot.inventory.pathIndex("dc2~dc5") ?? -1))
        _ = MapScreen.update(&state, .nextPanel, snapshot)
        #expect(state.panel == .map)
    }

    @Test("from every site some key leads on, and going there and back by any keys stays on the map")
    func reachable() {
        let plane = MapPlane(snapshot.inventory)
        var seen: Set<Int> = [0]
        var queue = [0]
        while let site = queue.popLast() {
            for (dx, dy) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1)] {
                if let next = plane.neighbour(of: site, dx: dx, dy: dy), seen.insert(next).inserted {
                    queue.append(next)
                }
            }
        }
        #expect(seen.count == snapshot.inventory.sites.count)
    }

    @Test("a snapshot with fewer sites, paths and events leaves the state valid")
    func shrinks() {
        var state = MapScreen.State(panel: .events, site: 40, pairRow: 14, eventRow: 8, isZoomed: true)
        #expect(MapScreen.update(&state, .down, FixtureMetro.nothing) == .none)
        #expect(state == MapScreen.State(panel: .events, site: nil, pairRow: 0, eventRow: 0, isZoomed: true))
        #expect(MapScreen.update(&state, .open, FixtureMetro.nothing) == .none)
    }

    @Test("a click selects what it hits, a double click opens it")
    func mouse() throws {
        let context = RenderContext(language: .english)
        let layout = MapScreen.layout(MapScreen.State(), snapshot, area: area)
        let picture = MapPicture(MapScreen.State(), snapshot, context, area: layout.picture)
        let site = try #require(snapshot.inventory.siteIndex("dc5"))
        let cell = try #require(picture.cells()[site])
        let x = layout.picture.x + cell.x
        let y = layout.picture.y + cell.y
        func action(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> MapScreen.Action? {
            MapScreen.action(MouseEvent(kind: kind, x: x, y: y), MapScreen.State(), snapshot, context, area: area)
        }
        #expect(action(.press, x, y) == .selectSite(site))
        #expect(action(.doublePress, x, y) == .openSite(site))
        #expect(action(.press, layout.sidePairs.x + 2, layout.sidePairs.y + 2) == .selectPair(2))
        #expect(action(.press, layout.sideEvents.x + 2, layout.sideEvents.y + 1) == .selectEvent(1))
        #expect(action(.wheelDown, layout.sidePairs.x + 2, layout.sidePairs.y) == .scroll(.pairs, 1))
        #expect(action(.press, 0, 0) == nil)
    }

    @Test("the radius of the circle is written beside what it was fitted to")
    func reachIsStated() {
        let text = Golden.glyphs(draw(snapshot)).joined(separator: "\n")
        #expect(text.contains("reach ≈ ") && text.contains("fitted to 6 paths") && text.contains("µs/km"))
    }

    @Test("before the first answer nothing is called well or covered")
    func beforeFirstAnswer() {
        let text = Golden.glyphs(draw(FixtureMetro.empty)).joined(separator: "\n")
        #expect(text.contains("insufficient data"))
        let looks = SiteLook.all(FixtureMetro.empty)
        #expect(!looks.contains { $0.kind == .covered })
    }

    @Test("an empty city says what to do next")
    func emptyCity() {
        let text = Golden.glyphs(draw(FixtureMetro.nothing)).joined(separator: "\n")
        #expect(text.contains("the inventory holds no site") && text.contains("haomiao check"))
    }
}
