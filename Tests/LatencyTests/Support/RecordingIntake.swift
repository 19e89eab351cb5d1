import Collecting
import Synchronization
import Telemetry

/// Keeps what a collector hands over, and lets a test wait for a condition on it.
final class RecordingIntake: Intake {
    struct Record: Sendable {
        var samples: [Sample] = []
        var findings: [Finding] = []
    }

    let time: any TimeSource = SystemTime()
    private let record = Mutex(Record())
    private let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation

    init() {
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func offer(_ samples: [Sample]) {
        record.withLock { $0.samples += samples }
        changed.yield()
    }
    func report(_ finding: Finding) {
        record.withLock { $0.findings.append(finding) }
        changed.yield()
    }

    var current: Record { record.withLock { $0 } }

    /// Returns the record once `condition` holds; the suite's time limit is the bound.
    func wait(for condition: (Record) -> Bool) async -> Record {
        if condition(current) { return current }
        for await _ in changes where condition(current) { break }
        return current
    }
}
