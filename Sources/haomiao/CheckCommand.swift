import ArgumentParser
import Configuration
import Foundation

/// `haomiao check FILE`: everything that is wrong with a configuration, at once.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate a configuration: every error with its line; exit status 1 when there is one.")

    @Argument(help: "The file to check.")
    var file: String

    func run() throws {
        do {
            let loaded = try ConfigurationLoader.load(path: file)
            for warning in loaded.warnings { print(warning.description) }
            let inventory = loaded.inventory
            print(
                """
                \(file): valid: \(inventory.sites.count) sites, \(inventory.devices.count) devices, \
                \(inventory.links.count) links, \(inventory.paths.count) paths, inventory version \(inventory.version)
                """)
        } catch {
            for diagnostic in error.diagnostics { print(diagnostic.description) }
            let count = error.errors.count
            StandardError.print("haomiao: \(count) error\(count == 1 ? "" : "s") in \(file)")
            throw ExitCode(1)
        }
    }
}
