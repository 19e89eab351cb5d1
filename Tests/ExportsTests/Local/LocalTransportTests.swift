import Collecting
import Foundation
import Glibc
import Testing

@testable import Exports

@Suite("Local transports", .timeLimit(.minutes(1)))
struct LocalTransportTests {
    private let folder: Folder
    init() throws { folder = try Folder() }

    @Test("A file that is read once is read to its end, the last line too")
    func once() async throws {
        let text = (0..<60_000).map { "line \($0)" }.joined(separator: "\n")
        try folder.write(text)
        let door = TestDoor()
        try await FileTransport(path: folder.file(), reading: .once).run(into: door)
        #expect(door.text == [text])
        #expect(door.state.withLock { $0.ended } == [true])
    }

    @Test("A file that is to be read once and is not there is an error with its name")
    func missing() async throws {
        let transport = FileTransport(path: folder.file(), reading: .once)
        let error = CollectorError(
            .system, "\(folder.file()) does not exist", advice: "check the export's file; it is read once it is there")
        await #expect(throws: error) { try await transport.run(into: TestDoor()) }
    }

    @Test("A followed file says that it is missing until it is there, and leaves half a record of its predecessor out")
    func follow() async throws {
        let time = ManualTime()
        let door = TestDoor(time: time)
        let transport = FileTransport(path: folder.file(), reading: .follow(fromStart: false))
        let run = Task { try await transport.run(into: door) }
        func pass(until condition: (TestDoor.State) -> Bool) async {
            while !door.state.withLock({ condition($0) }) {
                time.advance(nanoseconds: FileTransport.missingPauseNanoseconds)
                await Task.yield()
            }
        }
        await pass { !$0.findings.isEmpty }
        try folder.write("a 1\na 12")
        await pass { $0.text == ["a 1\na 12"] }
        try folder.rename(to: "old")
        try folder.write("b 1\n")
        await pass { $0.text.count == 2 && $0.text[1] == "b 1\n" }
        #expect(door.troubles.map { $0?.message } == ["\(folder.file()) does not exist", nil, nil])
        #expect(door.state.withLock { $0.ended } == [false, false])
        #expect(door.state.withLock { $0.account.malformed } == 1)
        #expect(
            door.state.withLock { $0.notes }
                == ["\(folder.file()) was replaced in the middle of a record, which is left out"])
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test("A pipe is read until it is closed, and a cancelled reader lets go of it")
    func pipe() async throws {
        let pipe = Pipe()
        let transport = StandardInputTransport(descriptor: pipe.fileHandleForReading.fileDescriptor)
        let door = TestDoor()
        let run = Task { try await transport.run(into: door) }
        try pipe.fileHandleForWriting.write(contentsOf: Data("one\n".utf8))
        await door.wait { $0.text == ["one\n"] }
        try pipe.fileHandleForWriting.write(contentsOf: Data("two".utf8))
        try pipe.fileHandleForWriting.close()
        try await run.value
        #expect(door.text == ["one\ntwo"])
        let other = Pipe()
        let waiting = StandardInputTransport(descriptor: other.fileHandleForReading.fileDescriptor)
        let cancelled = Task { try await waiting.run(into: TestDoor()) }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }

    @Test("A command that ends says how, and what it complained of last; half a record of one that failed is left out")
    func command() async throws {
        let door = TestDoor()
        let failing = CommandTransport(["sh", "-c", "echo a; printf b; echo first >&2; echo no route >&2; exit 3"])
        let error = CollectorError(
            .system, "the command ended with status 3; it says: no route", advice: "try it by hand")
        await #expect(throws: error) { try await failing.run(into: door) }
        #expect(door.text == ["a\nb"])
        #expect(door.state.withLock { $0.ended } == [false])
        #expect(door.state.withLock { $0.account.malformed } == 1)

        let ending = CommandTransport(["sh", "-c", "printf c"])
        let over = CollectorError(
            .system, "the command ended with status 0",
            advice: "it has to go on as long as it is wanted; it is started again")
        await #expect(throws: over) { try await ending.run(into: door) }
        #expect(door.state.withLock { $0.ended } == [false, true])

        let absent = CommandTransport(["no-such-program-here"])
        let unstartable = CollectorError(
            .system, "cannot start no-such-program-here: No such file or directory",
            advice: "check the export's command and this host's PATH")
        await #expect(throws: unstartable) { try await absent.run(into: door) }
    }

    @Test("A command that is cancelled is ended, with all that it started")
    func cancelledCommand() async throws {
        let door = TestDoor()
        let run = Task { try await CommandTransport(["sh", "-c", "sleep 1000 & echo $! $$; wait"]).run(into: door) }
        await door.wait { $0.text.first?.hasSuffix("\n") == true }
        let pids = door.text[0].split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        #expect(pids.count == 2 && pids.allSatisfy { kill($0, 0) == 0 })
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        // Whoever inherits an orphan takes it in when it likes: a zombie is dead too.
        #expect(kill(pids[1], 0) == -1)
        #expect(kill(pids[0], 0) == -1 || isZombie(pids[0]))
    }

    private func isZombie(_ pid: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        return status.isEmpty || status.contains(") Z ") || status.contains(") X ")
    }

    @Test("A command that writes more than is taken waits in its pipe, and nothing is lost")
    func backPressure() async throws {
        let door = TestDoor()
        door.state.withLock { $0.room = 0 }
        let count = 400_000
        let run = Task {
            try await CommandTransport(["sh", "-c", "yes 0123456 | head -c \(count); echo written >&2"]).run(into: door)
        }
        await door.wait { $0.text == [""] }
        door.state.withLock { $0.room = .max }
        await #expect(throws: CollectorError.self) { try await run.value }
        #expect(door.text.map(\.utf8.count) == [count])
    }
}
