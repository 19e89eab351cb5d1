import ArgumentParser

@main
struct Haomiao: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "haomiao", abstract: "A network operations console for metro networks that promise a millisecond.",
        version: "0.1.0")
}
