import Metro
import Testing

@testable import Console

@Suite struct DetailScreenTests {
    private let snapshot = FixtureMetro.snapshot

    private func path(_ id: PathID) throws -> Int { try #require(snapshot.inventory.pathIndex(id)) }
    private func text(_ state: DetailScreen.State, _ width: Int = 120, _ height: Int = 38) -> String {
        var frame = Frame(width: width, height: height)
        DetailScreen.render(state, snapshot, RenderContext(language: .english), into: &frame, area: frame.bounds)
        return Golden.glyphs(frame).joined(separator: "\n")
    }

    @Test("a change of route is told with its minute, its direction, its length of fibre and its confidence")
    func rerouted() throws {
        #expect(text(.path(try path("dc2~dc5"))).contains("▲ reroute 13:41 → +0.66 ms ≈ 135 km 98 %"))
        #expect(!text(.path(try path("dc1~dc3"))).contains("reroute"))
        var snapshot = FixtureMetro.snapshot
        let event = try #require(snapshot.events.first { $0.kind == .rerouted })
        let change = try #require(event.route)
        snapshot.events.append(.rerouted("dc2~dc5", change, atNanoseconds: FixtureMetro.minutesAgo(50)))
        let index = try #require(snapshot.inventory.pathIndex("dc2~dc5"))
        let detail = try #require(PathDetail(index, snapshot, RenderContext(language: .english)))
        var frame = Frame(width: 120, height: 15)
        detail.drawSmoke(into: &frame, area: frame.bounds)
        let rows = Golden.glyphs(frame)
        #expect(rows.contains { $0.contains("▲ 2 × reroute 13:41") })
        let lane = try #require(rows.first { !$0.contains("reroute") && $0.contains("▲") })
        #expect(lane.filter { $0 == "▲" }.count == 2, "each at its minute")
    }

    @Test("an open event of what is unknown says why; one that is over does not")
    func unknownReason() throws {
        let snapshot = FixtureMetro.snapshot
        func line(until: Int64?) -> String {
            let event = MetroEvent(
                kind: .unknown, severity: .unknown, subject: .path("dc3~dc5"),
                sinceNanoseconds: FixtureMetro.minutesAgo(5), untilNanoseconds: until, value: nil)
            var frame = Frame(width: 60, height: 1)
            EventLine(event: event, snapshot: snapshot, language: .english, namesSubject: false)
                .draw(into: &frame, frame.bounds)
            return Golden.glyphs(frame)[0]
        }
        #expect(line(until: nil).contains("unknown · no clock sync"))
        #expect(!line(until: FixtureMetro.minutesAgo(1)).contains("no clock sync"))
    }

    @Test("a change stands above the direction that it concerns; of the round trip alone above both")
    func directions() throws {
        func captions(_ direction: RouteChange.Direction, minutesAgo: Double = 30) throws -> [Bool] {
            var snapshot = snapshot
            let change = RouteChange(direction: direction, nanoseconds: -48_970, confidence: 0.999)
            snapshot.events = [.rerouted("dc1~dc2", change, atNanoseconds: FixtureMetro.minutesAgo(minutesAgo))]
            var frame = Frame(width: 200, height: 58)
            DetailScreen.render(
                .path(try path("dc1~dc2")), snapshot, RenderContext(language: .english), into: &frame,
                area: frame.bounds)
            return Golden.glyphs(frame).filter { $0.contains("p99 0.") }.map { $0.contains("▲ reroute 13:32") }
        }
        #expect(try captions(.forward) == [true, false])
        #expect(try captions(.backward) == [false, true])
        #expect(try captions(.both) == [true, true])
        #expect(try captions(.roundTrip) == [true, true])
        #expect(try captions(.both, minutesAgo: 61) == [false, false])
        let text = RouteText(
            change: RouteChange(direction: .roundTrip, nanoseconds: -48_970, confidence: 0.999), timeNanoseconds: 0)
        #expect([text.size, text.length, text.confidence] == ["-49 µs", "≈ 5.0 km", "99 %"])
    }

    @Test("both directions of a path have bands of one height; only the time axis stands below", arguments: 2...40)
    func bands(height: Int) {
        let area = Rect(x: 3, y: 5, width: 90, height: height)
        for hasAxis in [false, true] where height >= 4 || !hasAxis {
            let (top, bottom) = SmokeGraph.bands(area, hasAxis: hasAxis)
            #expect(bottom.height == top.height + (hasAxis ? 1 : 0) && top.height > 0)
            #expect(top.y == area.y && bottom.maxY == area.maxY && bottom.y >= top.maxY)
        }
    }

    @Test("the scale of a smoke graph shows the limit and ignores a single outlier")
    func scale() throws {
        let picture = snapshot.paths[try path("dc1~dc3")]
        let upper = SmokeGraph.upper(
            [picture.forward.minutes.values, picture.backward.minutes.values], limit: picture.limitNanoseconds)
        #expect(upper > picture.limitNanoseconds && upper < 1.5 * picture.limitNanoseconds)
        #expect(SmokeGraph.upper([], limit: .nan) == 1)
    }

    @Test("an outlier over the scale is marked, a gap stays a gap and lost minutes are told apart from it")
    func marks() throws {
        #expect(text(.path(try path("dc1~dc3"))).contains("▲"))
        #expect(text(.path(try path("dc2~dc4"))).contains("░░"))
        let lost = text(.path(try path("dc5~dc6")))
        #expect(lost.contains("XXX") && lost.contains("all lost"))
        #expect(text(.path(try path("ap07~dc5"))).contains("xxx"))
    }

    @Test("a value that is missing says why")
    func reasons() throws {
        let faulty = text(.path(try path("dc4~dc6")))
        #expect(faulty.contains("no answer"))
        #expect(text(.path(try path("dc2~dc4"))).contains("few samples"))
        #expect(text(.path(try path("dc1~dc6"))).contains("clock"))
    }

    @Test("a shared clock is said to be one")
    func sharedClock() throws {
        #expect(text(.path(try path("kl5~dc1"))).contains("one clock: only stamps err"))
        #expect(text(.path(try path("dc1~dc2"))).contains("two clocks: errors add up"))
    }

    @Test("control characters of an alias never reach a cell")
    func hostile() throws {
        let link = try #require(snapshot.inventory.linkIndex("is3-is2"))
        let drawn = text(.link(link), 200, 58)
        #expect(!drawn.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(drawn.contains("�"))
    }

    @Test("a link whose agent speed differs, and one whose ends disagree, say so")
    func remarks() throws {
        let differs = try #require(snapshot.inventory.linkIndex("is5-is4"))
        #expect(text(.link(differs)).contains("! the agent's speed differs"))
        let disagree = try #require(snapshot.inventory.linkIndex("dc1-dc2"))
        #expect(text(.link(disagree)).contains("! ends disagree by over 2 %"))
    }

    @Test("a link tells the light of both directions, why some is missing, and what is odd or not as in the inventory")
    func light() throws {
        let drawn = text(.link(try #require(snapshot.inventory.linkIndex("dc1-dc2"))), 200, 58)
        let lines = drawn.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        // Sent by A, arriving at B; sent by B, arriving at A.
        #expect(lines.contains { $0.contains("tx dBm 1.2 sensor failed") })
        #expect(lines.contains { $0.contains("rx dBm -14.3 -7.9") })
        for part in [
            "? pe-dc2:400GE0/0/1 tx dBm: the device says that this sensor does not work",
            "! pe-dc1:400GE0/0/0: ifHighSpeed in bit/s, read as such",
            "! pe-dc1:400GE0/0/0: other neighbour: inventory pe-dc2:400GE0/0/1, device pe-dc3:400GE0/7/1",
        ] { #expect(drawn.contains(part), "\(part)") }
        let dark = text(.link(try #require(snapshot.inventory.linkIndex("dc5-dc6"))), 200, 58)
        #expect(dark.contains("no light: check the fibre and the far end's laser") && dark.contains("by trap"))
    }

    @Test("a site lists its devices with their load and temperature, and what is odd about them")
    func devices() throws {
        let drawn = text(.site(try #require(snapshot.inventory.siteIndex("dc1"))))
        #expect(drawn.contains("· PE-DC1") && drawn.contains("drift 1  oddities 1  CPU 23 %  61.5 °C"))
        let failing = text(.site(try #require(snapshot.inventory.siteIndex("dc6"))))
        #expect(failing.contains("! PE-DC6") && failing.contains("backing off"))
        let none = text(.site(try #require(snapshot.inventory.siteIndex("ap01"))))
        #expect(none.contains("no device here"))
    }

    @Test("Enter leads from a site to its worst path, from a path to its link, and from a link to its path")
    func enter() throws {
        var state = DetailScreen.State.site(try #require(snapshot.inventory.siteIndex("dc2")))
        let worst = try path("dc2~dc5")
        #expect(DetailScreen.update(&state, .open, snapshot) == .openPath(worst))
        state = .path(worst)
        let link = try #require(snapshot.inventory.linkIndex("dc2-dc5"))
        #expect(DetailScreen.update(&state, .open, snapshot) == .openLink(link))
        state = .link(link)
        _ = DetailScreen.update(&state, .nextPanel, snapshot)
        #expect(DetailScreen.update(&state, .open, snapshot) == .openPath(worst))
    }

    @Test("rows and panels stay in range whatever is pressed")
    func clamped() throws {
        for subject in [DetailScreen.Subject.link(3), .path(7), .site(0), .site(999)] {
            var state = DetailScreen.State(subject: subject, panel: 77, row: -5)
            for action in [
                DetailScreen.Action.last, .down, .pageDown, .nextPanel, .up, .pageUp, .previousPanel, .first,
            ] {
                _ = DetailScreen.update(&state, action, snapshot)
                let panels = DetailScreen.panels(subject)
                #expect(panels.indices.contains(state.panel))
                let rows = DetailRows.items(panels[state.panel], subject, snapshot).count
                #expect(state.row >= 0 && state.row < max(1, rows))
            }
        }
    }

    @Test("a subject that the inventory no longer holds says how to go on")
    func gone() {
        #expect(text(.path(9_999)).contains("Esc goes back"))
        #expect(DetailScreen.crumb(.path(9_999), snapshot, .english) == nil)
    }

    @Test("each direction's utilization has its own side of the axis and its own scale is stated")
    func mirror() {
        let mirror = UtilizationMirror(forward: [0.2, 0.21], backward: [0.05, .nan])
        #expect(mirror.upper == 0.25)
        #expect(UtilizationMirror(forward: [1.02], backward: []).upper == 1.05)
        #expect(UtilizationMirror(forward: [.nan], backward: []).upper == 0.05)
    }
}
