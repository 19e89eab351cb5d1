import Telemetry

/// What the relay saw, by probe.
struct Truth: Sendable {
    /// Forward passages by T1.
    private let questions: [Passage]
    private let there, back: [Int: Passage]
    /// Probes of which a packet was lost.
    let lost: Set<Int>

    init(_ passages: [Passage], probes: Int) {
        // Of two answers to one probe the first counts.
        let first = passages.filter { $0.copy == 0 && $0.probe < probes }
        questions = first.filter(\.isForward).sorted { $0.questionNanoseconds < $1.questionNanoseconds }
        there = Dictionary(
            first.filter(\.isForward).map { ($0.probe, $0) }, uniquingKeysWith: { earlier, _ in earlier })
        back = Dictionary(
            first.filter { !$0.isForward }.map { ($0.probe, $0) }, uniquingKeysWith: { earlier, _ in earlier })
        lost = Set(first.filter { $0.sentNanoseconds == nil }.map(\.probe))
    }

    /// A sample's time is T1, which a transmit stamp may have corrected. Less than an interval.
    private static let tolerance: Int64 = 3_000_000

    /// Samples from this time on are not measured.
    var endNanoseconds: Int64 { (questions.last?.questionNanoseconds ?? 0) + Self.tolerance }

    func probe(at time: Int64) -> Int? {
        let nearest = questions.min { abs($0.questionNanoseconds - time) < abs($1.questionNanoseconds - time) }
        return nearest.flatMap { abs($0.questionNanoseconds - time) < Self.tolerance ? $0.probe : nil }
    }

    /// The sample beside what happened to its packet; `nil` where it never made the way.
    func pair(of sample: Sample, _ probe: Int) -> Trial.Pair? {
        guard let there = there[probe], let back = back[probe], let out = there.actualNanoseconds,
            let home = back.actualNanoseconds
        else { return nil }
        let (actual, ahead) =
            switch sample.direction {
            case .inbound: (out, back.clockAheadNanoseconds)
            case .outbound: (home, -back.clockAheadNanoseconds)
            case .roundTrip: (out + home, Int64(0))
            }
        return Trial.Pair(
            probe: probe, direction: sample.direction, measured: sample.delayNanoseconds, actual: actual,
            uncertainty: Int64(clamping: sample.auxiliary), flags: sample.flags, clockAhead: ahead)
    }
}
