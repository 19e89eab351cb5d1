import Collecting
import Metro

/// Where the reading of sensors stands: it is slower than the polls, and never delays them.
struct SensorRound: Sendable {
    static let intervalNanoseconds: Int64 = 300_000_000_000

    /// What is left of a round under way.
    var walk: SensorWalk?
    private var dueNanoseconds: Int64 = .min
    private(set) var entities: EntityTree?
    /// Subjects that had optics in the last round.
    private(set) var subjects: Set<UInt32> = []

    /// The interface table was walked: parts may have changed too.
    mutating func renew() {
        dueNanoseconds = .min
        entities = nil
        walk = nil
    }

    /// The walk to go on with; `nil` where none is due at `now`, monotonic nanoseconds.
    mutating func begin(now: Int64, maxRepetitions: Int) -> SensorWalk? {
        if let walk { return walk }
        guard now >= dueNanoseconds else { return nil }
        dueNanoseconds = now + Self.intervalNanoseconds
        return SensorWalk(maxRepetitions: maxRepetitions, entities: entities)
    }

    /// Returns the subjects whose optics are gone.
    mutating func end(_ outcome: SensorWalk.Outcome, _ report: SensorReport) -> Set<UInt32> {
        walk = nil
        entities = outcome.entities
        defer { subjects = Set(report.optics.keys) }
        return subjects.subtracting(report.optics.keys)
    }
}

extension SNMPCollector {
    /// Reads sensors in what is left of half a period, and goes on after the next poll where that does not suffice.
    func readSensors(
        _ survey: InterfaceSurvey, _ channel: any SNMPChannel, _ intake: any Intake, startedNanoseconds: Int64
    ) async throws {
        let time = intake.time
        let due = state.withLock {
            $0.sensors.begin(now: startedNanoseconds, maxRepetitions: access.maxRepetitions)
        }
        guard let due else { return }
        let end = startedNanoseconds + Int64(clamping: access.periodMilliseconds) * 500_000
        let slice = DialogueSlice(due) { time.monotonicNanoseconds >= end }
        do {
            switch try await run(slice, channel, intake) {
            case .unfinished(let rest): state.withLock { $0.sensors.walk = rest }
            case .finished(let outcome):
                let report = SensorReport(outcome, survey.plan.entries)
                let gone = state.withLock { $0.sensors.end(outcome, report) }
                for subject in gone { intake.report(.optics(subject: subject, nil)) }
                for (subject, optics) in report.optics { intake.report(.optics(subject: subject, optics)) }
                intake.report(.sensors(report.device))
            }
        } catch is SNMPFailure {
            // The numbers are in; the sensors get another chance when they are due again.
            state.withLock { $0.sensors.walk = nil }
        }
    }
}
