import Testing

@testable import Telemetry

struct WindowRingTests {
    @Test("A rate is spread over the windows that it covers, weighted by time")
    func spread() throws {
        var ring = WindowRing(lengthNanoseconds: minute, capacity: 4)
        ring.spread(10, from: start - 15 * second, to: start + 15 * second)
        ring.spread(40, from: start + 15 * second, to: start + 30 * second)
        let index = start / minute
        let before = try #require(ring.cell(index - 1))
        #expect(before.mean == 10)
        #expect(before.weight == 15)
        let cell = try #require(ring.cell(index))
        #expect(cell.mean == 25)
        #expect(cell.weight == 30)
        #expect(cell.count == 2)
        #expect(cell.minimum == 10)
        #expect(cell.maximum == 40)
        #expect(cell.last == 40)
        #expect(ring.cell(index + 1) == nil)
    }

    @Test("An interval that ends on a window's start does not touch that window")
    func exclusiveEnd() {
        var ring = WindowRing(lengthNanoseconds: minute, capacity: 4)
        ring.spread(1, from: start - second, to: start)
        #expect(ring.cell(start / minute) == nil)
        ring.spread(1, from: start, to: start)
        #expect(ring.cell(start / minute) == nil)
    }

    @Test("Only the newest windows are kept, and an old value never gets into a newer one's place")
    func bounded() {
        var ring = WindowRing(lengthNanoseconds: second, capacity: 3)
        ring.spread(1, from: start, to: start + 100 * second)
        let last = start / second + 99
        #expect((last - 4...last + 1).map { ring.cell($0) != nil } == [false, false, true, true, true, false])
        ring.add(9, at: start)
        #expect(ring.cell(start / second) == nil)
        #expect(ring.cell(last)?.maximum == 1)
        #expect(ring.allocatedBytes <= 4 * 40)
    }

    @Test("Windows before 1970 are windows too")
    func negative() {
        var ring = WindowRing(lengthNanoseconds: second, capacity: 3)
        ring.add(5, at: -1)
        ring.add(7, at: -second)
        #expect(ring.cell(-1)?.count == 2)
        #expect(ring.cell(0) == nil)
    }
}
