import Collecting
import Metro

/// What came from an agent and answered nothing, over all its conversations.
struct StrayCount: Sendable {
    /// Of conversations that are over.
    private var earlier = StrayAnswers()
    private var told = StrayAnswers()

    mutating func end(_ counters: SNMPSession.Counters) { earlier = earlier + counters.strays }

    /// The sum with the conversation under way; `nil` where it was told already.
    mutating func news(_ current: SNMPSession.Counters?) -> StrayAnswers? {
        let sum = current.map { earlier + $0.strays } ?? earlier
        defer { told = sum }
        return sum == told ? nil : sum
    }
}

extension SNMPCollector.State {
    mutating func closeChannel() {
        if let channel { strays.end(channel.counters) }
        channel = nil
    }
}

extension SNMPCollector {
    func reportStrays(_ intake: any Intake) {
        if let strays = state.withLock({ $0.strays.news($0.channel?.counters) }) { intake.report(.strays(strays)) }
    }
}

extension SNMPSession.Counters {
    var strays: StrayAnswers {
        // A first acquaintance is one discovery and at most one look at the clock (RFC 3414 §4).
        let relearned = max(0, discovered - 1) + max(0, resynchronised - max(1, discovered))
        return StrayAnswers(
            late: late, duplicate: duplicate, foreign: foreign, unknown: unknown, malformed: malformed,
            untrusted: untrusted, relearned: relearned)
    }
}
