import Foundation
import Metro
import Themes

@testable import Console

/// Writes frames as escape sequences into the directory that `HAOMIAO_DUMP_FRAMES` names, to be looked at in a
/// terminal; does nothing without it.
enum FrameDump {
    private static let directory = ProcessInfo.processInfo.environment["HAOMIAO_DUMP_FRAMES"]

    static func write(_ frame: Frame, _ name: String) {
        guard let directory else { return }
        let url = URL(fileURLWithPath: directory).appendingPathComponent(name + ".ansi")
        try? frame.ansi(dark).write(to: url, atomically: true, encoding: .utf8)
    }

    /// Themes are flat, so that lines of `key: "value"` are all there is to read here.
    private static let dark: Theme = {
        var entries: [String: String] = [:]
        for line in (BuiltInThemes.yaml("dark") ?? "").split(separator: "\n") where line.contains(": \"") {
            let parts = line.split(separator: ":", maxSplits: 1)
            entries[String(parts[0])] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }
        return (try? Theme(name: "dark", entries: entries)) ?? .fallback
    }()
}

/// One screen drawn on a frame of its own, and kept as golden frame.
struct DrawnScreen {
    let name: String
    let width: Int
    let height: Int
    let context: RenderContext

    static let sizes: [DrawnScreen] = [
        DrawnScreen(name: "80x24", width: 80, height: 24, context: RenderContext(language: .english)),
        DrawnScreen(name: "120x40", width: 120, height: 40, context: RenderContext(language: .english)),
        DrawnScreen(name: "200x60", width: 200, height: 60, context: RenderContext(language: .english)),
        DrawnScreen(name: "120x40-zh", width: 120, height: 40, context: RenderContext(language: .chinese)),
        DrawnScreen(
            name: "80x24-ascii", width: 80, height: 24, context: RenderContext(language: .english, glyphs: .ascii)),
    ]

    /// Header and footer of the shell take a line each.
    var area: Rect { Rect(x: 0, y: 1, width: width, height: height - 2) }

    func frame<S: Screen>(
        _ screen: S.Type, _ state: S.State, _ snapshot: MetroSnapshot = FixtureMetro.snapshot
    ) -> Frame {
        var frame = Frame(
            width: width, height: height, widths: DisplayWidth(replacesSymbols: context.glyphs == .ascii))
        S.render(state, snapshot, context, into: &frame, area: area)
        return frame
    }
}
