import Metro
import Synchronization
import Testing

@Suite("Lists of pictures")
struct PictureListTests {
    private final class Makings: Sendable {
        let made = Mutex<[Int]>([])
    }

    @Test("a picture is made when it is looked at, and no other")
    func onDemand() {
        let makings = Makings()
        let list = PictureList(count: 100_000) { index in
            makings.made.withLock { $0.append(index) }
            return index * 2
        }
        #expect(list.count == 100_000 && list.indices.contains(99_999) && !list.indices.contains(100_000))
        #expect(makings.made.withLock { $0.isEmpty })
        #expect(list[41] == 82 && list[7] == 14)
        #expect(makings.made.withLock { $0 } == [41, 7])
    }

    @Test("a change leaves the copy that was passed on alone")
    func change() {
        let list = PictureList(count: 3) { $0 }
        var changed = list
        changed[1] += 10
        changed.removeLast()
        #expect(Array(changed) == [0, 11] && Array(list) == [0, 1, 2])
        #expect(Array(PictureList([5, 6])) == [5, 6] && Array([7] as PictureList<Int>) == [7])
    }

    @Test("deferred values are fetched at each look, not before")
    func deferred() {
        let makings = Makings()
        let values = Deferred<Int> {
            makings.made.withLock {
                $0.append($0.count + 1)
                return [$0.count]
            }
        }
        #expect(makings.made.withLock { $0.isEmpty })
        #expect(values.values == [1] && values.values == [2])
        #expect(Deferred([3, 4]).values == [3, 4] && ([] as Deferred<Int>).values.isEmpty)
    }
}
