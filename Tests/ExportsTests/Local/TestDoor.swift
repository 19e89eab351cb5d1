import Collecting
import Foundation
import Metro
import Synchronization

@testable import Exports

/// Keeps what a transport delivers. Streams are told apart by their numbers.
final class TestDoor: ExportDoor {
    struct State {
        var text: [String] = []
        var ended: [Bool] = []
        var account = StreamPicture()
        var notes: [String] = []
        var findings: [Finding] = []
        /// Bytes that may still be taken.
        var room = Int.max
    }
    let state = Mutex(State())
    let time: any TimeSource

    init(time: any TimeSource = SystemTime()) { self.time = time }

    func stream(_ dialect: StreamDialect) -> any ExportStream {
        let number = state.withLock { state in
            state.text.append("")
            state.ended.append(false)
            return state.text.count - 1
        }
        return TestStream(door: self, number: number)
    }
    func deliver(messages bytes: [UInt8], ends: [Int]) async throws {}
    func refreshStates() async throws {}
    func account(_ change: @Sendable (inout StreamPicture) -> Void) { state.withLock { change(&$0.account) } }
    func note(_ words: String) { state.withLock { $0.notes.append(words) } }
    func report(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }

    var text: [String] { state.withLock { $0.text } }
    var troubles: [CollectorError?] {
        state.withLock { state in
            state.findings.compactMap { if case .trouble(let error) = $0 { .some(error) } else { nil } }
        }
    }

    /// Waits until `condition` holds. The test's own time limit bounds it.
    func wait(_ condition: (State) -> Bool) async {
        while !state.withLock({ condition($0) }) { await Task.yield() }
    }
}

final class TestStream: ExportStream {
    let door: TestDoor
    let number: Int
    init(door: TestDoor, number: Int) {
        self.door = door
        self.number = number
    }
    func take(_ bytes: [UInt8], isEnd: Bool, patienceNanoseconds: Int64?) async throws {
        while door.state.withLock({ $0.room < bytes.count }) {
            try Task.checkCancellation()
            await Task.yield()
        }
        door.state.withLock { state in
            state.room -= bytes.count
            state.text[number] += String(decoding: bytes, as: UTF8.self)
            if isEnd { state.ended[number] = true }
        }
    }
    /// Behind the last end of line.
    var unfinishedBytes: Int {
        door.state.withLock { state in
            state.ended[number] ? 0 : state.text[number].utf8.reversed().prefix { $0 != 10 }.count
        }
    }
    var problems: [String] { [] }
}

/// A folder of its own, gone with the test.
final class Folder: Sendable {
    let path: String
    init() throws {
        path = NSTemporaryDirectory() + "haomiao-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "export") -> String { path + "/" + name }
    func write(_ text: String, to name: String = "export") throws {
        try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    }
    func append(_ text: String, to name: String = "export") throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: file(name)))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
    func rename(_ name: String = "export", to other: String) throws {
        try FileManager.default.moveItem(atPath: file(name), toPath: file(other))
    }
}
