import Metro
import Testing

@testable import STAMP

struct ClockWatchTests {
    @Test(
        "A step of 300 µs is flagged within 10 probes, with its size and sign, in whatever queues",
        arguments: PathScript.Queue.allCases)
    func step(_ queue: PathScript.Queue) throws {
        for seed in 0..<30 as Range<UInt64> {
            for size in [300_000.0, -300_000.0] {
                var path = PathScript(queue, seed: seed)
                path.probe(400)
                try #require(path.fault == nil)
                path.offset += size
                // A queue that stands in one direction for longer than ten probes hides a step until it has passed.
                let limit = queue.stands ? 1_000 : 10
                let probes = try #require(path.probe(limit) { $0 != nil }, "seed \(seed)")
                let fault = try #require(path.fault)
                #expect(fault.sinceNanoseconds <= path.wallNanoseconds)
                if queue.stands { continue }
                #expect(probes >= ClockWatch.enough)
                #expect(fault.kind == .step, "seed \(seed)")
                #expect(fault.partsPerMillion == nil)
                #expect(abs(Double(fault.nanoseconds) - size) < 50_000, "seed \(seed): \(fault)")
            }
        }
    }

    @Test(
        "A drift of 50 ppm is flagged past 20 µs and what the clocks admit, not before",
        arguments: PathScript.Queue.allCases)
    func drift(_ queue: PathScript.Queue) throws {
        for seed in 0..<12 as Range<UInt64> {
            for error in [25_000, 100_000, 400_000] as [UInt64] {
                var path = PathScript(queue, seed: seed)
                path.error = error
                path.probe(400)
                let start = path.offset
                path.driftPartsPerMillion = seed % 2 == 0 ? 50 : -50
                _ = try #require(path.probe(1_000) { $0 != nil }, "seed \(seed)")
                let beyond = abs(path.offset - start) - 20_000 - Double(error)
                #expect(beyond >= 0, "seed \(seed)")
                // 25 µs a probe: four probes that can tell, more where many meet a queue.
                if queue == .quiet { #expect(beyond <= 5 * 25_000) }
                if !queue.stands { #expect(beyond <= 14 * 25_000, "seed \(seed)") }
                path.probe(100)
                let fault = try #require(path.fault)
                #expect(fault.kind == .drift, "seed \(seed)")
                let speed = try #require(fault.partsPerMillion)
                if !queue.stands { #expect(abs(speed - path.driftPartsPerMillion) < 12, "seed \(seed): \(fault)") }
            }
        }
    }

    @Test("Queues, loss and gaps make no fault", arguments: PathScript.Queue.allCases)
    func queues(_ queue: PathScript.Queue) {
        let alarms = Self.alarms(queue, paths: 60) { path in
            // After a gap a queue may stand in the other direction: the same round trip with another offset.
            if !queue.stands { path.time += path.chance() * 1e13 }
        }
        #expect(alarms == 0)
    }

    @Test("Routes that become longer or shorter, in one direction or both, make no fault")
    func routes() {
        for queue in PathScript.Queue.allCases where !queue.stands {
            #expect(Self.alarms(queue, paths: 60) { $0.reroute() } == 0, "\(queue)")
        }
    }

    @Test(
        "Where queues of milliseconds stand for seconds, fewer than one route in fifty is taken for a clock",
        arguments: PathScript.Queue.allCases.filter(\.stands))
    func routesAmidStandingQueues(_ queue: PathScript.Queue) {
        #expect(Self.alarms(queue, paths: 100) { $0.reroute() } <= 20)
    }

    /// How many of so many paths, to each of which something happens ten times, are flagged.
    private static func alarms(
        _ queue: PathScript.Queue, paths: Int, happening: (inout PathScript) -> Void
    ) -> Int {
        (0..<UInt64(paths)).count { seed in
            var path = PathScript(queue, seed: seed)
            path.lossRatio = seed % 3 == 0 ? 0.1 : 0
            for _ in 0..<10 {
                if path.probe(Int(20 + path.chance() * 300), until: { $0 != nil }) != nil { return true }
                happening(&path)
            }
            return false
        }
    }

    @Test("Clocks that move within what they admit are honest")
    func honest() {
        var path = PathScript(.loaded, seed: 1)
        path.error = 500_000
        path.probe(100)
        for size in [400_000.0, -400_000, -400_000, 700_000] {
            path.offset += size
            #expect(path.probe(200) { $0 != nil } == nil)
        }
    }

    @Test("Clocks that come to admit less are believed anew where they are then")
    func convergence() {
        var path = PathScript(.loaded, seed: 2)
        path.error = 16_000_000_000
        path.offset = 2_000_000_000
        path.probe(100)
        path.offset = 900_000
        path.error = 1_000_000
        path.probe(100)
        path.offset = 0
        path.error = 30_000
        path.probe(100)
        #expect(path.fault == nil)
        path.offset = 100_000
        #expect(path.probe(10) { $0 != nil } != nil)
    }

    @Test("A fault ends when the clocks are back where they were believed")
    func back() {
        var path = PathScript(.loaded, seed: 3)
        path.probe(100)
        path.offset += 300_000
        path.probe(1_000)
        #expect(path.fault?.kind == .step)
        path.offset -= 290_000
        #expect(path.probe(20) { $0 == nil } != nil)
        path.offset += 100_000
        #expect(path.probe(10) { $0 != nil } != nil)
    }

    @Test("A clock that moved is believed again once it has kept still for the settling time, and not sooner")
    func settled() {
        var path = PathScript(.loaded, seed: 4)
        path.watch = ClockWatch(settlingNanoseconds: 600_000_000_000)
        path.probe(100)
        path.offset += 300_000
        path.probe(1_100)
        #expect(path.fault?.nanoseconds != nil)
        #expect(path.probe(200) { $0 == nil } != nil)
        #expect(path.probe(500) { $0 != nil } == nil)
        path.offset -= 300_000
        #expect(path.probe(10) { $0 != nil } != nil)
        #expect((path.fault?.nanoseconds ?? 0) < 0)
    }

    @Test("A second step during a fault starts the settling time again and changes the size")
    func second() {
        var path = PathScript(.quiet, seed: 5)
        path.watch = ClockWatch(settlingNanoseconds: 600_000_000_000)
        path.probe(100)
        path.offset += 300_000
        path.probe(1_000)
        path.offset += 500_000
        path.probe(1_000)
        #expect(abs((path.fault?.nanoseconds ?? 0) - 800_000) < 20_000)
        #expect(path.probe(300) { $0 == nil } != nil)
    }

    @Test("A step during a change of route is found once the new round trip is known")
    func stepWithRoute() {
        var path = PathScript(.quiet, seed: 6)
        path.probe(100)
        path.forward += 100_000
        path.offset += 300_000
        let probes = path.probe(60) { $0 != nil }
        #expect(probes != nil)
        #expect(abs((path.fault?.nanoseconds ?? 0) - 300_000) < 20_000)
    }

    @Test("A clock that jumps by years and back leaves the watch as it was")
    func ownClock() {
        var path = PathScript(.quiet, seed: 7)
        path.probe(100)
        path.offset -= 1.5e18
        path.probe(100)
        #expect(path.fault?.kind == .step)
        path.offset += 1.5e18
        path.probe(20)
        #expect(path.fault == nil)
    }

    @Test("No delays, errors or times trap")
    func extremes() {
        var random = Seeded(8)
        let odd: [Int64] = [.min, .max, 0, -1, 1, 1 << 60, -(1 << 61), 400_000]
        for _ in 0..<200 {
            var watch = ClockWatch(settlingNanoseconds: .random(in: .min ... .max, using: &random))
            for _ in 0..<100 {
                let values = (0..<4).map { _ in
                    Bool.random(using: &random)
                        ? odd.randomElement(using: &random) ?? 0 : Int64.random(in: .min ... .max, using: &random)
                }
                _ = watch.take(
                    forward: values[0], backward: values[1],
                    errorNanoseconds: UInt64.random(in: 0 ... .max, using: &random) >> UInt64(values[0] & 63),
                    wallNanoseconds: values[2], monotonicNanoseconds: values[3])
            }
        }
    }

    @Test("A path costs no more than half a kilobyte")
    func size() {
        #expect(MemoryLayout<ClockWatch>.size <= 512)
    }
}
