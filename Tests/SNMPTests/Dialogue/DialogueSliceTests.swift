import Synchronization
import Testing

@testable import SNMP

@Suite("A dialogue in slices")
struct DialogueSliceTests {
    private func agent() -> FakeAgent { FakeDevice(interfaces: 60).agent }
    private func walk() -> TableWalk {
        TableWalk(columns: [InterfaceColumn.name.column, InterfaceColumn.alias.column], maxRepetitions: 7)
    }

    /// One slice, over once `limit` questions were answered; what came of it.
    private func slice(
        _ walk: TableWalk, _ state: inout FakeTransport.State, limit: Int
    ) throws -> (DialogueSlice<TableWalk>.Outcome, requests: Int) {
        let answered = Answered()
        var slice = DialogueSlice(walk) { answered.count.withLock { $0 >= limit } }
        while true {
            switch slice.next() {
            case .request(let request, let ticket):
                slice.receive(try state.exchange(request), ticket: ticket)
                answered.count.withLock { $0 += 1 }
            case .finished(let outcome): return (outcome, answered.count.withLock { $0 })
            case .wait: preconditionFailure("the slice waits for an answer to nothing")
            }
        }
    }
    private final class Answered: Sendable { let count = Mutex(0) }

    @Test("slices together bring what the whole brings, each with a question at least", arguments: [0, 1, 3, 100])
    func resumed(limit: Int) throws {
        var state = FakeTransport.State(agent: agent())
        var rest = walk()
        var sizes: [Int] = []
        while true {
            let (outcome, requests) = try slice(rest, &state, limit: limit)
            sizes.append(requests)
            switch outcome {
            case .unfinished(let more): rest = more
            case .finished(let tables):
                #expect(tables.columns.map(\.count) == [60, 60] && tables.oddities == [])
                #expect(sizes.dropLast().allSatisfy { $0 == max(1, limit) })
                // The last one finds nothing left to ask, unless it was never over.
                #expect(sizes.reduce(0, +) == 9 && sizes.count == (limit < 9 ? 9 / max(1, limit) + 1 : 1))
                return
            }
        }
    }
}
