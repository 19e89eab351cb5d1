import Metro

/// Something that holds right now and may become an event.
public struct EventCondition: Hashable, Sendable {
    public var subject: MetroEvent.Subject
    public var kind: MetroEvent.Kind
    public var severity: Severity
    /// In the kind's unit (nanoseconds for delays, ratio for loss and utilization).
    public var value: Double?
    /// A device has just told it by itself.
    public var isToldByTrap: Bool

    public init(
        subject: MetroEvent.Subject, kind: MetroEvent.Kind, severity: Severity, value: Double? = nil,
        isToldByTrap: Bool = false
    ) {
        self.subject = subject
        self.kind = kind
        self.severity = severity
        self.value = value?.ifFinite
        self.isToldByTrap = isToldByTrap
    }

    /// Loss from which a path is worth an event, 0 … 1: what a p99 does not forgive.
    public static let lossRatioLimit = 0.01

    /// What is to be said of one path. Of breach, near and unknown at most one holds; a window that still fills up after
    /// a start is no event.
    public static func path(
        _ id: PathID, _ assessment: PathAssessment, evidence: PathEvidence?
    ) -> [EventCondition] {
        let subject = MetroEvent.Subject.path(id)
        let judgement = assessment.judgement
        let sides = [evidence?.forward, evidence?.backward].compactMap { $0 }
        var found: [EventCondition] = []
        switch assessment.severity {
        case .breach:
            found.append(
                EventCondition(
                    subject: subject, kind: .limitBreached, severity: .breach,
                    value: judgement.value ?? judgement.observed?.upper ?? judgement.lo)
            )
        case .warning:
            let value = judgement.hi ?? judgement.observed?.upper
            let isOver = value.map { $0 > assessment.limitNanoseconds } ?? false
            let kind: MetroEvent.Kind =
                assessment.verdict == .missed ? .limitBreached : isOver ? .overLimitUnproven : .nearLimit
            found.append(EventCondition(subject: subject, kind: kind, severity: .warning, value: value))
        case .unknown, .stale:
            if assessment.reason?.isExpected == true { break }
            found.append(EventCondition(subject: subject, kind: .unknown, severity: assessment.severity))
        case .ok, .maintenance: break
        }
        if sides.contains(where: { $0.clockFaults > 0 }) || assessment.reason == .clockFault {
            found.append(EventCondition(subject: subject, kind: .clockFault, severity: .warning))
        }
        if let loss = sides.compactMap(\.lossRatio).max(), loss >= lossRatioLimit {
            found.append(EventCondition(subject: subject, kind: .lossHigh, severity: .warning, value: loss))
        }
        return found
    }

    /// What is to be said of one link. High utilization and errors are severities, not events: they come and go.
    /// `isToldDown`: an end has just said that it is down.
    public static func link(_ id: LinkID, _ assessment: LinkAssessment, isToldDown: Bool = false) -> [EventCondition] {
        if assessment.isDown {
            return [
                EventCondition(subject: .link(id), kind: .linkDown, severity: .breach, isToldByTrap: isToldDown)
            ]
        }
        guard assessment.severity == .unknown || assessment.severity == .stale,
            assessment.reason?.isExpected != true
        else { return [] }
        return [EventCondition(subject: .link(id), kind: .unknown, severity: assessment.severity)]
    }
}

extension MissingReason {
    /// Gaps that are no fault: what nobody set out to measure, and what fills up by itself after a start.
    var isExpected: Bool {
        switch self {
        case .notMeasured, .awaitingFirstAnswer, .awaitingSecondReading, .tooFewSamples, .windowNotCovered: true
        default: false
        }
    }
}
