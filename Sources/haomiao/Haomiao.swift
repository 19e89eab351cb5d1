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
            RunCommand.self, SnapshotCommand.self, PollCommand.self, ReflectCommand.self, CheckCommand.self,
            DoctorCommand.self,
        ], defaultSubcommand: RunCommand.self)
}
