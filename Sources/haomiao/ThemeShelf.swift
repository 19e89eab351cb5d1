import ArgumentParser
import Configuration
import Console
import Themes

/// The themes that `t` walks through: the one chosen, then the built-in ones.
struct ThemeShelf {
    private(set) var names: [String] = []
    private var themes: [String: Theme] = [:]

    /// The theme to begin with.
    var first: String { names.first ?? Theme.fallback.name }

    /// `choice` (the command line's) goes before the configuration's. A theme that cannot be read ends the program with
    /// status 1 and says where it is wrong.
    init(choice: String?, settings: ConsoleSettings) throws {
        for name in BuiltInThemes.names {
            if let yaml = BuiltInThemes.yaml(name) { try add(name) { try ThemeFile.read(yaml: yaml, file: name) } }
        }
        let wanted: ConsoleSettings.Theme =
            choice.map { BuiltInThemes.names.contains($0) ? .builtIn($0) : .file($0) } ?? settings.theme
        switch wanted {
        case .builtIn(let name):
            guard themes[name] != nil else {
                StandardError.print(
                    "haomiao: theme: found \(name), expected \(BuiltInThemes.names.joined(separator: ", ")) or a file")
                throw ExitCode(1)
            }
            names = [name] + names.filter { $0 != name }
        case .file(let path):
            try add(path) { try ThemeFile.read(path: path) }
            names = [path] + names.filter { $0 != path }
        }
    }

    func theme(_ name: String) -> Theme { themes[name] ?? .fallback }

    private mutating func add(_ name: String, read: () throws -> [String: String]) throws {
        do {
            themes[name] = try Theme(name: name, entries: try read())
            names.append(name)
        } catch let invalid as ConfigurationInvalid {
            for diagnostic in invalid.diagnostics { StandardError.print(diagnostic.description) }
            throw ExitCode(1)
        } catch {
            StandardError.print("\(name): \(error)")
            throw ExitCode(1)
        }
    }
}
