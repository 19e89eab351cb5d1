import ArgumentParser
import Collecting
import Configuration
import Console
import Engine
import Foundation
import Logging
import Metro
import Terminal

/// `haomiao`: the console.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Open the console (the default).")

    @OptionGroup var source: ConfigurationOptions

    @Option(help: ArgumentHelp("Language of the console: zh or en.", valueName: "language"))
    var language: String?

    @Option(help: ArgumentHelp("Built-in theme (dark, mono) or a theme file.", valueName: "theme"))
    var theme: String?

    @Option(help: ArgumentHelp("What graphs are drawn with: auto, braille, block, ascii.", valueName: "glyphs"))
    var glyphs: String?

    @Option(help: ArgumentHelp("File that the log goes to while the screen is open.", valueName: "file"))
    var log: String?

    func validate() throws {
        if let language, Language(rawValue: language) == nil {
            throw ValidationError("--language: found \(language), expected zh or en")
        }
        if let glyphs, ConsoleSettings.Glyphs(rawValue: glyphs) == nil {
            throw ValidationError("--glyphs: found \(glyphs), expected auto, braille, block or ascii")
        }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let terminal = TerminalCapabilities.detect(environment: environment)
        guard terminal.isTerminal else {
            StandardError.print(
                """
                haomiao: standard input and output are no terminal; \
                for a picture without a screen: haomiao snapshot --json
                """)
            throw ExitCode(2)
        }
        let (setup, configuration) = try source.setup(announcesDemo: false)
        let console = configuration?.console ?? ConsoleSettings()
        let themes = try ThemeShelf(choice: theme, settings: console)
        let logger = try Self.logger(path: log ?? FileLog.defaultPath(environment: environment))
        let engine = try Engine(setup, publishHertz: console.refreshHertz, log: logger)
        engine.start()

        var options = ConsoleApp.Options()
        options.glyphs = chosenGlyphs(console, terminal)
        options.language =
            LanguageChoice.choose(
                option: language.flatMap { Language(rawValue: $0) }, configured: console.language,
                environment: environment, isUTF8: terminal.isUTF8, glyphs: options.glyphs
            ).language
        options.widths = DisplayWidth(ambiguousIsWide: console.ambiguousWidth == 2)
        options.themeNames = themes.names
        options.themeName = themes.first
        var client = ScreenClient(app: ConsoleApp(options), engine: engine, themes: themes)
        do {
            try TerminalLoop(terminal, refreshHertz: max(2, console.refreshHertz)).run(&client)
        } catch {
            StandardError.print("haomiao: \(error)")
            throw ExitCode(2)
        }
        // Nothing is kept that must be saved, and a target that hangs must not hold up the end.
        Foundation.exit(0)
    }

    private static func logger(path: String) throws -> Logger {
        let file: FileLog
        do {
            file = try FileLog(path: path)
        } catch {
            StandardError.print(
                "haomiao: the log \(path) cannot be opened (\(error.localizedDescription)); give another: --log FILE")
            throw ExitCode(1)
        }
        return Logger(label: "haomiao") { _ in FileLogHandler(log: file) }
    }

    private func chosenGlyphs(_ console: ConsoleSettings, _ terminal: TerminalCapabilities) -> GlyphSet {
        let choice = glyphs.flatMap { ConsoleSettings.Glyphs(rawValue: $0) } ?? console.glyphs
        return switch choice {
        case .auto: terminal.glyphs
        case .braille: .braille
        case .block: .block
        case .ascii: .ascii
        }
    }
}
