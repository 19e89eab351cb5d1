import Collecting
import Telemetry

/// Agents that refresh their counters in steps.
extension SNMPCollector {
    /// Between the readings of the burst after the first walk, and how many there are at most: 10 s.
    private static let burstInterval: Int64 = 500_000_000
    private static let burstReadings = 20
    private static let burstCounters = 8

    /// The period in force, milliseconds.
    var period: Int {
        state.withLock { $0.step.periodMilliseconds(configured: access.periodMilliseconds) }
    }

    /// The aggregates expect readings as often as the settings say, unless they are told.
    func periodSamples(_ plan: InterfacePlan, _ intake: any Intake) -> [Sample] {
        let period = period
        guard period != access.periodMilliseconds else { return [] }
        let now = intake.time.wallNanoseconds
        return plan.entries.map {
            .gauge(.period, subject: $0.subject, value: UInt64(period) * 1_000_000, at: now)
        }
    }

    func observeStep(_ outcome: InterfacePoll.Outcome, _ intake: any Intake) {
        guard let ticks = outcome.agentTicks else { return }
        // Where one comes up or goes down, their number changes, and the observation begins anew.
        let octets = outcome.readings.flatMap { reading -> [UInt64] in
            guard let reading, reading.operationalStatus == .up else { return [] }
            return [reading.inOctets.value?.value ?? 0, reading.outOctets.value?.value ?? 0]
        }
        let half = UInt32(clamping: access.periodMilliseconds / 20)
        tellPeriod(intake) { $0.take(octets, ticks: ticks, least: half) }
    }

    private func tellPeriod(_ intake: any Intake, after change: (inout CounterStep) -> Void) {
        let before = period
        state.withLock { change(&$0.step) }
        let after = period
        if after != before { intake.report(.period(milliseconds: after)) }
    }

    /// Reads the busiest counters every half second until it is clear how they move, ten seconds at most, once: polls do
    /// not see a step that is shorter than their period. To a period of twice those ten seconds no step that a burst can see matters; there one that is longer
    /// than the period shows in the polls themselves, and one of half a period or more only blurs their rates.
    func watchStep(
        _ survey: InterfaceSurvey, _ channel: any SNMPChannel, _ intake: any Intake
    ) async throws {
        let wholeMilliseconds = Int(Self.burstInterval) * Self.burstReadings / 1_000_000
        guard access.periodMilliseconds < 2 * wholeMilliseconds, survey.plan.agentTicks != nil else { return }
        let busiest = survey.busiest(Self.burstCounters)
        guard !busiest.isEmpty else { return }
        let names = NameList([KnownObjects.systemUpTime] + busiest)
        var seen = CounterStep()
        var next = intake.time.monotonicNanoseconds
        for _ in 0..<Self.burstReadings {
            let list = try await run(SingleQuestion(.get(names)), channel, intake).list
            let values = list.fields.map { list.value($0).count }
            guard case .timeTicks(let ticks)? = list.fields.first.map({ list.value($0) }),
                values.count == names.count
            else { return }
            seen.take(values.dropFirst().map { $0 ?? 0 }, ticks: ticks)
            if seen.isSettled { break }
            next += Self.burstInterval
            try await intake.time.sleep(untilMonotonic: next)
        }
        tellPeriod(intake) { $0.take(seen) }
    }
}
