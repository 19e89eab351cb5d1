import Foundation
import Metro
import Telemetry
import Testing

@testable import Engine
@testable import STAMP
@testable import haomiao

@Suite("haomiao probe")
struct ProbeCommandTests {
    @Test("takes what is to be probed apart, with the defaults for the rest")
    func entry() throws {
        let plain = try ProbeCommand.parse(["192.0.2.9"]).entry()
        #expect(plain.access == STAMPAccess(host: "192.0.2.9") && plain.intervalMilliseconds == 1_000)
        #expect(plain.codePoint == 0 && plain.probeBytes == nil && plain.clock == .independent)
        let full = try ProbeCommand.parse([
            "[2001:db8::9]:8620", "--interval", "20ms", "--dscp", "EF", "--size", "1400", "--key-env", "KEY",
            "--extensions", "--clock", "shared", "--floor-km", "24.6", "--limit", "500us", "--count", "5",
        ]).entry()
        #expect(
            full.access
                == STAMPAccess(host: "2001:db8::9", port: 8620, key: .environment("KEY"), hasExtensions: true))
        #expect(full.intervalMilliseconds == 20 && full.codePoint == 46 && full.probeBytes == 1_400)
        #expect(full.clock == .shared && full.floorKilometres == 24.6)
    }

    @Test(
        "says what was found and what was expected",
        arguments: [
            ([], "found neither a reflector nor --paths, expected haomiao probe HOST[:PORT]"),
            (
                ["192.0.2.256"],
                "HOST:PORT: found '192.0.2.256', expected HOST:PORT of a reflector, as 192.0.2.9:862 or "
                    + "[2001:db8::9]:862"
            ),
            (["a", "--interval", "1ms"], "--interval: found '1ms', expected 10ms … 1m in whole milliseconds"),
            (["a", "--interval", "200"], "--interval: found '200', expected 10ms … 1m in whole milliseconds"),
            (["a", "--dscp", "E"], "--dscp: found 'E', expected 0 … 63 or a name such as EF, AF41 or CS6"),
            (["a", "--size", "43"], "--size: found 43, expected 44 … 8972"),
            (["a", "--clock", "own"], "--clock: found 'own', expected shared or independent"),
            (["a", "--limit", "1"], "--limit: found '1', expected 1us … 10s"),
            (["a", "--timeout", "3"], "--timeout: found '3', expected 10ms … 30s"),
            (["a", "--timeout", "1m"], "--timeout: found '1m', expected 10ms … 30s"),
            (["a", "--count", "0"], "--count: found 0, expected 1 or more"),
            (
                ["a", "--key-env", "K", "--key-file", "f"],
                "--key-env: found it beside --key-file, expected one of them"
            ),
            (["--paths", "f"], "--paths: found it alone, expected --json beside it"),
            (["a", "--paths", "f", "--json"], "--paths: found it beside the reflector a, expected one of them"),
        ] as [([String], String)])
    func refusals(arguments: [String], message: String) {
        #expect {
            try ProbeCommand.parse(arguments)
        } throws: { "\(ProbeCommand.message(for: $0))" == message }
    }

    private var news: ProbeWatch.News {
        var news = ProbeWatch.News()
        var one = ProbeTally.Outcome(.answered, number: 7, timeNanoseconds: 5)
        (one.forwardNanoseconds, one.backwardNanoseconds, one.roundTripNanoseconds) = (-1_250, 123_456, 122_206)
        (one.errorNanoseconds, one.isClockFault, one.isReordered) = (21_000, true, true)
        var two = ProbeTally.Outcome(.lost, number: 8, timeNanoseconds: 6)
        (two.isLostForward, two.isLostBackward) = (false, true)
        news.outcomes = [one, two]
        news.outcomes += [.late, .duplicate, .refused, .spoiled].map { ProbeTally.Outcome($0, number: 9) }
        news.notes = ["the reflector's clock is not synchronised"]
        news.troubles = [nil]
        return news
    }

    @Test("prints a line a probe: both ways, the round trip, the error, and what is odd about it")
    func prose() {
        #expect(
            ProbeProse(limitNanoseconds: 1_000_000).lines(news) == """
                     7  →     -1.3 µs  ←    123.5 µs  ↔    122.2 µs  ±     21.0 µs  clock fault, reordered
                     8  →           –  ←           –  ↔           –  ±           –  lost on the way back
                     9  an answer, too late
                     9  a duplicate answer
                     9  refused: no reflector listens there
                     9  spoiled: a clock was set, or this host was too busy to stamp it
                well again
                note: the reflector's clock is not synchronised

                """)
    }

    @Test("prints an object a line for programs")
    func json() throws {
        let lines = ProbeJSON(limitNanoseconds: 1_000_000).lines(news).split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(
            objects.map { $0?["type"] as? String }
                == ["probe", "probe", "late", "duplicate", "probe", "probe", "well_again", "note"])
        let outcomes = objects.map { $0?["outcome"] as? String }
        #expect(outcomes[...5] == ["answered", "lost", nil, nil, "refused", "spoiled"])
        #expect(objects[2]?["number"] as? Int == 9)
        #expect(objects[0]?["forward_ns"] as? Int == -1_250 && objects[0]?["number"] as? Int == 7)
        #expect(objects[0]?["flags"] as? [String] == ["clock_fault", "reordered"])
        #expect(objects[1]?["lost"] as? [String] == ["backward"])
    }

    @Test("ends in a table and a verdict with its reason, and how many probes a p99 needs")
    func summary() throws {
        var tally = ProbeTally(floorKilometres: 10)
        for number in 0..<20 as Range<UInt32> {
            let samples = [Direction.forward, .backward, .roundTrip].map {
                Sample.delay(subject: 0, direction: $0, nanoseconds: 300_000, uncertaintyNanoseconds: 1_500, at: 1)
            }
            _ = tally.take(ProbeOutcome(sequence: number, kind: .answered, sentNanoseconds: 1, samples: samples))
        }
        for (number, kind) in [(20, .refused), (3, .duplicate)] as [(UInt32, ProbeOutcome.Kind)] {
            _ = tally.take(ProbeOutcome(sequence: number, kind: kind, sentNanoseconds: 1))
        }
        var clock = PathClock(
            relation: .independent, own: .init(isSynchronised: true, errorNanoseconds: 1_500, source: "ptp"))
        clock.peer = .init(isSynchronised: false, errorNanoseconds: nil)
        var account = ProbeAccount()
        (account.outstanding, account.malformed) = (2, 4)
        let text = ProbeProse(limitNanoseconds: 1_000_000).summary(
            tally, account: account, clock: clock, address: "192.0.2.9:862", seconds: 3)
        #expect(text.contains("192.0.2.9:862 in 3.0 s\n"))
        #expect(
            text.contains(
                "probes   23 sent, 20 answered, 0 lost (0.0 %), 2 still under way, 1 duplicate, 1 refused, "
                    + "4 malformed\n"))
        #expect(text.contains("clocks   here synchronised by ptp, ± 1.5 µs; there not synchronised\n"))
        #expect(text.contains("floor    49.0 µs, excess 251.0 µs\n"))
        #expect(
            text.contains(
                "verdict  unknown: p99 of both directions under 1 ms: the window holds too few samples for this "
                    + "percentile (20 of the 299 probes that a p99 needs)\n"))
        let json = ProbeJSON(limitNanoseconds: 1_000_000).summary(
            tally, account: account, clock: clock, address: "x", seconds: 3)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["verdict"] as? String == "unknown" && object["reason"] as? String == "too_few_samples")
        #expect(object["samples"] as? Int == 20 && object["samples_needed"] as? Int == 299)
        #expect(object["sent"] as? Int == 23 && object["decided"] as? Int == 21 && object["duplicates"] as? Int == 1)
    }

    @Test("without any answer says so")
    func noAnswer() {
        let text = ProbeProse(limitNanoseconds: 1_000_000).summary(
            ProbeTally(), account: nil, clock: nil, address: "x", seconds: 1)
        #expect(
            text.contains(
                "verdict  unknown: p99 of both directions under 1 ms: no probe was decided\n"))
        #expect(ProbeTally().judgement.reason == .noAnswer)
    }

    private func verdict(_ kinds: [ProbeOutcome.Kind], _ change: (inout ProbeAccount) -> Void = { _ in }) -> String {
        var tally = ProbeTally()
        for (number, kind) in kinds.enumerated() {
            let samples =
                kind == .lost
                ? [Direction.forward, .backward, .roundTrip].map { Sample.lost(subject: 0, direction: $0, at: 1) } : []
            _ = tally.take(
                ProbeOutcome(sequence: UInt32(number), kind: kind, sentNanoseconds: 1, samples: samples))
        }
        var account = ProbeAccount()
        change(&account)
        let text = ProbeProse(limitNanoseconds: 1_000_000).summary(
            tally, account: account, clock: nil, address: "x", seconds: 1)
        return text.split(separator: "\n").last.map(String.init) ?? ""
    }

    @Test("tells a closed port, silence and two keys apart where nothing was answered")
    func reasons() {
        let unknown = "verdict  unknown: p99 of both directions under 1 ms: "
        #expect(verdict([.refused, .refused]) == unknown + "no reflector listens on that port")
        #expect(
            verdict([.lost, .lost]).hasSuffix(
                "nothing answered: unreachable, a firewall, a key or an allow-list that does not know this sender "
                    + "(reflectors meet these with silence)"))
        #expect(
            verdict([.lost, .lost]) { $0.unauthentic = 2 }.hasSuffix(
                "the keys of both ends differ: 2 answers have no HMAC, or that of another key"))
        for kinds in [[.lost], [.refused], []] as [[ProbeOutcome.Kind]] {
            #expect(!verdict(kinds).contains("community") && !verdict(kinds).contains("299"))
        }
    }

    @Test("writes µs under 1 ms, ms under 1 s, s above, and no figure for a clock of which nothing is known")
    func figures() {
        let texts = [0, -1_250, 999_949, 999_960, 12_345_678, 999_999_600, 3_456_700_000].map(DurationFigure.text)
        #expect(texts == ["0.0 µs", "-1.3 µs", "999.9 µs", "1 ms", "12.346 ms", "1 s", "3.457 s"])
        #expect(DurationFigure.text(.infinity) == "∞")
        #expect(DurationFigure.error(15_999_000_000) == "15.999 s")
        #expect(DurationFigure.error(16_000_000_000) == "unknown")
        #expect(DurationFigure.error(32_125_010_000) == "unknown")
    }

    @Test("waits for a count as long as probes are decided, and gives up one timeout after the last")
    func patience() {
        let second: Int64 = 1_000_000_000
        var patience = ProbePatience(
            count: 20, intervalNanoseconds: second, timeoutNanoseconds: 3 * second, startMonotonicNanoseconds: 0)
        // An outage in the middle is no end, and a run that lags goes on.
        let looks: [(Int64, Bool)] = [
            (19 * second, false), (40 * second, true), (45 * second, false), (45 * second + 1, false),
        ]
        let ends = looks.map { patience.isOver(atMonotonic: $0, hasNews: $1) }
        #expect(ends == [false, false, false, true])
        var endless = ProbePatience(
            count: .max, intervalNanoseconds: second, timeoutNanoseconds: second, startMonotonicNanoseconds: 5)
        let isOver = endless.isOver(atMonotonic: .max, hasNews: false)
        #expect(!isOver)
    }
}
