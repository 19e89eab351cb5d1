import Exports
import Testing

/// Until it holds, 60 s at most; what `what` names was not seen otherwise.
func wait(_ what: String, until isTrue: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !isTrue() {
        guard ContinuousClock.now < end else {
            Issue.record("not seen in 60 s: \(what)")
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// The transport at work until it is cancelled.
func reading(_ transport: any ExportTransport, into door: any ExportDoor) -> Task<Void, any Error> {
    Task { try await transport.run(into: door) }
}
