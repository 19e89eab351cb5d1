import Console
import Engine
import Foundation
import Metro

/// A run of probes for people: one line a probe, then a table.
struct ProbeProse: ProbeText {
    let limitNanoseconds: Int64

    func head(_ address: String) -> String {
        "probing \(address): → there, ← back, ↔ both without the reflector's time, ± error of the clocks\n"
    }

    func lines(_ news: ProbeWatch.News) -> String {
        var lines = news.outcomes.map(line)
        lines += news.troubles.map { $0.map { "trouble: \($0)" } ?? "well again" }
        lines += news.notes.map { "note: \($0)" }
        return lines.map { $0 + "\n" }.joined()
    }

    private func line(_ outcome: ProbeTally.Outcome) -> String {
        let number = String(format: "%6d  ", outcome.number)
        var words: [String] = []
        switch outcome.kind {
        case .answered: break
        case .lost: words.append(Self.loss(outcome))
        case .refused: return number + "refused: no reflector listens there"
        case .spoiled: return number + "spoiled: a clock was set, or this host was too busy to stamp it"
        case .late: return number + "an answer, too late"
        case .duplicate: return number + "a duplicate answer"
        }
        if outcome.isClockFault { words.append("clock fault") }
        if outcome.isUnsynchronised { words.append("clocks not synchronised") }
        if outcome.isReordered { words.append("reordered") }
        let figures =
            "→ \(Self.delay(outcome.forwardNanoseconds))  ← \(Self.delay(outcome.backwardNanoseconds))  "
            + "↔ \(Self.delay(outcome.roundTripNanoseconds))  ± \(Self.error(outcome.errorNanoseconds))"
        return number + figures + (words.isEmpty ? "" : "  ") + words.joined(separator: ", ")
    }

    private static func loss(_ outcome: ProbeTally.Outcome) -> String {
        switch (outcome.isLostForward, outcome.isLostBackward) {
        case (true, false): "lost on the way there"
        case (false, true): "lost on the way back"
        default: "lost"
        }
    }

    func summary(
        _ tally: ProbeTally, account: ProbeAccount?, clock: PathClock?, address: String, seconds: Double
    ) -> String {
        var lines = ["", "\(address) in \(String(format: "%.1f", seconds)) s"]
        lines.append("probes   " + Self.probes(tally, account))
        if tally.answered > 0 { lines += Self.table(tally) }
        if let clock { lines += Self.clock(clock) }
        if let floor = tally.floorNanoseconds {
            let excess = tally.forward.minimum.flatMap { there in
                tally.backward.minimum.map { Double(min(there, $0)) - floor }
            }
            lines.append("floor    \(DurationFigure.text(floor)), excess \(Self.text(excess))")
        }
        lines.append("verdict  " + verdict(tally, account))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ tally: ProbeTally) -> [String] {
        let titles = ["min", "p50", "p99", "max", "± error", "PDV p99", "IPDV mean", "IPDV max"]
        var lines = ["         " + titles.map(padded).joined(separator: " ")]
        for (mark, way) in [("→", tally.forward), ("←", tally.backward), ("↔", tally.roundTrip)] {
            let cells = [
                Self.delay(way.minimum), Self.delay(way.percentile(0.5)), Self.delay(way.percentile(0.99)),
                Self.delay(way.maximum), Self.error(way.greatestErrorNanoseconds), Self.delay(way.delayVariation),
                Self.delay(way.meanVariationNanoseconds),
                Self.delay(way.variationCount > 0 ? way.greatestVariationNanoseconds : nil),
            ]
            lines.append("\(mark)        " + cells.joined(separator: " "))
        }
        return lines
    }

    private static func probes(_ tally: ProbeTally, _ account: ProbeAccount?) -> String {
        let (lost, known) = (tally.roundTrip.lost, tally.roundTrip.lost + tally.roundTrip.received)
        let outstanding = Int(clamping: account?.outstanding ?? 0)
        var loss = "\(lost) lost"
        if known > 0 { loss += String(format: " (%.1f %%)", 100 * Double(lost) / Double(known)) }
        if tally.lostForward + tally.lostBackward > 0 {
            loss += ", of them \(tally.lostForward) on the way there, \(tally.lostBackward) on the way back"
        }
        let parts = ["\(tally.decided + outstanding) sent", "\(tally.answered) answered", loss]
        let more: [(Int, String)] = [
            (outstanding, "still under way"), (tally.count(.duplicate), "duplicate"), (tally.reordered, "reordered"),
            (tally.count(.late), "late"), (tally.count(.refused), "refused"), (tally.count(.spoiled), "spoiled"),
        ]
        // What is no probe's end is counted by the session alone.
        let strange: [(UInt64?, String)] = [
            (account?.mismatched, "mismatched"), (account?.unauthentic, "unauthentic"),
            (account?.malformed, "malformed"), (account?.unsent, "unsent"), (account?.skipped, "skipped"),
            (account?.shed, "shed"),
        ]
        let all = more + strange.map { (Int(clamping: $0 ?? 0), $1) }
        return (parts + all.compactMap { $0 > 0 ? "\($0) \($1)" : nil }).joined(separator: ", ")
    }

    private static func clock(_ clock: PathClock) -> [String] {
        var lines: [String] = []
        switch clock.relation {
        case .shared: lines.append("clocks   shared: both ends read one clock")
        case .independent:
            lines.append("clocks   here \(end(clock.own)); there \(clock.peer.map(end) ?? "unknown")")
        }
        lines.append("stamps   sent: \(clock.sending.rawValue), received: \(clock.receiving.rawValue)")
        if let fault = clock.fault {
            let drift = fault.partsPerMillion.map { String(format: ", %.1f ppm", $0) } ?? ""
            lines.append("fault    \(fault.kind.rawValue): \(DurationFigure.text(Double(fault.nanoseconds)))\(drift)")
        }
        return lines
    }

    private static func end(_ end: PathClock.End) -> String {
        guard end.isSynchronised else { return "not synchronised" }
        let source = end.source.map { " by \($0)" } ?? ""
        return "synchronised\(source)" + (end.errorNanoseconds.map { ", ± \(DurationFigure.error($0))" } ?? "")
    }

    private func verdict(_ tally: ProbeTally, _ account: ProbeAccount?) -> String {
        let judgement = tally.judgement
        let limit = "p99 of both directions under \(DurationFigure.text(Double(limitNanoseconds)))"
        if tally.answered == 0 {
            return "\(judgement.verdict.rawValue): \(limit): \(Self.silence(tally, account))"
        }
        var bounds = ""
        if let hi = judgement.hi { bounds = " (\(DurationFigure.text(judgement.lo)) … \(DurationFigure.text(hi)))" }
        let method = judgement.isEstimate ? ", an estimate from the round trip" : ""
        var reason = judgement.reason.map { ": \($0.sentence(.english))" } ?? ""
        if judgement.verdict == .unknown, judgement.samples < ProbeTally.samplesNeeded {
            reason += " (\(judgement.samples) of the \(ProbeTally.samplesNeeded) probes that a p99 needs)"
        }
        return "\(judgement.verdict.rawValue): \(limit)\(bounds)\(method)\(reason)"
    }

    /// Why no probe was answered, as far as a sender can know.
    private static func silence(_ tally: ProbeTally, _ account: ProbeAccount?) -> String {
        if let account, account.unauthentic > 0 {
            return "the keys of both ends differ: \(account.unauthentic) answers have no HMAC, or that of another key"
        }
        if let account, account.malformed > 0 { return "what answers there is no STAMP reflector" }
        if let account, account.mismatched + account.foreign > 0 { return "no answer was to a question that was asked" }
        if tally.count(.late) > 0 { return "answers came after the timeout" }
        if tally.count(.spoiled) > 0 { return "no answer could be used: a clock was set, or this host was too busy" }
        if tally.count(.lost) > 0 {
            return "nothing answered: unreachable, a firewall, a key or an allow-list that does not know this sender "
                + "(reflectors meet these with silence)"
        }
        if tally.count(.refused) > 0 { return "no reflector listens on that port" }
        return "no probe was decided"
    }

    // MARK: - Figures

    /// In 11 columns.
    private static func delay(_ nanoseconds: (some BinaryInteger)?) -> String {
        delay(nanoseconds.map { Double($0) })
    }
    private static func delay(_ nanoseconds: Double?) -> String { padded(text(nanoseconds)) }
    private static func error(_ nanoseconds: UInt64?) -> String {
        padded(nanoseconds.map { DurationFigure.error($0) } ?? "–")
    }

    private static func text(_ nanoseconds: Double?) -> String { nanoseconds.map(DurationFigure.text) ?? "–" }
    private static func padded(_ text: String) -> String {
        String(repeating: " ", count: max(0, 11 - text.count)) + text
    }
}
