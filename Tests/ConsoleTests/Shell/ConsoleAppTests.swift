import Metro
import Synchronization
import Testing

@testable import Console

@Suite("Shell")
struct ConsoleAppTests {
    private func app(_ screen: ScreenID = .links) -> ConsoleApp {
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: screen))
        _ = app.receive(FixtureMetro.snapshot)
        _ = draw(&app)
        return app
    }

    private func draw(_ app: inout ConsoleApp, _ width: Int = 120, _ height: Int = 40, seconds: Int64 = 0) -> Frame {
        app.render(width: width, height: height, now: FixtureMetro.timeNanoseconds + seconds * 1_000_000_000)
    }

    private func type(_ text: String, _ app: inout ConsoleApp) {
        for character in text { _ = app.handle(.character(character)) }
    }

    private func text(_ app: inout ConsoleApp) -> String { Golden.glyphs(draw(&app)).joined(separator: "\n") }

    @Test("no screen binds a key of the shell but Esc, which the shell hands on, and no key means two things")
    func bindings() {
        let shell = ShellAction.bindings.flatMap(\.keys)
        #expect(Set(shell).count == shell.count)
        for id in ScreenID.allCases {
            let own = id.fresh.bindingLines.flatMap(\.keys)
            #expect(Set(own).count == own.count, "\(id)")
            #expect(Set(own).subtracting([.escape]).isDisjoint(with: shell), "\(id)")
        }
    }

    @Test("the header says what this host's clock follows and how far it may be off, or that nobody keeps it right")
    func clock() {
        var picture = FixtureMetro.snapshot
        let cases: [(ClockPicture, String, String)] = [
            (
                ClockPicture(isSynchronised: true, errorNanoseconds: 1_200, source: "ptp"), "clock PTP ±1.2 µs",
                "时钟 PTP ±1.2 µs"
            ),
            (ClockPicture(isSynchronised: true, errorNanoseconds: 38_000), "clock ±38 µs", "时钟 ±38 µs"),
            (ClockPicture(isSynchronised: false, errorNanoseconds: nil, source: "local"), "clock ? ", "时钟 ? "),
        ]
        for (clock, english, chinese) in cases {
            picture.clock = clock
            for (language, words) in [(Language.english, english), (.chinese, chinese)] {
                var app = ConsoleApp(ConsoleApp.Options(language: language, screen: .links))
                _ = app.receive(picture)
                #expect(Golden.glyphs(draw(&app, 200))[0].contains(words), "\(words)")
            }
        }
    }

    @Test("digits show their screens; digits without a screen do nothing and are not in the help")
    func digits() {
        var app = app()
        for (digit, screen) in [("1", ScreenID.map), ("3", .indicators), ("7", .collectors), ("2", .links)] {
            #expect(app.handle(.character(Character(digit))) == .redraw)
            #expect(app.currentScreen == screen)
        }
        for digit in "4680" {
            #expect(app.handle(.character(digit)) == .none)
            #expect(app.currentScreen == .links)
        }
        _ = app.handle(.character("?"))
        #expect(!text(&app).contains("Breaches"))
    }

    @Test("Enter goes down, Esc and q come back to the same row, the crumbs show the way")
    func navigation() {
        var app = app()
        _ = app.handle(.down)
        let before = draw(&app)
        #expect(app.handle(.enter) == .redraw)
        #expect(app.currentScreen == .detail)
        #expect(Golden.glyphs(draw(&app))[0].contains("2 Links › 5 Detail"))
        #expect(app.handle(.escape) == .redraw)
        #expect(draw(&app) == before)
        _ = app.handle(.enter)
        #expect(app.handle(.character("q")) == .redraw)
        #expect(app.currentScreen == .links)
        #expect(app.handle(.character("q")) == .quit)
    }

    @Test("from one Detail to the next the crumbs name Detail once; on a small screen the object and the clock stay")
    func crumbs() throws {
        var app = app()
        _ = app.handle(.down)
        _ = app.handle(.enter)
        let index = try #require(FixtureMetro.inventory.pathIndex("dc1~dc6"))
        app.follow(.openPath(index))
        var snapshot = FixtureMetro.snapshot
        snapshot.clock.isSynchronised = false
        _ = app.receive(snapshot)
        let crumbs = Golden.glyphs(draw(&app, 200, 60))[0]
        #expect(crumbs.contains("2 Links › 5 Detail › ") && crumbs.components(separatedBy: "Detail").count == 2)
        let name = SubjectName.path(index, snapshot, app.language)
        let line = Golden.glyphs(draw(&app, 80, 24))[0]
        #expect(line.contains(name) && line.contains("clock ? unsync"), "\(line)")
    }

    @Test("q and Esc lead from a Detail that 5 showed to the screen before it, or to the map, and are named back")
    func leaveDetail() {
        for key in [Key.character("q"), .escape] {
            for screen in [ScreenID.links, .indicators, .collectors] {
                var app = app(screen)
                _ = app.handle(.character("5"))
                #expect(app.currentScreen == .detail)
                let drawn = Golden.glyphs(draw(&app))
                #expect(drawn.last?.contains("q back") == true && drawn.last?.contains("quit") == false)
                #expect(app.handle(key) == .redraw)
                #expect(app.currentScreen == screen)
            }
            var app = app(.detail)
            #expect(app.handle(key) == .redraw)
            #expect(app.currentScreen == .map)
        }
    }

    @Test("5 opens what is selected where it is pressed, as Enter does; where nothing is, what Detail showed last")
    func digitOfDetail() throws {
        var app = app()
        _ = app.handle(.down)
        _ = draw(&app)
        var other = app
        _ = app.handle(.character("5"))
        _ = other.handle(.enter)
        let byDigit = draw(&app)
        #expect(byDigit == draw(&other))
        let detail = try #require(app.place.host as? ScreenHost<DetailScreen>)
        _ = app.handle(.character("7"))
        _ = app.handle(.character("5"))
        #expect((app.place.host as? ScreenHost<DetailScreen>)?.state == detail.state)
        var fresh = ConsoleApp(ConsoleApp.Options(screen: .collectors))
        _ = fresh.handle(.character("5"))
        #expect((fresh.place.host as? ScreenHost<DetailScreen>)?.state == .link(0))
    }

    @Test("q quits at the root at once, Q and ^C quit anywhere, even while a filter is typed")
    func quit() {
        var app = app()
        _ = app.handle(.enter)
        #expect(app.handle(.character("Q")) == .quit)
        #expect(app.handle(.control("c")) == .quit)
        _ = app.handle(.escape)
        _ = app.handle(.character("/"))
        #expect(app.handle(.character("q")) == .redraw)
        #expect(app.handle(.control("c")) == .quit)
        var empty = ConsoleApp()
        #expect(empty.handle(.character("q")) == .quit)
    }

    @Test("the filter follows typing, stays after Enter, goes with Esc, and can be taken back while typing")
    func filter() {
        var app = app()
        let all = draw(&app)
        type("/zzzz", &app)
        #expect(text(&app).contains("no row matches"))
        _ = app.handle(.escape)
        #expect(draw(&app) == all)
        type("/zzzz", &app)
        _ = app.handle(.enter)
        #expect(text(&app).contains("/zzzz"))
        _ = app.handle(.character("3"))
        _ = app.handle(.character("2"))
        #expect(text(&app).contains("no row matches"))
        #expect(app.handle(.escape) == .redraw)
        #expect(draw(&app).cells.map(\.glyph) == all.cells.map(\.glyph))
    }

    @Test("a paused screen takes new pictures without a change, and shows the newest when it goes on")
    func pause() {
        var app = app()
        _ = app.handle(.character("p"))
        let paused = app.render(width: 120, height: 40, now: FixtureMetro.timeNanoseconds, bytesPerSecond: 100)
        var newer = FixtureMetro.snapshot
        newer.sequence += 1
        newer.timeNanoseconds += 60_000_000_000
        #expect(app.receive(newer) == .none)
        let later = newer.timeNanoseconds + 9_000_000_000
        #expect(app.render(width: 120, height: 40, now: later, bytesPerSecond: 900) == paused)
        #expect(Golden.glyphs(paused)[0].contains("paused"))
        _ = app.handle(.character("p"))
        #expect(app.render(width: 120, height: 40, now: later) != paused)
    }

    /// What the aggregates have of an hour: a value more every minute, and none at all in the end.
    private final class ForgettingHour: Sendable {
        let age = Mutex(0)
        var minutes: [Int] { age.withLock { $0 < 9 ? Array(0..<(10 + $0)) : [] } }
        func pass(_ minutes: Int) { age.withLock { $0 += minutes } }
    }

    @Test("a paused screen draws the hour as it was when it was paused, even after the aggregates forgot it")
    func pauseHolds() {
        let hour = ForgettingHour()
        var living = FixtureMetro.snapshot
        for index in living.links.indices {
            living.links[index].forward.minuteUtilization = Deferred { hour.minutes.map { Float($0) / 20 } }
            living.links[index].backward.minuteUtilization = living.links[index].forward.minuteUtilization
        }
        for index in living.paths.indices {
            living.paths[index].forward.minutes = Deferred {
                hour.minutes.map {
                    let delay = Float(1 + $0) * 1e5
                    return DelayMinute(received: 60, lost: 0, minimum: delay, p50: delay, p99: delay, maximum: delay)
                }
            }
            living.paths[index].forward.histogram = Deferred {
                hour.minutes.map { DelayBucket(lower: Double($0) * 1e5, upper: Double($0 + 1) * 1e5, count: 1 + $0) }
            }
        }
        for (screen, keys) in [(ScreenID.map, []), (.links, []), (.detail, []), (.links, [.enter])] as [(_, [Key])] {
            hour.age.withLock { $0 = 0 }
            var app = app(screen)
            _ = app.receive(living)
            for key in keys { _ = app.handle(key) }
            var frames: [Frame] = []
            for isPaused in [false, true] {
                if isPaused { _ = app.handle(.character("p")) }
                for _ in 0..<3 {
                    frames.append(draw(&app))
                    hour.pass(isPaused ? 9 : 1)
                }
            }
            #expect(frames[0] != frames[1], "\(screen) draws what lives, or this test says nothing")
            #expect(frames[3] == frames[4] && frames[4] == frames[5], "\(screen)")
        }
    }

    @Test("a picture older than three seconds says so, and for how long")
    func stale() {
        var app = app()
        #expect(Golden.glyphs(draw(&app, seconds: 3))[0].contains("● live"))
        #expect(Golden.glyphs(draw(&app, seconds: 12))[0].contains("░ stale 12s"))
    }

    @Test("keys change language, theme and mouse while running")
    func settings() {
        var app = app()
        _ = app.handle(.character("L"))
        #expect(app.language == .chinese)
        #expect(text(&app).contains("链路"))
        #expect(app.themeName == "dark")
        _ = app.handle(.character("t"))
        #expect(app.themeName == "mono")
        _ = app.handle(.character("t"))
        #expect(app.themeName == "dark")
        _ = app.handle(.character("m"))
        #expect(!app.isMouseEnabled)
        #expect(app.handle(.mouse(MouseEvent(kind: .press, x: 3, y: 5))) == .none)
        #expect(app.handle(.control("l")) == .fullRepaint)
        #expect(app.handle(.control("z")) == .suspend)
        #expect(app.handle(.function(9)) == .none)
    }

    @Test("the help closes with any key, and scrolls where it is longer than the terminal")
    func help() {
        var app = app()
        _ = app.handle(.character("?"))
        _ = app.render(width: 60, height: 16, now: 0)
        let first = app.render(width: 60, height: 16, now: 0)
        _ = app.handle(.down)
        #expect(app.render(width: 60, height: 16, now: 0) != first)
        _ = app.handle(.up)
        #expect(app.render(width: 60, height: 16, now: 0) == first)
        #expect(app.handle(.character("x")) == .redraw)
        #expect(app.helpScroll == nil)
    }

    @Test("the mouse selects a row, opens it, scrolls, and shows a screen by its name in the footer")
    func mouse() throws {
        var app = app()
        let row = LinksScreen.rowArea(ConsoleApp.screenArea(app.size))
        _ = app.handle(.mouse(MouseEvent(kind: .press, x: 10, y: row.y + 2)))
        #expect(draw(&app)[10, row.y + 2].style.emphasis.contains(.selected))
        _ = app.handle(.mouse(MouseEvent(kind: .doublePress, x: 10, y: row.y + 2)))
        #expect(app.currentScreen == .detail)
        let item = try #require(Footer(app).screens.first { $0.id == .collectors })
        _ = app.handle(.mouse(MouseEvent(kind: .press, x: item.columns.lowerBound, y: 39)))
        #expect(app.currentScreen == .collectors)
        #expect(app.handle(.mouse(MouseEvent(kind: .press, x: 500, y: 500))) == .none)
    }

    @Test("the keys in the footer stay whatever the meter shows; narrow terminals keep the first of them")
    func footer() {
        func last(_ width: Int, _ bytes: Double?, _ screen: ScreenID = .links) -> String {
            var app = app(screen)
            let frame = app.render(width: width, height: 24, now: FixtureMetro.timeNanoseconds, bytesPerSecond: bytes)
            return Golden.glyphs(frame).last ?? ""
        }
        for width in [80, 90, 120, 200] {
            let quiet = last(width, nil).dropLast(11)
            for bytes in [0.0, 999, 12_345, 99_940, 999_499, 1e9] { #expect(last(width, bytes).dropLast(11) == quiet) }
        }
        for key in ["Enter open", "/ filter", "? help"] { #expect(last(80, 12_345).contains(key)) }
        for screen in ScreenID.allCases { #expect(last(60, 12_345, screen).contains("? help")) }
    }

    @Test("below 60×16 one line says the size that is needed")
    func tooSmall() {
        var app = app()
        let frame = app.render(width: 59, height: 40, now: 0)
        #expect(Golden.glyphs(frame).contains { $0.contains("needs at least 60×16") })
        #expect(Golden.glyphs(frame).filter { !$0.allSatisfy { $0 == " " } }.count == 1)
        _ = app.render(width: 0, height: 0, now: 0)
        _ = app.render(width: -5, height: 3, now: 0)
    }

    @Test("the demo says DEMO on every screen; a measured city does not")
    func demo() {
        var snapshot = FixtureMetro.snapshot
        for id in ScreenID.allCases {
            for (source, isDemo) in [(SnapshotSource.simulator, true), (.measured, false)] {
                snapshot.source = source
                var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: id))
                _ = app.receive(snapshot)
                #expect(Golden.glyphs(draw(&app, 60, 16))[0].contains("DEMO") == isDemo)
            }
        }
    }
}
