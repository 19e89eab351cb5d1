import Foundation
import Synchronization
import Testing

@testable import Telemetry

/// Five numbers that belong together: whoever sees two of different writes has seen a torn row.
private struct Row: BitwiseCopyable {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64
    var e: UInt32

    init(_ number: UInt64) {
        a = number
        b = number &* 3
        c = ~number
        d = number
        e = UInt32(truncatingIfNeeded: number)
    }

    var isWhole: Bool { b == a &* 3 && c == ~a && d == a && e == UInt32(truncatingIfNeeded: a) }
}

/// A table between threads.
private final class Shared: Sendable {
    let table = PublishedTable<Row>(count: 4)
    let isOver = Atomic<Bool>(false)
    let readings = Atomic<Int>(0)
    let torn = Atomic<Int>(0)
    let running = Atomic<Int>(2)
}

struct PublishedTableTests {
    @Test("A row is what was written last, with its tag; the others stay zero")
    func rows() {
        let table = PublishedTable<Row>(count: 3)
        table.write(1, Row(7), tag: 9)
        #expect(table.read(1).row.isWhole && table.read(1).row.a == 7 && table.read(1).tag == 9)
        #expect(table.read(0).row.a == 0 && table.read(0).row.c == 0 && table.read(2).tag == 0)
        table.reset()
        #expect(table.read(1).row.a == 0 && table.read(1).tag == 0)
    }

    @Test("Single words change alone, and the tag stays")
    func words() {
        let table = PublishedTable<Row>(count: 1)
        table.write(0, Row(7), tag: .max)
        table.write(0, first: 1, 100, 200)
        #expect((table.read(0).row.a, table.read(0).row.b, table.read(0).row.c) == (7, 100, 200))
        table.write(0, first: 0, 1, 2, 3)
        let row = table.read(0).row
        #expect((row.a, row.b, row.c, row.d, row.e) == (1, 2, 3, 7, 7))
        #expect(table.read(0).tag == .max)
    }

    @Test("Two reading threads never see a row of two writes, nor a tag of another row")
    func whole() {
        let shared = Shared()
        for index in 0..<4 { shared.table.write(index, Row(0), tag: 0) }
        for _ in 0..<2 {
            Thread {
                var index = 0
                while !shared.isOver.load(ordering: .relaxed) {
                    let (row, tag) = shared.table.read(index & 3)
                    if !row.isWhole || tag != row.e { shared.torn.add(1, ordering: .relaxed) }
                    shared.readings.add(1, ordering: .relaxed)
                    index &+= 1
                }
                shared.running.subtract(1, ordering: .releasing)
            }.start()
        }
        var number: UInt64 = 0
        while number < 200_000 || shared.readings.load(ordering: .relaxed) < 10_000 {
            number += 1
            shared.table.write(Int(number & 3), Row(number), tag: UInt32(truncatingIfNeeded: number))
        }
        shared.isOver.store(true, ordering: .relaxed)
        while shared.running.load(ordering: .acquiring) > 0 { sched_yield() }
        #expect(shared.torn.load(ordering: .relaxed) == 0)
    }

    @Test("A row or word that does not exist ends the program instead of touching other memory")
    func bounds() async {
        await #expect(processExitsWith: .failure) { _ = PublishedTable<UInt64>(count: 2).read(2) }
        await #expect(processExitsWith: .failure) { PublishedTable<UInt64>(count: 2).write(0, first: 0, 1, 2) }
        await #expect(processExitsWith: .failure) { _ = SeriesTable(count: 2, repeating: 0)[-1] }
        await #expect(processExitsWith: .failure) { SeriesTable(count: 2, repeating: 0)[2] = 1 }
    }
}
