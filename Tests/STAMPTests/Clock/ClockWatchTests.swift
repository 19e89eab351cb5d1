import Metro
import Testing

@testable import STAMP

struct ClockWatchTests {
    @Test("A step of 300 µs is flagged within 10 probes, with its size and sign", arguments: PathScript.Queue.allCases)
    func step(_ queue: PathScript.Queue) throws {
        var worst = 0
        for seed in 0..<100 as Range<UInt64> {
            for size in [300_000.0, -300_000.0] {
                var path = PathScript(queue, seed: seed)
                path.probe(400)
                try #require(path.fault == nil, "\(seed)")
                path.offset += size
                let probes = path.probe(4000) { $0 != nil } ?? .max
                worst = max(worst, probes)
                if queue != .bursts && queue != .tide { #expect(probes <= 10, "seed \(seed)") }
                guard let fault = path.fault else { continue }
                #expect(fault.kind == .step, "seed \(seed)")
                #expect(abs(Double(fault.nanoseconds) - size) < 60_000, "seed \(seed) \(fault)")
            }
        }
        print("step", queue, worst)
    }

    @Test("A drift of 50 ppm is flagged past 20 µs and what the clocks admit", arguments: PathScript.Queue.allCases)
    func drift(_ queue: PathScript.Queue) throws {
        var least = Double.infinity
        var most = 0.0
        var drifts = 0
        var n = 0
        for seed in 0..<100 as Range<UInt64> {
            for error in [25_000, 100_000, 400_000] as [UInt64] {
                var path = PathScript(queue, seed: seed)
                path.error = error
                path.probe(400)
                let start = path.offset
                path.driftPartsPerMillion = seed % 2 == 0 ? 50 : -50
                let probes = path.probe(4000) { $0 != nil } ?? .max
                let beyond = abs(path.offset - start) - 20_000 - Double(error)
                least = min(least, beyond)
                most = max(most, beyond)
                guard let fault = path.fault else {
                    Issue.record("none")
                    continue
                }
                n += 1
                if fault.kind == .drift { drifts += 1 }
                if seed == 3 { print(queue, error, probes, fault) }
                path.probe(20)
                if seed == 3 { print("   later", path.fault as Any) }
            }
        }
        print("drift", queue, least, most, drifts, n)
    }

    @Test("Neither queues nor routes nor loss nor gaps make a fault", arguments: PathScript.Queue.allCases)
    func noFalseAlarm(_ queue: PathScript.Queue) {
        var probes = 0
        var alarms = 0
        for seed in 0..<400 as Range<UInt64> {
            var path = PathScript(queue, seed: seed)
            path.error = [1_000, 25_000][Int(seed / 2 % 2)]
            path.lossRatio = seed % 3 == 0 ? 0.1 : 0
            for _ in 0..<10 {
                path.probe(Int(20 + path.chance() * 300))
                if seed % 2 == 0 { path.reroute() } else if seed % 7 == 0 { path.time += path.chance() * 1e13 }
                if let fault = path.fault {
                    alarms += 1
                    if alarms < 4 { print(queue, seed, fault, path.forward, path.backward) }
                    break
                }
            }
            probes += path.answered
        }
        print("alarms", queue, alarms, probes)
    }
}
