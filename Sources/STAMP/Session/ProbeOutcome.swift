import Telemetry

/// What became of one probe, by its sequence, which samples do not have.
public struct ProbeOutcome: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// How a probe ends (`ProbeAccount`): once for each.
        case answered, lost, refused, spoiled
        /// Answers after that: to a probe that was answered, and to one that was given up.
        case duplicate, late
    }

    /// Counts from 0 through all sessions of a collector.
    public var sequence: UInt32
    public var kind: Kind
    /// The samples' time, wall clock, nanoseconds; `nil` of a late answer to a probe that is forgotten.
    public var sentNanoseconds: Int64?
    /// As they are offered; of answered and lost probes alone.
    public var samples: [Sample] = []
}

/// Is told what becomes of each probe.
public typealias ProbeObserver = @Sendable (ProbeOutcome) -> Void

extension StampSession {
    /// Every probe that may be sent was, and what became of each is known and told.
    public var isComplete: Bool { isSpent && account.outstanding == 0 && held == nil }

    var isSpent: Bool { parameters.count.map { account.sent >= $0 } ?? false }

    mutating func observe(_ sequence: UInt32, _ kind: ProbeOutcome.Kind, sent: Int64?, _ samples: [Sample] = []) {
        guard parameters.isObserved else { return }
        outcomes.append(ProbeOutcome(sequence: sequence, kind: kind, sentNanoseconds: sent, samples: samples))
    }

    mutating func observe(_ probe: Probe, _ kind: ProbeOutcome.Kind, _ samples: [Sample] = []) {
        observe(probe.sequence, kind, sent: probe.sent.wallNanoseconds, samples)
    }

    /// What became known since the last call; empty where `isObserved` is not set. To be called after each event.
    public mutating func takeOutcomes() -> [ProbeOutcome] {
        defer { outcomes.removeAll() }
        return outcomes
    }
}
