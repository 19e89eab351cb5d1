import Testing
import Themes

@testable import Console

@Suite("Themes")
struct ThemeTests {
    @Test("resolve colours, backgrounds, attributes and gradients")
    func resolve() throws {
        let theme = try Theme(
            name: "t",
            entries: [
                "text": "#102030", "breach": "#ff0000 on #000001 bold", "traffic": "#000000, #64c8ff", "dim": "faint",
            ])
        #expect(theme.resolve(.text).foreground == RGB(0x10, 0x20, 0x30))
        #expect(
            theme.resolve(Style(.breach, .reverse))
                == ResolvedStyle(foreground: RGB(255, 0, 0), background: RGB(0, 0, 1), emphasis: [.bold, .reverse]))
        #expect(theme.resolve(Style(.traffic, level: 50)).foreground == RGB(50, 100, 128))
        #expect(theme.resolve(Style(.traffic, level: 255)).foreground == RGB(0x64, 0xC8, 0xFF))
        #expect(theme.resolve(.dim) == ResolvedStyle(emphasis: .faint))
        #expect(theme.resolve(Style(.title)) == theme.resolve(.text))
    }

    @Test("give the selected row a background, or reverse it where there is no colour")
    func selection() throws {
        let dark = try Theme.builtIn("dark")
        let mono = try Theme.builtIn("mono")
        #expect(dark.resolve(Style(.warning, .selected)).background == dark.resolve(Style(.selection)).background)
        #expect(dark.resolve(Style(.warning, .selected)).foreground == dark.resolve(Style(.warning)).foreground)
        #expect(mono.resolve(Style(.text, .selected)).emphasis == .reverse)
        #expect(mono.resolve(Style(.breach, [.reverse, .selected])).emphasis == .bold)
    }

    @Test(
        "say what was found and what was expected",
        arguments: [
            (["txt": "#102030"], "txt: found an unknown role, expected one of "),
            (["border_x": "bold"], "border_x: found an unknown role, expected one of border, border_focused"),
            (["text": "#12345"], "text: found “#12345”, expected a colour #rrggbb"),
            (["text": "#+12345"], "text: found “#+12345”, expected a colour #rrggbb"),
            (["text": "#102030 on"], "text: found “#102030 on”, expected a colour #rrggbb after “on”"),
            (
                ["text": "blink"],
                "text: found “blink”, expected #rrggbb [on #rrggbb] [bold] [underline] [reverse] [faint]"
            ),
        ])
    func errors(entries: [String: String], message: String) {
        let error = #expect(throws: ThemeError.self) { try Theme(name: "t", entries: entries) }
        #expect(error?.description.hasPrefix(message) == true)
    }

    @Test("that are built in parse; dark gives every severity its own hue, mono equals the fallback")
    func builtIn() throws {
        let dark = try Theme.builtIn("dark")
        let hues = [Role.ok, .warning, .breach, .unknown, .stale, .maintenance].map {
            dark.resolve(Style($0)).foreground
        }
        #expect(Set(hues).count == hues.count)
        let mono = try Theme.builtIn("mono")
        #expect(!mono.resolve(Style(.header)).emphasis.contains(.reverse))
        for role in Role.allCases {
            #expect(mono.resolve(Style(role)) == Theme.fallback.resolve(Style(role)), "\(role.key)")
            #expect(mono.resolve(Style(role, level: 50)).foreground == nil)
        }
    }
}
