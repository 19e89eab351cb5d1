import Collecting
import Exports
import Metro
import Synchronization

/// A door that keeps what it is told, and can be made slow or sick. Its time stands still unless a test moves it, so that
/// nobody is late however slow the machine is.
final class FakeDoor: ExportDoor {
    enum Mood: Sendable {
        case well
        case tooFast
        case failing(CollectorError)
        /// Finds these problems in each stream.
        case finding([String])
        /// Takes nothing until it is well again.
        case waiting
    }
    struct Record: Sendable {
        var dialect: StreamDialect
        var byteCount = 0
        /// Of the first 4 KiB.
        var text = ""
        var takes = 0
        var isEnded = false
    }
    private struct State {
        var mood: Mood
        var records: [Record] = []
        var account = StreamPicture()
        var notes: [String] = []
        var findings: [Finding] = []
        var deepest = 0
    }

    let time: any TimeSource
    private let state: Mutex<State>

    init(_ mood: Mood = .well, time: any TimeSource = ManualTime()) {
        self.time = time
        state = Mutex(State(mood: mood))
    }

    var mood: Mood {
        get { state.withLock { $0.mood } }
        set { state.withLock { $0.mood = newValue } }
    }
    var records: [Record] { state.withLock { $0.records } }
    var picture: StreamPicture { state.withLock { $0.account } }
    var notes: [String] { state.withLock { $0.notes } }
    var findings: [Finding] { state.withLock { $0.findings } }

    func stream(_ dialect: StreamDialect) -> any ExportStream {
        let number = state.withLock { state in
            state.records.append(Record(dialect: dialect))
            return state.records.count - 1
        }
        return Stream(door: self, number: number)
    }
    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {}
    func refreshStates() async throws {}
    func account(_ change: @Sendable (inout StreamPicture) -> Void) { state.withLock { change(&$0.account) } }
    func note(_ words: String) { state.withLock { if !$0.notes.contains(words) { $0.notes.append(words) } } }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }

    private struct Stream: ExportStream {
        let door: FakeDoor
        let number: Int

        func take(_ bytes: [UInt8], isEnd: Bool, patienceNanoseconds: Int64?) async throws {
            while true {
                switch door.mood {
                case .well, .finding:
                    door.state.withLock { state in
                        state.records[number].byteCount += bytes.count
                        state.records[number].takes += 1
                        let room = max(0, 4_096 - state.records[number].text.utf8.count)
                        state.records[number].text += String(decoding: bytes.prefix(room), as: UTF8.self)
                        state.records[number].isEnded = isEnd
                    }
                    return
                case .tooFast: throw SourceTooFast()
                case .failing(let error): throw error
                case .waiting: try await Task.sleep(nanoseconds: 1_000_000)
                }
            }
        }
        var unfinishedBytes: Int { 0 }
        var problems: [String] {
            if case .finding(let problems) = door.mood { problems } else { [] }
        }
    }
}
