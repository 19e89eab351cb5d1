import Collecting
import Exports
import Metro
import Synchronization

/// A door that keeps what is delivered, and takes it in as the test says.
final class FakeDoor: ExportDoor {
    private struct State {
        var turns: [[String]] = []
        var picture = StreamPicture()
        var findings: [Finding] = []
    }
    private let state = Mutex(State())
    private let takeIn: @Sendable (_ turn: Int) async throws -> Void
    let time: any TimeSource

    /// `takeIn` is called with how many turns came before, and returns when this one is in.
    init(
        time: any TimeSource = SystemTime(), takeIn: @escaping @Sendable (_ turn: Int) async throws -> Void = { _ in }
    ) {
        self.time = time
        self.takeIn = takeIn
    }

    /// Takes in the first turn, and the second never.
    static func stuckInSecond() -> FakeDoor { FakeDoor { if $0 > 0 { try await Task.sleep(for: .seconds(3_600)) } } }

    var turns: [[String]] { state.withLock { $0.turns } }
    var messages: [String] { turns.flatMap(\.self) }
    var picture: StreamPicture { state.withLock { $0.picture } }
    var findings: [Finding] { state.withLock { $0.findings } }

    func stream(_ dialect: StreamDialect) -> any ExportStream { fatalError("brokers bring whole messages") }

    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {
        var messages: [String] = []
        var start = 0
        for end in ends {
            messages.append(String(decoding: bytes[start..<end], as: UTF8.self))
            start = end
        }
        let before = state.withLock { [messages] state in
            state.turns.append(messages)
            return state.turns.count - 1
        }
        try await takeIn(before)
    }

    func refreshStates() async throws {}
    func note(_ words: String) {}
    func account(_ change: @Sendable (inout StreamPicture) -> Void) { state.withLock { change(&$0.picture) } }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }
}
