import Testing

@testable import STAMP

struct DebugClockWatch {
    @Test(arguments: [PathScript.Queue.loaded, .tails, .programStamps]) func debug(_ queue: PathScript.Queue) {
        var shown = 0
        for seed in stride(from: 0 as UInt64, to: 400, by: 2) where shown < 4 {
            var path = PathScript(queue, seed: seed)
            path.error = [1_000, 25_000][Int(seed / 2 % 2)]
            path.lossRatio = seed % 3 == 0 ? 0.1 : 0
            var log: [String] = []
            for _ in 0..<10 {
                path.probe(Int(20 + path.chance() * 300)) { $0 != nil }
                if let fault = path.fault {
                    log.append(
                        "FAULT t=\(path.time/1e9) \(fault.kind) \(fault.nanoseconds) floor \(path.watch.floor!) home \(path.watch.home as Any)"
                    )
                    break
                }
                let before = (path.forward, path.backward)
                path.reroute()
                log.append(
                    "t=\(path.time/1e9) f \(Int(before.0/1000)) → \(Int(path.forward/1000)), b \(Int(before.1/1000)) → \(Int(path.backward/1000)), R \(path.watch.floor!) true θ \(37000+(path.forward-path.backward)/2)"
                )
            }
            if path.fault != nil {
                shown += 1
                print("DBG \(queue) \(seed) E=\(path.error)\nDBG   " + log.suffix(4).joined(separator: "\nDBG   "))
            }
        }
    }
}
