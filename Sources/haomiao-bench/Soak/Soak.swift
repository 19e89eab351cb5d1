import Foundation
import Telemetry

/// `make soak`: the province's load at full speed, with captures ten times a second, for minutes. Everything must be
/// stored, the ledger must balance after each simulated minute, and resident memory must stay within 1 %.
///
/// It is measured from the end of the warm-up on: until then memory grows because pages of minutes come into use for
/// the first time, and the arrays of the live window's buckets to the size that its fullest hour needs. It ends when
/// minute store and live window have been filled twice.
struct Soak {
    let duration: Double

    private static let reportInterval = 10.0
    /// Greatest share that resident memory may move by, between any two reports.
    private static let allowedMove = 0.01
    private static let liveMinutes = 60

    func run() throws {
        let run = PathRun(.province, minutesKept: Self.liveMinutes)
        let memory = run.aggregator.memory
        let warmUp = 2 * max(memory.minutesKept, Self.liveMinutes) + 6
        say("load: \(run.workload.periodSamples) samples a simulated second; \(memory.minutesKept) minutes kept")
        say("warm-up: \(warmUp) simulated minutes, until minute store and live window have been filled twice")
        let warmUpTime = try seconds { for _ in 0..<warmUp { _ = try run.minute() } }
        say(String(format: "warm after %.0f s; resident memory from here on, for %.0f s:", warmUpTime, duration))

        let clock = ContinuousClock()
        let start = clock.now
        var resident = [try report(run, at: 0, throughput: nil)]
        var throughputs: [Double] = []
        var elapsed = 0.0
        while elapsed < duration {
            throughputs.append(try run.minute())
            try run.checkOutcome()
            elapsed = (clock.now - start).inSeconds
            if elapsed >= Double(resident.count) * Self.reportInterval {
                resident.append(try report(run, at: elapsed, throughput: throughputs.median))
            }
        }
        resident.append(try report(run, at: elapsed, throughput: throughputs.median))
        let (least, greatest) = (resident.min() ?? 0, resident.max() ?? 0)
        let move = Double(greatest - least) / Double(least)
        say(String(format: "resident memory moved by %.2f %% (allowed: %.0f %%)", move * 100, Self.allowedMove * 100))
        try check(move <= Self.allowedMove, "resident memory is not flat: \(least) to \(greatest) bytes")
    }

    private func report(_ run: PathRun, at elapsed: Double, throughput: Double?) throws -> Int {
        let resident = try ResidentMemory.bytes()
        let ledger = Ledger(ring: run.ring, aggregator: run.aggregator)
        let rate = throughput.map { String(format: "%.1f M samples/s", $0) } ?? ""
        // Refused offers were made again: the producer of the bench loses nothing.
        say(
            String(format: "%6.0f s  %8.1f MiB  ", elapsed, Double(resident) / Double(1 << 20))
                + "offered \(ledger.offered) = stored \(ledger.stored) + queued \(ledger.queued)"
                + " + full \(ledger.dropped.full) + dropped \(ledger.dropped.total - ledger.dropped.full)  \(rate)")
        return resident
    }
}
