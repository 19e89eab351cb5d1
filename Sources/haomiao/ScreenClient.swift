import Console
import Engine
import Foundation
import Terminal

/// Between the terminal's loop and the console: hands it the engine's latest picture, and its looks to the terminal.
struct ScreenClient: TerminalClient {
    var app: ConsoleApp
    let engine: Engine
    let themes: ThemeShelf
    private var theme: Theme
    private var sequence: UInt64 = 0

    init(app: ConsoleApp, engine: Engine, themes: ThemeShelf) {
        self.app = app
        self.engine = engine
        self.themes = themes
        theme = themes.theme(app.themeName)
    }

    var themeName: String { app.themeName }
    var wantsMouse: Bool { app.isMouseEnabled }
    var isWaiting: Bool { !engine.hasPublished }

    mutating func handle(_ key: Key) -> AppDirective { app.handle(key) }

    mutating func frame(width: Int, height: Int, bytesPerSecond: Int) -> Frame {
        let snapshot = engine.snapshot
        if snapshot.sequence != sequence {
            sequence = snapshot.sequence
            _ = app.receive(snapshot)
        }
        if theme.name != app.themeName { theme = themes.theme(app.themeName) }
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        return app.render(width: width, height: height, now: now, bytesPerSecond: Double(bytesPerSecond))
    }

    func resolve(_ style: Style) -> ResolvedStyle { theme.resolve(style) }
}
