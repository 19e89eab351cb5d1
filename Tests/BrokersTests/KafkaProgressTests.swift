import Testing

@testable import Brokers

struct KafkaProgressTests {
    private let east = KafkaProgress.Partition(topic: "metro", number: 0)
    private let west = KafkaProgress.Partition(topic: "metro", number: 1)

    @Test("What was given out and not committed is known when it comes again, to another too")
    func again() {
        var first = KafkaProgress()
        first.learn(east, mark: nil)
        let fresh = [10, 11, 12].map { first.take(east, offset: $0) }
        #expect(fresh == [false, false, false])
        #expect(first.marks.map(\.offset) == [10])
        let mark = first.marks[0].mark

        var second = KafkaProgress()
        #expect(!second.knows(east))
        second.learn(east, mark: mark)
        #expect(second.knows(east))
        let again = [10, 11, 12, 13].map { second.take(east, offset: $0) }
        #expect(again == [true, true, true, false])
        #expect(second.done.map(\.offset) == [14])
        #expect(second.done.map(\.mark) == [KafkaProgress.mark(14)])
    }

    @Test("A turn that comes again only in part leaves the mark behind everything that was given out")
    func part() {
        var progress = KafkaProgress()
        progress.learn(east, mark: KafkaProgress.mark(100))
        let east90 = progress.take(east, offset: 90)
        #expect(east90)
        #expect(progress.marks.map(\.mark) == [KafkaProgress.mark(100)])
        #expect(progress.done.map(\.offset) == [91])
    }

    @Test("Partitions are counted each for itself, and a turn is forgotten when it is in")
    func partitions() {
        var progress = KafkaProgress()
        progress.learn(east, mark: KafkaProgress.mark(5))
        progress.learn(west, mark: nil)
        let east4 = progress.take(east, offset: 4)
        #expect(east4)
        let west4 = progress.take(west, offset: 4)
        #expect(!west4)
        #expect(Set(progress.done.map(\.offset)) == [5])
        #expect(progress.done.count == 2)
        progress.forgetTurn()
        #expect(progress.isEmpty && progress.marks.isEmpty)
    }

    @Test("A mark of somebody else says nothing", arguments: ["", "seen", "haomiao seen=", "haomiao seen=-1", "7"])
    func foreign(_ mark: String) {
        #expect(KafkaProgress.offset(mark) == nil)
        var progress = KafkaProgress()
        progress.learn(east, mark: mark)
        let east0 = progress.take(east, offset: 0)
        #expect(!east0)
    }
}
