import Engine
import Foundation
import Metro
import STAMP

/// A run of probes for programs: one object a line.
struct ProbeJSON: ProbeText {
    let limitNanoseconds: Int64

    private struct Probe: Encodable {
        let type = "probe"
        let number: Int
        /// `answered`, `lost`, `refused`, `spoiled`.
        let outcome: String
        let timeNs: Int64?
        let forwardNs: Int64?
        let backwardNs: Int64?
        let roundTripNs: Int64?
        let errorNs: UInt64?
        let lost: [String]
        let flags: [String]
    }

    private struct ExtraAnswer: Encodable {
        /// `late`, `duplicate`.
        let type: String
        let number: Int
    }

    private struct Remark: Encodable {
        /// `trouble`, `well_again`, `note`.
        let type: String
        let message: String?
    }

    private struct Summary: Encodable {
        struct Way: Encodable {
            let received: Int
            let lost: Int
            let minNs: Double?
            let p50Ns: Double?
            let p99Ns: Double?
            let maxNs: Double?
            let errorNs: UInt64?
            let pdvP99Ns: Double?
            let ipdvMeanNs: Double?
            let ipdvMaxNs: Int64?
            let clockFaults: Int
            let unsynchronised: Int
        }
        let type = "summary"
        let version = 1
        let target: String
        let seconds: Double
        let sent: Int
        let decided: Int
        /// Of which a delay or a loss is known: what the verdict rests on, and what a p99 needs.
        let samples: Int
        let samplesNeeded: Int
        let answered: Int
        let lost: Int
        let lostForward: Int
        let lostBackward: Int
        let refused: Int
        let spoiled: Int
        let late: Int
        let duplicates: Int
        let reordered: Int
        let forward: Way
        let backward: Way
        let roundTrip: Way
        let account: ProbeAccount?
        let clock: PathClock?
        let floorNs: Double?
        let limitNs: Int64
        let verdict: String
        let reason: String?
        let loNs: Double?
        let hiNs: Double?
        let isEstimate: Bool
    }

    func head(_ address: String) -> String { "" }

    func lines(_ news: ProbeWatch.News) -> String {
        var lines = news.outcomes.map(Self.line)
        lines += news.troubles.map {
            Self.line(Remark(type: $0 == nil ? "well_again" : "trouble", message: $0?.description))
        }
        lines += news.notes.map { Self.line(Remark(type: "note", message: $0)) }
        return lines.joined()
    }

    private static func line(_ outcome: ProbeTally.Outcome) -> String {
        switch outcome.kind {
        case .late, .duplicate:
            return line(ExtraAnswer(type: word(outcome.kind), number: outcome.number))
        case .answered, .lost, .refused, .spoiled: break
        }
        return line(
            Probe(
                number: outcome.number, outcome: word(outcome.kind), timeNs: outcome.timeNanoseconds,
                forwardNs: outcome.forwardNanoseconds, backwardNs: outcome.backwardNanoseconds,
                roundTripNs: outcome.roundTripNanoseconds, errorNs: outcome.errorNanoseconds,
                lost: (outcome.isLostForward ? ["forward"] : []) + (outcome.isLostBackward ? ["backward"] : []),
                flags: (outcome.isClockFault ? ["clock_fault"] : [])
                    + (outcome.isUnsynchronised ? ["clock_unsynchronised"] : [])
                    + (outcome.isReordered ? ["reordered"] : [])))
    }

    private static func word(_ kind: ProbeOutcome.Kind) -> String {
        switch kind {
        case .answered: "answered"
        case .lost: "lost"
        case .refused: "refused"
        case .spoiled: "spoiled"
        case .duplicate: "duplicate"
        case .late: "late"
        }
    }

    func summary(
        _ tally: ProbeTally, account: ProbeAccount?, clock: PathClock?, address: String, seconds: Double
    ) -> String {
        let judgement = tally.judgement
        return Self.line(
            Summary(
                target: address, seconds: seconds, sent: tally.decided + Int(clamping: account?.outstanding ?? 0),
                decided: tally.decided, samples: judgement.samples, samplesNeeded: ProbeTally.samplesNeeded,
                answered: tally.answered, lost: tally.roundTrip.lost, lostForward: tally.lostForward,
                lostBackward: tally.lostBackward, refused: tally.count(.refused), spoiled: tally.count(.spoiled),
                late: tally.count(.late), duplicates: tally.count(.duplicate), reordered: tally.reordered,
                forward: Self.way(tally.forward), backward: Self.way(tally.backward),
                roundTrip: Self.way(tally.roundTrip), account: account, clock: clock, floorNs: tally.floorNanoseconds,
                limitNs: limitNanoseconds, verdict: judgement.verdict.rawValue, reason: judgement.reason?.rawValue,
                loNs: judgement.lo.isFinite ? judgement.lo : nil, hiNs: judgement.hi,
                isEstimate: judgement.isEstimate))
    }

    private static func way(_ way: ProbeTally.Way) -> Summary.Way {
        Summary.Way(
            received: way.received, lost: way.lost, minNs: way.minimum.map { Double($0) },
            p50Ns: finite(way.percentile(0.5)), p99Ns: finite(way.percentile(0.99)),
            maxNs: way.maximum.map { Double($0) }, errorNs: way.greatestErrorNanoseconds,
            pdvP99Ns: finite(way.delayVariation), ipdvMeanNs: way.meanVariationNanoseconds,
            ipdvMaxNs: way.variationCount > 0 ? way.greatestVariationNanoseconds : nil, clockFaults: way.clockFaults,
            unsynchronised: way.unsynchronised)
    }

    /// JSON has no word for ∞.
    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

    private static func line(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing in these values is what JSON cannot say.
        guard let data = try? encoder.encode(value) else { return "" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
