import Metro
import Testing

@testable import Console

@Suite("Golden frames")
struct GoldenScreenTests {
    struct Format: Sendable, CustomTestStringConvertible {
        var name: String
        var width: Int
        var height: Int
        var language = Language.english
        var glyphs = GlyphSet.braille
        var testDescription: String { name }
    }

    static let formats = [
        Format(name: "80x24", width: 80, height: 24), Format(name: "120x40", width: 120, height: 40),
        Format(name: "200x60", width: 200, height: 60),
        Format(name: "120x40-zh", width: 120, height: 40, language: .chinese),
        Format(name: "80x24-ascii", width: 80, height: 24, glyphs: .ascii),
    ]

    static func app(_ screen: ScreenID, _ format: Format, _ snapshot: MetroSnapshot = FixtureMetro.snapshot)
        -> ConsoleApp
    {
        var app = ConsoleApp(
            ConsoleApp.Options(language: format.language, glyphs: format.glyphs, screen: screen))
        _ = app.receive(snapshot)
        return app
    }

    static func draw(_ app: inout ConsoleApp, _ format: Format) -> Frame {
        app.render(
            width: format.width, height: format.height, now: FixtureMetro.timeNanoseconds + 400_000_000,
            bytesPerSecond: 312)
    }

    private func check(_ screen: ScreenID, _ name: String, _ format: Format, _ keys: [Key] = []) {
        var app = Self.app(screen, format)
        _ = Self.draw(&app, format)
        for key in keys { _ = app.handle(key) }
        let frame = Self.draw(&app, format)
        Golden.expect(frame, "\(name)-\(format.name)")
        FrameDump.write(frame, "\(name)-\(format.name)")
    }

    @Test("of Links are as kept", arguments: formats)
    func links(format: Format) { check(.links, "links", format, [.down, .down]) }

    @Test("of Indicators are as kept", arguments: formats)
    func indicators(format: Format) { check(.indicators, "indicators", format, [.down, .enter]) }

    @Test("of Collectors are as kept", arguments: formats)
    func collectors(format: Format) { check(.collectors, "collectors", format) }

    @Test("of the traps are as kept", arguments: formats)
    func traps(format: Format) { check(.collectors, "traps", format, [.tab, .down]) }

    @Test("of the differences are as kept", arguments: formats)
    func drift(format: Format) { check(.collectors, "drift", format, [.tab, .tab, .down]) }

    @Test("of an opened target and an opened trap are as kept")
    func opened() {
        check(.collectors, "collector-open", Self.formats[0], [.end, .up, .up, .enter])
        check(.collectors, "collector-stream", Self.formats[0], [.end, .enter])
        check(.collectors, "trap-open", Self.formats[0], [.tab, .enter])
    }

    @Test("of the help are as kept", arguments: formats)
    func help(format: Format) { check(.links, "help", format, [.character("?")]) }

    @Test("of a filter being typed, of empty screens and of a small terminal are as kept")
    func others() {
        let format = Self.formats[0]
        check(.links, "filter", format, [.character("/")] + "dc5".map { .character($0) })
        check(.links, "filter-none", format, [.character("/")] + "(no".map { .character($0) } + [.enter])
        for screen in [ScreenID.links, .indicators, .collectors] {
            var app = Self.app(screen, format, FixtureMetro.empty)
            Golden.expect(Self.draw(&app, format), "empty-\(screen)")
        }
        var waiting = ConsoleApp(ConsoleApp.Options(language: .english))
        Golden.expect(Self.draw(&waiting, format), "waiting")
        var small = Self.app(.links, format)
        Golden.expect(small.render(width: 59, height: 15, now: 0), "too-small")
    }
}
