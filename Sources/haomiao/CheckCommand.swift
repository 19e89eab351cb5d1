import ArgumentParser
import Configuration
import Engine
import Foundation
import Metro

/// `haomiao check FILE`: everything that is wrong with a configuration, at once, and with `--probe` with its targets.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate a configuration: every error with its line; exit status 1 when there is one.")

    @Argument(help: "The file to check.")
    var file: String

    @Flag(
        help: ArgumentHelp(
            "Then try every SNMP agent, STAMP reflector and gNMI server once, but not those of instances; status 1 when one fails."
        ))
    var probe = false

    func run() async throws {
        let inventory = try validated()
        guard probe else { return }
        let targets = try TargetProbe(inventory)
        let report = ProbeReport(await targets.outcomes(), elsewhere: targets.elsewhere)
        try StandardOutput.write(report.text)
        if report.failures > 0 { throw ExitCode(1) }
    }

    private func validated() throws -> Inventory {
        let loaded: LoadedConfiguration
        do throws(ConfigurationInvalid) {
            loaded = try ConfigurationLoader.load(path: file)
        } catch {
            for diagnostic in error.diagnostics { try StandardOutput.print(diagnostic.description) }
            StandardError.print("haomiao: \(counted(error.errors.count, "error")) in \(file)")
            throw ExitCode(1)
        }
        let inventory = loaded.inventory
        var contents = [
            counted(inventory.sites.count, "site"), counted(inventory.devices.count, "device"),
            counted(inventory.links.count, "link"), counted(inventory.paths.count, "path"),
        ]
        if !inventory.exports.isEmpty { contents.append(counted(inventory.exports.count, "export")) }
        for warning in loaded.warnings { try StandardOutput.print(warning.description) }
        for export in inventory.exports {
            try StandardOutput.print("export \(export.id): \(export.format.rawValue) from \(export.transport.words)")
        }
        try StandardOutput.print(
            "\(file): valid: \(contents.joined(separator: ", ")), inventory version \(inventory.version)")
        return inventory
    }
}

/// "1 link", "2 links".
func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
