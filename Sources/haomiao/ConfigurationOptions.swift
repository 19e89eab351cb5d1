import ArgumentParser
import Configuration
import Engine
import Foundation

/// Where the configuration comes from, the same for every command that runs an instance.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Configuration file (YAML).",
            discussion: """
                Without it: $XDG_CONFIG_HOME/haomiao/metro.yaml (by default ~/.config), then /etc/haomiao/metro.yaml, \
                then the embedded demo metro.
                """, valueName: "file"))
    var config: String?

    /// A loaded configuration, or `nil` for the demo. Prints every error at its line and ends with status 1 when the
    /// file cannot be used; warnings go to standard error.
    func load() throws -> LoadedConfiguration? {
        do throws(ConfigurationInvalid) {
            let found = try ConfigurationLocator.find(
                explicit: config, environment: ProcessInfo.processInfo.environment,
                fileExists: { FileManager.default.fileExists(atPath: $0) })
            guard let path = found else { return nil }
            let loaded = try ConfigurationLoader.load(path: path)
            for warning in loaded.warnings { StandardError.print(warning.description) }
            return loaded
        } catch {
            for diagnostic in error.diagnostics { StandardError.print(diagnostic.description) }
            let count = error.errors.count
            StandardError.print("haomiao: \(count) error\(count == 1 ? "" : "s"); nothing was started")
            throw ExitCode(1)
        }
    }

    /// The instance to run. The demo says that it is one, on standard error.
    func setup(announcesDemo: Bool) throws -> (setup: EngineSetup, configuration: LoadedConfiguration?) {
        guard let loaded = try load() else {
            if announcesDemo {
                StandardError.print("haomiao: no configuration found: this is the demo metro (source: simulator)")
            }
            return (.demo, nil)
        }
        return (EngineSetup(loaded), loaded)
    }
}

/// Standard output, line by line and at once, for commands whose output is followed.
enum StandardOutput {
    static func print(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

enum StandardError {
    static func print(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
