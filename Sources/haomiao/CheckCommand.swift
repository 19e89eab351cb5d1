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
        let lines: [String]
        do throws(ConfigurationInvalid) {
            let loaded = try ConfigurationLoader.load(path: file)
            let inventory = loaded.inventory
            let contents = [
                counted(inventory.sites.count, "site"), counted(inventory.devices.count, "device"),
                counted(inventory.links.count, "link"), counted(inventory.paths.count, "path"),
            ]
            lines =
                loaded.warnings.map(\.description) + [
                    "\(file): valid: \(contents.joined(separator: ", ")), inventory version \(inventory.version)"
                ]
        } catch {
            for diagnostic in error.diagnostics { try StandardOutput.print(diagnostic.description) }
            StandardError.print("haomiao: \(counted(error.errors.count, "error")) in \(file)")
            throw ExitCode(1)
        }
        for line in lines { try StandardOutput.print(line) }
    }
}

/// "1 link", "2 links".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
