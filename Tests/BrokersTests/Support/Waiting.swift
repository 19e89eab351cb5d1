import Collecting
import Exports
import Synchronization
import Testing

/// Until it holds, `seconds` at most; what `what` names was not seen otherwise.
func wait(_ what: String, seconds: Int = 60, until isTrue: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while try await !isTrue() {
        guard ContinuousClock.now < end else {
            Issue.record("not seen in \(seconds) s: \(what)")
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// The transport at work until it is cancelled.
func reading(_ transport: any ExportTransport, into door: any ExportDoor) -> Task<Void, any Error> {
    Task { try await transport.run(into: door) }
}

/// What the transport ends with by itself within 60 s.
func failure(of transport: any ExportTransport) async throws -> CollectorError? {
    let run = reading(transport, into: FakeDoor())
    let guardian = Task {
        try await Task.sleep(for: .seconds(60))
        run.cancel()
    }
    defer { guardian.cancel() }
    do {
        try await run.value
        return nil
    } catch is CancellationError {
        return nil
    } catch {
        return try #require(error as? CollectorError)
    }
}

/// What holds a door until the test lets it go.
final class Hold: Sendable {
    private let state = Atomic<Bool>(false)
    var isOver: Bool { state.load(ordering: .acquiring) }
    func end() { state.store(true, ordering: .releasing) }
}
