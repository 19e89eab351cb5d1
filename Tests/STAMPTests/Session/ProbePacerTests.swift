import Testing

@testable import STAMP

/// Paths paced in injected time: every probe that leaves is noted.
private struct PacedPaths {
    var pacer: ProbePacer
    var now: Int64 = 0
    private var due: [Int64]
    private var credit: [Double]
    let interval: Int64
    /// When each probe left, and how many of each path were sent, shed and skipped.
    var departures: [Int64] = []
    var sent: [Int]
    var shed: [Int]
    var skipped: [Int]
    /// What one probe costs of the program's time, nanoseconds.
    var cost: Int64 = 0

    init(_ count: Int, intervalMilliseconds: Int64, seed: UInt64 = 12_345) {
        pacer = ProbePacer(seed: seed)
        interval = intervalMilliseconds * 1_000_000
        due = []
        credit = []
        sent = Array(repeating: 0, count: count)
        shed = sent
        skipped = sent
        for path in 0..<count {
            let phase = pacer.phase(of: interval)
            due.append(phase)
            credit.append(Double(phase) / Double(interval))
            pacer.count(interval: interval, isAdded: true)
            pacer.schedule(UInt64(path), at: phase)
        }
    }

    mutating func run(until end: Int64) {
        while let next = pacer.nextTurn, max(next, now) < end {
            now = max(next, now)
            turn()
        }
    }

    private mutating func turn() {
        let begun = now
        pacer.beginTurn(at: begun)
        while let id = pacer.next(at: begun) {
            let path = Int(id)
            switch pacer.verdict(lateness: begun - due[path], credit: &credit[path]) {
            case .send:
                pacer.spend()
                departures.append(now)
                sent[path] += 1
                now += cost
                due[path] += interval
            case .shed:
                shed[path] += 1
                due[path] += interval
            case .skip:
                let missed = (begun - due[path]) / interval + 1
                skipped[path] += Int(missed)
                due[path] += missed * interval
            }
            pacer.schedule(id, at: due[path])
        }
    }

    /// Most departures in any millisecond of the clock.
    func mostInOneMillisecond(from start: Int64 = 0) -> Int {
        var counts: [Int64: Int] = [:]
        for time in departures where time >= start { counts[time / 1_000_000, default: 0] += 1 }
        return counts.values.max() ?? 0
    }
}

struct ProbePacerTests {
    private let second: Int64 = 1_000_000_000

    @Test("Of 10 000 paths no millisecond carries more than its share and the few that a turn collects")
    func spread() {
        for seed in [0, 1, .max, 0x1234_5678_9ABC_DEF0] as [UInt64] {
            var paths = PacedPaths(10_000, intervalMilliseconds: 500, seed: seed)
            paths.run(until: 2 * second)
            #expect(paths.sent.allSatisfy { (3...4).contains($0) })
            #expect(paths.departures.count >= 39_990)
            #expect(paths.mostInOneMillisecond() <= 26)
        }
    }

    @Test("Few paths leave when they are due, not when a turn suits")
    func exact() {
        var paths = PacedPaths(3, intervalMilliseconds: 100)
        paths.run(until: second)
        for gap in zip(paths.departures.dropFirst(3), paths.departures).map({ $0 - $1 }) {
            #expect(gap == 100_000_000)
        }
        #expect(paths.departures.count == 30)
    }

    @Test("Another seed shifts all phases")
    func phases() {
        var (first, second) = (ProbePacer(seed: 1), ProbePacer(seed: 1 << 63))
        let phases = (0..<100).map { _ in (first.phase(of: 1_000), second.phase(of: 1_000)) }
        #expect(phases.allSatisfy { $0 != $1 && (0..<1_000).contains($0) && (0..<1_000).contains($1) })
    }

    @Test("A program that keeps up with half of the probes leaves out half of every path's")
    func overload() {
        var paths = PacedPaths(1_000, intervalMilliseconds: 100)
        paths.cost = 200_000
        paths.run(until: 60 * second)
        let shares = zip(paths.shed, paths.sent).map { Double($0) / Double($0 + $1) }
        #expect(shares.allSatisfy { (0.45...0.55).contains($0) })
        #expect(paths.skipped.allSatisfy { $0 <= 1 })
    }

    @Test("When the load is gone nothing is left out any more, and nothing is made up for")
    func recovery() {
        var paths = PacedPaths(1_000, intervalMilliseconds: 100)
        paths.cost = 200_000
        paths.run(until: 5 * second)
        paths.cost = 0
        paths.run(until: 6 * second)
        let (shed, sent) = (paths.shed.reduce(0, +), paths.sent.reduce(0, +))
        let start = paths.now
        paths.run(until: start + second)
        #expect(paths.shed.reduce(0, +) == shed)
        #expect(abs(paths.sent.reduce(0, +) - sent - 10_000) <= 10)
        #expect(paths.mostInOneMillisecond(from: start) <= 16)
    }

    @Test("After a pause what was missed is skipped, and no millisecond carries more than twice its share")
    func pause() {
        var paths = PacedPaths(10_000, intervalMilliseconds: 500)
        paths.run(until: second)
        paths.now = 11 * second
        paths.run(until: 12 * second)
        #expect(paths.mostInOneMillisecond(from: 11 * second) <= 56)
        let lost = zip(paths.skipped, paths.shed).map { $0 + $1 }
        #expect(lost.allSatisfy { (19...21).contains($0) })
        // The grid is kept.
        #expect(paths.mostInOneMillisecond(from: 11 * second + second / 2) <= 26)
    }
}
