import ArgumentParser
import Collecting
import Engine
import Foundation
import Metro

/// `haomiao poll DEVICE`: one poll, and what it saw.
struct PollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll",
        abstract: "Poll one device of the inventory once: its interfaces, and why some of them are grey.")

    @OptionGroup var source: ConfigurationOptions

    @Argument(help: "The device's id in the inventory.")
    var device: String

    @Flag(help: "Print JSON (schema in Docs/Snapshot.md) instead of a table.")
    var json = false

    @Flag(help: "List every request: what was asked, what came, how long it took.")
    var requests = false

    func run() async throws {
        let (setup, _) = try source.setup(announcesDemo: true)
        let document: PollDocument
        do {
            document = try await DevicePoll.poll(DeviceID(device), of: setup)
        } catch {
            StandardError.print("haomiao poll: \(error)")
            throw ExitCode(1)
        }
        try StandardOutput.write(json ? try document.json() : PollTable(document, showsRequests: requests).text)
        if let error = document.error {
            StandardError.print("haomiao poll: \(error)")
            throw ExitCode(1)
        }
    }
}
