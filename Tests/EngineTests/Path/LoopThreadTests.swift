import Synchronization
import Testing

@testable import Engine

@Suite("A looping thread", .timeLimit(.minutes(1)))
struct LoopThreadTests {
    private final class Journal: Sendable {
        let lines = Mutex<[String]>([])
        func note(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test("prepares first, goes round with its own memory, finishes last, and has ended when the stop returns")
    func life() async {
        let journal = Journal()
        let thread = LoopThread("test")
        await withCheckedContinuation { continuation in
            thread.start(
                0, prepare: { journal.note("prepare") },
                round: { round in
                    round += 1
                    if round <= 3 { journal.note("round \(round)") }
                    if round == 3 { continuation.resume() }
                    return round < 3 ? 0 : 1_000_000_000_000
                }, finish: { journal.note("finish") })
        }
        await thread.stop()
        #expect(journal.lines.withLock { $0 } == ["prepare", "round 1", "round 2", "round 3", "finish"])
    }

    @Test("once stopped it never starts")
    func stopped() async {
        let journal = Journal()
        let thread = LoopThread("test")
        await thread.stop()
        thread.start(0, prepare: { journal.note("prepare") }, round: { _ in 0 }, finish: { journal.note("finish") })
        await thread.stop()
        #expect(journal.lines.withLock { $0.isEmpty })
    }
}
