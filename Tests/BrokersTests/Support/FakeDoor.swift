import Collecting
import Exports
import Metro
import Synchronization

/// A door that keeps what is delivered, and takes it in as the test says.
final class FakeDoor: ExportDoor {
    struct Delivery: Hashable {
        var messages: [String]
    }
    private struct State {
        var messages: [String] = []
        var picture = StreamPicture()
        var findings: [Finding] = []
    }
    private let state = Mutex(State())
    private let takeIn: @Sendable (_ delivered: Int) async throws -> Void
    let time: any TimeSource

    /// `takeIn` is called with how many messages were delivered so far, and returns when they are in.
    init(
        time: any TimeSource = SystemTime(), takeIn: @escaping @Sendable (_ delivered: Int) async throws -> Void = { _ in }
    ) {
        self.time = time
        self.takeIn = takeIn
    }

    var messages: [String] { state.withLock { $0.messages } }
    var picture: StreamPicture { state.withLock { $0.picture } }
    var findings: [Finding] { state.withLock { $0.findings } }

    func stream(_ dialect: StreamDialect) -> any ExportStream { fatalError("brokers bring whole messages") }

    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {
        let delivered = state.withLock { state in
            var start = 0
            for end in ends {
                state.messages.append(String(decoding: bytes[start..<end], as: UTF8.self))
                start = end
            }
            return state.messages.count
        }
        try await takeIn(delivered)
    }

    func account(_ change: @Sendable (inout StreamPicture) -> Void) { state.withLock { change(&$0.picture) } }
    func refreshStates() async throws {}
    func note(_ words: String) {}
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }
}
