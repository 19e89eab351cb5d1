import Collecting
import Metro

/// Where the survey of the device and its neighbours stands: it is much slower than the polls, and never delays them.
struct SurveyRound: Sendable {
    static let intervalNanoseconds: Int64 = 3_600_000_000_000
    /// After a walk of the interface table: LLDP says everything anew each 30 s and forgets after four times that
    /// (IEEE 802.1AB-2009 §10.5.3.3).
    static let settlingNanoseconds: Int64 = 120_000_000_000
    /// Devices that started or changed together are surveyed over this time.
    static let spreadNanoseconds: Int64 = 180_000_000_000

    /// What is left of a round under way.
    var walk: SurveyWalk?
    private var dueNanoseconds = Int64.max
    private let delayNanoseconds: Int64

    /// `name`: the device's; it decides where in the spread its surveys are.
    init(name: String) {
        delayNanoseconds =
            Self.settlingNanoseconds + Int64(JitterSequence.seed(of: name) % UInt64(Self.spreadNanoseconds))
    }

    /// The interface table was walked at `now`: neighbours may have changed too.
    mutating func renew(now: Int64) { dueNanoseconds = min(dueNanoseconds, now + delayNanoseconds) }

    /// The walk to go on with; `nil` where none is due at `now`, monotonic nanoseconds.
    mutating func begin(now: Int64, maxRepetitions: Int) -> SurveyWalk? {
        if let walk { return walk }
        guard now >= dueNanoseconds else { return nil }
        dueNanoseconds = now + Self.intervalNanoseconds
        return SurveyWalk(maxRepetitions: maxRepetitions)
    }
}

extension SNMPCollector {
    /// Surveys the device in what is left of half a period, and goes on after the next poll where that does not suffice.
    func surveyNeighbours(
        _ channel: any SNMPChannel, _ intake: any Intake, startedNanoseconds: Int64
    ) async throws {
        let time = intake.time
        let due = state.withLock {
            $0.neighbours.begin(now: startedNanoseconds, maxRepetitions: access.maxRepetitions)
        }
        guard let due else { return }
        let end = startedNanoseconds + Int64(clamping: access.periodMilliseconds) * 500_000
        let slice = DialogueSlice(due) { time.monotonicNanoseconds >= end }
        do {
            switch try await run(slice, channel, intake) {
            case .unfinished(let rest): state.withLock { $0.neighbours.walk = rest }
            case .finished(let survey):
                state.withLock { $0.neighbours.walk = nil }
                let condensed = survey.condensed(to: Set(interfaces.map(\.name)), mapping: access.mapping)
                intake.report(.survey(device: DeviceID(target.name), condensed))
            }
        } catch is SNMPFailure {
            // The numbers are in; the survey gets another chance when it is due again.
            state.withLock { $0.neighbours.walk = nil }
        }
    }
}
