import Collecting
import Metro
import Synchronization
import Telemetry

/// Polls the interfaces of one device: walks its table once, then asks only for the numbers of the inventory's
/// interfaces, and walks anew where a poll finds that the table changed.
///
/// The credentials are read when they are first needed and again after each failure: a secret may have been mended, or
/// changed. What the walk found outlives failures, since every poll checks it.
public final class SNMPCollector: Collector, PolledInterfaces {
    struct State {
        var channel: (any SNMPChannel)?
        var survey: InterfaceSurvey?
        var previousTicks: UInt32?
        var step = CounterStep()
        /// By subject: what was last reported.
        var missing: [UInt32: MissingReason?] = [:]
        var sensors = SensorRound()
        var strays = StrayCount()
        var neighbours: SurveyRound
    }

    public let target: TargetDescription
    public let cadence: Cadence
    let access: SNMPAccess
    let interfaces: [(name: String, subject: UInt32)]
    private let credentials: @Sendable () throws(CollectorError) -> SNMPCredentials
    private let transport: any SNMPTransport
    let state: Mutex<State>

    /// `interfaces`: those of the inventory, as `access.mapping` says, with the subjects that their samples carry.
    public init(
        device: Device, access: SNMPAccess, interfaces: [(name: String, subject: UInt32)],
        transport: any SNMPTransport, credentials: @escaping @Sendable () throws(CollectorError) -> SNMPCredentials
    ) {
        self.access = access
        self.interfaces = interfaces
        self.credentials = credentials
        self.transport = transport
        state = Mutex(State(neighbours: SurveyRound(name: device.id.text)))
        target = TargetDescription(
            kind: .snmp, name: device.id.text,
            address: SNMPAgent(access, credentials: .community(.wellKnown)).address)
        cadence = .every(milliseconds: access.periodMilliseconds)
    }

    /// Whose samples those of an interface are, for notifications that name it; `nil` before the first walk, and where
    /// the inventory does not use it.
    public func subject(ofInterface ifIndex: UInt32) -> UInt32? {
        state.withLock { $0.survey?.subjects[ifIndex] }
    }

    public var lastAgentTicks: UInt32? { state.withLock { $0.previousTicks } }

    public func collect(into intake: any Intake) async throws {
        defer { reportStrays(intake) }
        do {
            let channel = try await channel()
            if let survey = state.withLock({ $0.survey }) {
                try await poll(survey, channel, intake)
            } else {
                try await begin(channel, intake)
            }
        } catch {
            // The name may resolve to another address next time, the secret may be another one.
            state.withLock { $0.closeChannel() }
            throw (error as? SNMPFailure)?.error(at: target.address) ?? error
        }
    }

    private func channel() async throws -> any SNMPChannel {
        if let open = state.withLock({ $0.channel }) { return open }
        let channel = try await transport.open(SNMPAgent(access, credentials: try credentials()))
        state.withLock { $0.channel = channel }
        return channel
    }

    // MARK: The first collection

    private func begin(_ channel: any SNMPChannel, _ intake: any Intake) async throws {
        let started = intake.time.monotonicNanoseconds
        let survey = InterfaceSurvey(try await walk(channel, intake), access, interfaces, now: started)
        adopt(survey, except: [], intake)
        intake.report(.answered(durationNanoseconds: intake.time.monotonicNanoseconds &- started))
        intake.report(.notes(notes(of: survey, ticks: survey.plan.agentTicks, [])))
        do {
            try await watchStep(survey, channel, intake)
            // A burst took the place of a poll: the first rate does not wait for the one after.
            let passed = intake.time.monotonicNanoseconds &- started
            if passed >= Int64(period) * 500_000 { return try await poll(survey, channel, intake) }
        } catch is SNMPFailure {
            // The collection is made; the next one says whether the agent still answers.
        }
        try await readSensors(survey, channel, intake, startedNanoseconds: started)
    }

    private func walk(_ channel: any SNMPChannel, _ intake: any Intake) async throws -> InterfaceTable {
        switch try await run(InterfaceWalk(maxRepetitions: access.maxRepetitions), channel, intake) {
        case .success(let table): return table
        case .failure(let failure): throw failure.error(at: target.address)
        }
    }

    /// Takes a walk's findings for what polls ask from now on; offers the numbers of the interfaces that have none of
    /// this collection yet, since two readings of nearly one instant would make no rate.
    private func adopt(_ survey: InterfaceSurvey, except offered: Set<UInt32>, _ intake: any Intake) {
        var samples: [Sample] = []
        for (entry, row) in zip(survey.plan.entries, survey.rows) where !offered.contains(entry.subject) {
            row.readings.appendSamples(
                to: &samples, subject: entry.subject,
                epoch: row.readings.epoch(engineBoots: survey.plan.engineBoots, identity: entry.identity),
                wallNanoseconds: intake.time.wallNanoseconds)
            report(entry.subject, row.readings.missingReason, intake)
        }
        intake.offer(samples + periodSamples(survey.plan, intake))
        for (entry, row) in zip(survey.plan.entries, survey.rows) {
            let facts = InterfaceFacts(ifIndex: row.ifIndex, alias: row.alias, oddities: row.oddities)
            intake.report(.interface(subject: entry.subject, facts: facts))
        }
        for subject in survey.notFound { report(subject, .interfaceNotFound, intake) }
        state.withLock {
            $0.survey = survey
            $0.survey?.forgetRows()
            $0.sensors.renew()
            $0.neighbours.renew(now: intake.time.monotonicNanoseconds)
        }
    }

    // MARK: Every other collection

    private func poll(_ survey: InterfaceSurvey, _ channel: any SNMPChannel, _ intake: any Intake) async throws {
        var survey = survey
        let started = intake.time.monotonicNanoseconds
        let outcome = try await run(InterfacePoll(survey.plan), channel, intake)
        guard !outcome.isRefused else { throw InterfaceWalk.Failure.notAuthorised.error(at: target.address) }
        survey.plan.carry(answerOctets: outcome.answerOctets)
        observeStep(outcome, intake)
        intake.offer(outcome.samples + periodSamples(survey.plan, intake))
        var offered: Set<UInt32> = []
        for (number, entry) in survey.plan.entries.enumerated() {
            let readings = outcome.readings[number]
            if readings != nil { offered.insert(entry.subject) }
            let reason: MissingReason? =
                switch outcome.fates[number] {
                case .answered: readings?.missingReason
                case .unanswered: .noAnswer
                case .moved: .interfaceNotFound
                }
            report(entry.subject, reason, intake)
        }
        intake.report(.answered(durationNanoseconds: intake.time.monotonicNanoseconds &- started))
        let isDue = survey.pace.isDue(changed: !outcome.changes.isEmpty, now: started)
        let heldBack = isDue || outcome.changes.isEmpty ? [] : [survey.pace.note(outcome.changes)]
        intake.report(.notes(notes(of: survey, ticks: outcome.agentTicks, outcome.oddities + heldBack)))
        survey.plan.agentTicks = outcome.agentTicks ?? survey.plan.agentTicks
        state.withLock { $0.survey = survey }
        if isDue {
            let table = try await walk(channel, intake)
            let renewed = InterfaceSurvey(table, access, interfaces, after: survey)
            adopt(renewed, except: offered, intake)
            intake.report(.notes(notes(of: renewed, ticks: nil, outcome.oddities)))
            survey = renewed
        }
        try await readSensors(survey, channel, intake, startedNanoseconds: started)
        try await surveyNeighbours(channel, intake, startedNanoseconds: started)
    }

    func run<Dialogue: SNMPDialogue>(
        _ dialogue: Dialogue, _ channel: any SNMPChannel, _ intake: any Intake
    ) async throws -> Dialogue.Outcome {
        try await channel.run(dialogue, limitNanoseconds: limitNanoseconds) { [self] exchange in
            report(exchange, to: intake)
        }
    }

    /// A poll that takes longer than two periods is given up; a minute is always allowed.
    private var limitNanoseconds: Int64 {
        max(60_000, Int64(clamping: access.periodMilliseconds) &* 2) &* 1_000_000
    }

    private func report(_ exchange: SNMPExchange, to intake: any Intake) {
        let (timeouts, retries) =
            switch exchange.result {
            case .answered: (exchange.tries - 1, exchange.tries - 1)
            case .failed(.timeout): (exchange.tries, exchange.tries - 1)
            case .failed: (0, 0)
            }
        for _ in 0..<max(0, timeouts) { intake.report(.timedOut) }
        for _ in 0..<max(0, retries) { intake.report(.retried) }
    }

    /// Says why an interface has no values where that changed.
    private func report(_ subject: UInt32, _ reason: MissingReason?, _ intake: any Intake) {
        let isNew = state.withLock { $0.missing.updateValue(reason, forKey: subject) != .some(reason) }
        if isNew { intake.report(.interfaceMissing(subject: subject, reason: reason)) }
    }

    /// What an operator should know of the target now. `ticks`: sysUpTime of this poll.
    private func notes(of survey: InterfaceSurvey, ticks: UInt32?, _ more: [String]) -> [String] {
        let (previous, step) = state.withLock { state in
            defer { state.previousTicks = ticks ?? state.previousTicks }
            return (state.previousTicks, state.step)
        }
        var notes: [String] = []
        if let ticks, ticks == previous {
            notes.append("agent clock stands still: sysUpTime is \(ticks) as at the last poll")
        }
        if let note = step.note(configuredMilliseconds: access.periodMilliseconds) { notes.append(note) }
        return notes + survey.notes + more
    }
}
