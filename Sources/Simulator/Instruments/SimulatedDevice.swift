import Collecting
import Metro
import Synchronization
import Telemetry

/// A simulated SNMP agent: a poll reads the counters of the device's interfaces.
public final class SimulatedDevice: Collector {
    public let target: TargetDescription
    public let cadence: Cadence

    private let device: DeviceID
    private let simulation: Simulation
    let agent: Schedule.Agent
    /// In the order of the agent's interfaces.
    private let ports: [Port]
    private let chassis: SimulatedChassis
    /// An agent of the kind that gives ifHighSpeed in bit/s.
    private let isOdd: Bool

    struct Port: Sendable {
        let name: String
        let bound: BoundInterface
        let alias: String
        let optics: SimulatedOptics
    }
    private struct Progress {
        /// Wall clock of the last reading.
        var last: Int64?
        var isIntroduced = false
        var polls: UInt64 = 0
    }
    private let progress = Mutex(Progress())

    /// The period of polls, milliseconds.
    public static let periodMilliseconds = 10_000

    init?(_ device: Int, of simulation: Simulation, ports: [Port]) {
        guard !ports.isEmpty else { return nil }
        self.device = simulation.inventory.devices[device].id
        self.simulation = simulation
        self.ports = ports
        chassis = SimulatedChassis(self.device, seed: simulation.seed)
        isOdd = SplitMix.key(simulation.seed, "odd \(self.device)") % 16 == 0
        target = TargetDescription(kind: .simulator, name: self.device.text, address: "simulated")
        cadence = .every(milliseconds: Self.periodMilliseconds)
        agent = Schedule.Agent(
            clock: AgentClock(self.device, seed: simulation.seed),
            rhythm: Rhythm(
                milliseconds: Self.periodMilliseconds, key: SplitMix.key(simulation.seed, "poll \(self.device)")),
            outages: simulation.outages[device] ?? [], interfaces: ports.map(\.bound))
    }

    /// All readings in [from, until), wall clock nanoseconds, in order of time: the same whatever else was asked.
    /// Fails when polls were due and the script let none of them be answered.
    public func samples(from: Int64, until: Int64) -> Result<[Sample], CollectorError> {
        let start = simulation.relative(from)
        let end = simulation.relative(until)
        var samples: [Sample] = []
        Schedule(paths: [], agents: [agent]).run(simulation, from: start, until: end, into: &samples)
        let isDue = agent.rhythm.next(notBefore: start) < end
        return samples.isEmpty && isDue ? .failure(noAnswer) : .success(samples)
    }

    /// One reading at this instant, wall clock nanoseconds.
    public func samples(at wallNanoseconds: Int64) -> Result<[Sample], CollectorError> {
        let relative = simulation.relative(wallNanoseconds)
        if agent.isSilent(at: relative) { return .failure(noAnswer) }
        var samples: [Sample] = []
        samples.reserveCapacity(8 * agent.interfaces.count)
        simulation.appendCounters(of: agent.interfaces, clock: agent.clock, at: relative, to: &samples)
        return .success(samples)
    }

    /// A poll within half a period of the last reading (the first one after a backfill) yields nothing: two readings
    /// so close make no rate (`indicators.md` §5).
    public func collect(into intake: any Intake) async throws {
        try Task.checkCancellation()
        let now = intake.time.wallNanoseconds
        let reading = samples(at: now)
        let duties = progress.withLock { progress -> (offers: Bool, introduces: Bool, poll: UInt64) in
            progress.polls &+= 1
            guard case .success = reading else { return (false, false, progress.polls) }
            let introduces = !progress.isIntroduced
            progress.isIntroduced = true
            if let last = progress.last, now >= last, now &- last < agent.rhythm.period / 2 {
                return (false, introduces, progress.polls)
            }
            progress.last = now
            return (true, introduces, progress.polls)
        }
        switch reading {
        case .failure(let error):
            intake.report(.timedOut)
            throw error
        case .success(let samples):
            if duties.introduces { introduce(to: intake) }
            if duties.offers { intake.offer(samples) }
            intake.report(.answered(durationNanoseconds: answerNanoseconds(duties.poll)))
            reportSensors(to: intake, at: now)
        }
    }

    /// The backfill has offered all readings before `wallNanoseconds`.
    func `continue`(after wallNanoseconds: Int64) {
        let next = agent.rhythm.next(notBefore: simulation.relative(wallNanoseconds))
        progress.withLock { $0.last = simulation.startWallNanoseconds &+ next &- agent.rhythm.period }
    }

    private func introduce(to intake: any Intake) {
        for (index, port) in ports.enumerated() {
            let facts = InterfaceFacts(
                ifIndex: UInt32(clamping: index + 1), alias: port.alias, oddities: isOdd ? [Self.oddity] : [])
            intake.report(.interface(subject: port.bound.subject, facts: facts))
        }
        if isOdd { intake.report(.notes(["\(Self.oddity): all interfaces"])) }
    }

    private static let oddity = "ifHighSpeed in bit/s, read as such"

    private func reportSensors(to intake: any Intake, at wallNanoseconds: Int64) {
        let relative = simulation.relative(wallNanoseconds)
        let step = relative / agent.rhythm.period
        for port in ports {
            let optics = port.optics.reading(
                step, isDark: simulation.isCut(port.bound, at: relative), wallNanoseconds: wallNanoseconds)
            intake.report(.optics(subject: port.bound.subject, optics))
        }
        intake.report(.sensors(chassis.reading(step, wallNanoseconds: wallNanoseconds)))
    }

    /// What such an agent takes to answer: some milliseconds, more for more interfaces.
    private func answerNanoseconds(_ poll: UInt64) -> Int64 {
        let chance = SplitMix.unit(SplitMix.bits(SplitMix.key(simulation.seed, "answer \(device)"), poll))
        return Int64((4 + Double(ports.count) + 9 * chance) * 1e6)
    }

    private var noAnswer: CollectorError {
        CollectorError(
            .timeout, "no answer from \(device) in 2 tries of 2 s",
            advice: "the simulation's script has taken the device down")
    }
}
