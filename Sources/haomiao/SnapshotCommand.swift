import ArgumentParser
import Engine
import Foundation
import Logging

/// `haomiao snapshot`: the same engine as behind the screen, N seconds long, and its picture.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Run the engine for some seconds without a screen and print its picture.")

    @OptionGroup var source: ConfigurationOptions

    @Option(help: ArgumentHelp("How long to run, 0 … 86400.", valueName: "seconds"))
    var seconds: Double = 5

    @Flag(help: "Print JSON (schema in Docs/Snapshot.md) instead of a summary.")
    var json = false

    func validate() throws {
        guard (0...86_400).contains(seconds) else {
            throw ValidationError("--seconds: found \(seconds), expected 0 … 86400")
        }
    }

    func run() async throws {
        let (setup, _) = try source.setup(announcesDemo: true)
        let logger = Logger(label: "haomiao") { StreamLogHandler.standardError(label: $0) }
        let engine = try Engine(setup, publishHertz: 10, log: logger)
        engine.start()
        // The simulator's last hour takes a moment, which is not one of the seconds asked for.
        while !engine.hasPublished { try await Task.sleep(nanoseconds: 5_000_000) }
        try await Task.sleep(nanoseconds: UInt64(seconds * 1e9))
        let last = engine.snapshot.sequence
        while engine.snapshot.sequence == last { try await Task.sleep(nanoseconds: 5_000_000) }
        // Before the collectors are stopped: afterwards every target would be.
        let snapshot = engine.snapshot
        await engine.stop()
        if json {
            let document = SnapshotDocument(snapshot, seconds: seconds, version: Haomiao.version)
            try StandardOutput.write(try document.json())
        } else {
            try StandardOutput.write(SnapshotSummary(snapshot).text)
        }
    }
}
