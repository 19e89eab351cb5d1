import Engine
import Foundation
import Metro

/// A run of probes for programs: one object a line.
struct ProbeJSON: ProbeText {
    let limitNanoseconds: Int64

    private struct Probe: Encodable {
        let type = "probe"
        let number: Int
        let timeNs: Int64
        let forwardNs: Int64?
        let backwardNs: Int64?
        let roundTripNs: Int64?
        let errorNs: UInt64?
        let lost: [String]
        let flags: [String]
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
        let decided: Int
        let answered: Int
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
        var lines = news.outcomes.map { outcome in
            Self.line(
                Probe(
                    number: outcome.number, timeNs: outcome.timeNanoseconds, forwardNs: outcome.forwardNanoseconds,
                    backwardNs: outcome.backwardNanoseconds, roundTripNs: outcome.roundTripNanoseconds,
                    errorNs: outcome.errorNanoseconds,
                    lost: (outcome.isLostForward ? ["forward"] : []) + (outcome.isLostBackward ? ["backward"] : []),
                    flags: (outcome.isClockFault ? ["clock_fault"] : [])
                        + (outcome.isUnsynchronised ? ["clock_unsynchronised"] : [])
                        + (outcome.isReordered ? ["reordered"] : [])))
        }
        lines += news.troubles.map {
            Self.line(Remark(type: $0 == nil ? "well_again" : "trouble", message: $0?.description))
        }
        lines += news.notes.map { Self.line(Remark(type: "note", message: $0)) }
        return lines.joined()
    }

    func summary(
        _ tally: ProbeTally, account: ProbeAccount?, clock: PathClock?, address: String, seconds: Double
    ) -> String {
        let judgement = tally.judgement
        return Self.line(
            Summary(
                target: address, seconds: seconds, decided: tally.decided, answered: tally.answered,
                reordered: tally.reordered, forward: Self.way(tally.forward), backward: Self.way(tally.backward),
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
