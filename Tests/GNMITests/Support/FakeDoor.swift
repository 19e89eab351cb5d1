import Collecting
import Exports
import Metro
import Synchronization

@testable import GNMI

/// Keeps what a transport delivers; its streams wait while `isOpen` is false.
final class FakeDoor: ExportDoor {
    struct State {
        var isOpen = true
        var messages: [[UInt8]] = []
        var account = StreamPicture()
        var notes: [String] = []
        var findings: [Finding] = []
        var refreshes = 0
    }
    let state = Mutex(State())

    var time: any TimeSource { SystemTime() }
    func stream(_ dialect: StreamDialect) -> any ExportStream { Stream(door: self) }
    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {}
    func refreshStates() async throws { state.withLock { $0.refreshes += 1 } }
    func account(_ change: @Sendable (inout StreamPicture) -> Void) { state.withLock { change(&$0.account) } }
    func note(_ words: String) { state.withLock { $0.notes.append(words) } }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }

    var messages: [[UInt8]] { state.withLock { $0.messages } }

    /// Waits until the transport has delivered so many messages; the test's time limit bounds it.
    func delivered(_ count: Int) async throws {
        while state.withLock({ $0.messages.count < count }) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    private struct Stream: ExportStream {
        let door: FakeDoor
        func take(_ bytes: [UInt8], isEnd: Bool, patienceNanoseconds: Int64?) async throws {
            door.state.withLock { $0.messages.append(bytes) }
            while door.state.withLock({ !$0.isOpen }) {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
        var unfinishedBytes: Int { 0 }
        var problems: [String] { [] }
    }
}

extension GNMITransport {
    /// Runs until it ends by itself; what it ended with, in words.
    func failure(into door: FakeDoor = FakeDoor()) async -> String? {
        do {
            try await run(into: door)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Runs while `body` does.
    func running<Result: Sendable>(
        into door: FakeDoor, _ body: () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run(into: door) }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
