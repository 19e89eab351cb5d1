import ArgumentParser
import Engine
import Foundation
import Logging
import Metro
import Synchronization

/// `haomiao tap`: what exports bring, sample by sample.
struct TapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap",
        abstract: "Print each sample that exports bring, as it comes (Docs/Telemetry.md).",
        discussion: """
            Brokers are read beside the console, which misses nothing: from now on, and nothing is acknowledged. Slow \
            readers of the output slow the source down where it can wait.
            """)

    @OptionGroup var source: ConfigurationOptions

    @Option(help: ArgumentHelp("Only this one of the configuration's exports.", valueName: "id"))
    var export: String?

    @Flag(
        help: """
            Read brokers in the console's place: with its consumer or group, each message acknowledged when its samples \
            are printed.
            """)
    var acknowledge = false

    @Flag(help: "Print JSON, an object a line.")
    var json = false

    func run() async throws {
        let (setup, _) = try source.setup(announcesDemo: false)
        let signals = ProcessSignals()
        signals.hold()
        let lines = SampleLines(setup.inventory, isJSON: json)
        let printed = Atomic<Int>(0)
        let failure = Mutex<(any Error)?>(nil)
        let tap: ExportTap
        do {
            tap = try ExportTap(
                setup, export: export.map { ExportID($0) }, acknowledges: acknowledge,
                log: Logger(label: "tap") { _ in TapLog() }
            ) { samples in
                do {
                    try StandardOutput.write(lines.text(samples))
                    printed.add(samples.count, ordering: .relaxed)
                    return true
                } catch {
                    failure.withLock { $0 = error }
                    return false
                }
            }
        } catch {
            StandardError.print("haomiao tap: \(error)")
            throw ExitCode(1)
        }
        tap.start()
        // This thread waits for a signal; those of the sources are others.
        while !signals.next(withinMilliseconds: 0), failure.withLock({ $0 == nil }) {
            try await Task.sleep(for: .milliseconds(50))
        }
        await tap.stop()
        let targets = tap.targets()
        StandardError.print(TapSummary.text(printed: printed.load(ordering: .relaxed), targets))
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

/// What became of the sources, for people.
enum TapSummary {
    static func text(printed: Int, _ targets: [TargetPicture]) -> String {
        var lines = ["haomiao tap: \(counted(printed, "sample")) printed"]
        for target in targets {
            let stream = target.stream ?? StreamPicture()
            var words = [
                counted(Int(stream.messages), "message"), counted(Int(stream.readings), "reading"),
                counted(Int(stream.samples), "sample"),
            ]
            let others: [(UInt64, String)] = [
                (stream.unmapped, "unmapped"), (stream.malformed, "malformed"), (stream.dropped, "dropped"),
                (stream.redelivered, "redelivered"), (stream.reconnects, "reconnects"),
            ]
            words += others.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
            if let backlog = stream.backlog { words.append("\(backlog) waiting") }
            lines.append("  \(target.id): \(words.joined(separator: ", "))")
            for refusal in stream.refused {
                lines.append("    \(refusal.count) refused: \(refusal.reason), as \(refusal.example)")
            }
            for note in target.notes { lines.append("    \(note)") }
            if let error = target.lastError { lines.append("    \(error)") }
        }
        return lines.joined(separator: "\n")
    }
}

/// Troubles of the sources, on standard error as they come.
private struct TapLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { StandardError.print("haomiao tap: \(event.message)") }
}
