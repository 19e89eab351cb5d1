import ArgumentParser

@main
struct Haomiao: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "haomiao",
        abstract: "A network operations console for metro networks that promise a millisecond.",
        version: "haomiao \(version)", subcommands: [DoctorCommand.self])
}
