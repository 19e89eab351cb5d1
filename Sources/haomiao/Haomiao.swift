import ArgumentParser

@main
struct Haomiao: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "haomiao",
        abstract: "A network operations console for metro networks that promise a millisecond.",
        discussion: """
            Without a configuration every command works on the embedded demo metro, and says so.
            """,
        version: "haomiao \(version)",
        subcommands: [
            RunCommand.self, SnapshotCommand.self, PollCommand.self, ProbeCommand.self, ReflectCommand.self,
            CheckCommand.self, MapCommand.self, TapCommand.self, DiscoverCommand.self, DoctorCommand.self,
        ], defaultSubcommand: RunCommand.self)

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let complaint = complaint(about: arguments) {
            StandardError.print(complaint)
            exit(withError: ExitCode.validationFailure)
        }
        await main(arguments)
    }

    /// What is wrong with the command's name. The default command would take it for an argument too many and show only
    /// its own usage.
    static func complaint(about arguments: [String]) -> String? {
        guard let name = arguments.first, !name.hasPrefix("-") else { return nil }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard name != "help", !names.contains(name) else { return nil }
        return """
            haomiao: '\(name)' is no command; commands: \(names.joined(separator: ", ")).
            For more: haomiao --help
            """
    }
}
