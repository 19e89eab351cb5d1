import Collecting
import Synchronization
import Telemetry

/// Keeps what a collector hands in.
final class FakeIntake: Intake {
    struct Record {
        var samples: [Sample] = []
        var findings: [Finding] = []
    }
    let time: any TimeSource = ManualTime()
    private let record = Mutex(Record())

    func offer(_ samples: [Sample]) { record.withLock { $0.samples += samples } }
    func report(_ finding: Finding) { record.withLock { $0.findings.append(finding) } }

    /// What came in since the last call.
    func take() -> Record {
        record.withLock { record in
            defer { record = Record() }
            return record
        }
    }
}

extension FakeIntake.Record {
    /// A walk tells what it found of interfaces; a poll does not.
    var tellsInterfaces: Bool {
        findings.contains { if case .interface = $0 { true } else { false } }
    }
    var notes: [String] {
        for case .notes(let notes) in findings.reversed() { return notes }
        return []
    }
}

/// A clock that jumps to whatever is waited for.
final class ManualTime: TimeSource {
    private let now = Mutex<Int64>(0)
    /// Sleeps never end but by cancellation.
    private let isStopped: Bool

    init(isStopped: Bool = false) { self.isStopped = isStopped }

    var wallNanoseconds: Int64 { 1_800_000_000_000_000_000 + monotonicNanoseconds }
    var monotonicNanoseconds: Int64 { now.withLock { $0 } }

    func sleep(untilMonotonic deadline: Int64) async throws {
        if isStopped {
            let never = AsyncStream<Never> { _ in }
            for await _ in never {}
        } else {
            now.withLock { $0 = max($0, deadline) }
        }
        try Task.checkCancellation()
    }
}
