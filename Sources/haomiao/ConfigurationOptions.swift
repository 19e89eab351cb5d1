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
                fileExists: mayExist)
            guard let path = found else { return nil }
            let loaded = try ConfigurationLoader.load(path: path)
            for warning in loaded.warnings { StandardError.print(warning.description) }
            return loaded
        } catch {
            for diagnostic in error.diagnostics { StandardError.print(diagnostic.description) }
            StandardError.print("haomiao: \(counted(error.errors.count, "error")); nothing was started")
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

/// Whether a path names something, readable or not. Only what is certainly absent is: a folder that may not be looked
/// into could hold a configuration, and reading it is what says so.
func mayExist(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
}
