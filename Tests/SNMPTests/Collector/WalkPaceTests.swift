import Testing

@testable import SNMP

@Suite("When a table is walked anew")
struct WalkPaceTests {
    private let second: Int64 = 1_000_000_000

    private func due(_ pace: inout WalkPace, changed: Bool, now: Int64) -> Bool {
        pace.isDue(changed: changed, now: now)
    }

    @Test("a change is followed at once, an hour is the longest age")
    func ordinary() {
        var pace = WalkPace(periodNanoseconds: 30 * second, now: 0)
        #expect(!due(&pace, changed: false, now: 30 * second))
        #expect(due(&pace, changed: true, now: 60 * second))
        #expect(!due(&pace, changed: false, now: 3_630 * second))
        #expect(due(&pace, changed: false, now: 3_660 * second))
    }

    @Test("a table that changes at every poll is walked ever more seldom, down to once an hour, until it calms down")
    func restless() {
        var pace = WalkPace(periodNanoseconds: 30 * second, now: 0)
        var walks: [Int64] = []
        for poll in 1...1_000 {
            let now = Int64(poll) * 30 * second
            if pace.isDue(changed: true, now: now) { walks.append(Int64(poll)) }
        }
        #expect(walks.prefix(8) == [1, 2, 3, 5, 9, 17, 33, 65])
        #expect(walks.suffix(2).reduce(0) { $1 - $0 } == 120)
        #expect(
            pace.note([.table, .moved])
                == "the interface table changes at every poll (ifTableLastChange, interfaces are elsewhere):"
                + " walked anew every 3600 s at most")
        #expect(!due(&pace, changed: false, now: 30_030 * second))
        #expect(due(&pace, changed: true, now: 30_060 * second))
    }
}
