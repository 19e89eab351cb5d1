import Collecting
import Metro
import Synchronization
import Telemetry

/// The simulated probe of one site: it measures the delay of all paths that start there, each at its own interval.
public final class SimulatedProbe: Collector {
    public let target: TargetDescription
    public let cadence = Cadence.continuous

    private let simulation: Simulation
    private let schedule: Schedule
    /// Wall clock up to which everything has been offered; `nil` before the first look.
    private let cursor = Mutex<Int64?>(nil)

    /// How often the probe hands over what has come in.
    private static let sliceNanoseconds: Int64 = 1_000_000_000
    /// What a sleeping host has missed is not made up for beyond this: late samples are refused anyway.
    private static let longestSlice: Int64 = 10_000_000_000

    init?(_ site: SiteID, of simulation: Simulation, paths: [(index: Int, subject: UInt32)]) {
        guard !paths.isEmpty else { return nil }
        self.simulation = simulation
        target = TargetDescription(kind: .simulator, name: "probe/\(site)", address: "simulated")
        schedule = Schedule(
            paths: paths.map { index, subject in
                let path = simulation.inventory.paths[index]
                let key = SplitMix.key(simulation.seed, "probe \(path.id)")
                return Schedule.Path(
                    index: index, subject: subject,
                    rhythm: Rhythm(milliseconds: path.probeIntervalMilliseconds, key: key))
            }, agents: [])
    }

    var paths: [Schedule.Path] { schedule.paths }

    /// All probe packets sent in [from, until), wall clock nanoseconds, in order of time: the same whatever else was
    /// asked. Never fails: a probe that hears nothing says so by lost packets.
    public func samples(from: Int64, until: Int64) -> Result<[Sample], CollectorError> {
        var samples: [Sample] = []
        schedule.run(simulation, from: simulation.relative(from), until: simulation.relative(until), into: &samples)
        return .success(samples)
    }

    public func collect(into intake: any Intake) async throws {
        while true {
            try Task.checkCancellation()
            let began = intake.time.monotonicNanoseconds
            let samples = try samples(due: intake.time.wallNanoseconds).get()
            if !samples.isEmpty {
                intake.offer(samples)
                intake.report(.answered(durationNanoseconds: intake.time.monotonicNanoseconds &- began))
            }
            try await intake.time.sleep(untilMonotonic: began &+ Self.sliceNanoseconds)
        }
    }

    /// What has been sent since the last look. A clock that was set back starts anew.
    private func samples(due now: Int64) -> Result<[Sample], CollectorError> {
        let from = cursor.withLock { cursor -> Int64 in
            let last = cursor ?? now
            cursor = now
            return last > now ? now : max(last, now &- Self.longestSlice)
        }
        return samples(from: from, until: now)
    }

    /// The backfill has offered all packets before `wallNanoseconds`.
    func `continue`(after wallNanoseconds: Int64) { cursor.withLock { $0 = wallNanoseconds } }
}
