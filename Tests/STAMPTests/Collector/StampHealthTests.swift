import Collecting
import Glibc
import Metro
import Sockets
import Testing

@testable import STAMP

struct StampHealthTests {
    private let second: Int64 = 1_000_000_000

    private func health() -> StampHealth {
        StampHealth(
            subject: 3, address: "probe.example:862", port: 862, intervalNanoseconds: second,
            timeoutNanoseconds: 3 * second, startMonotonicNanoseconds: 0)
    }
    private func answer(_ health: inout StampHealth, at seconds: Int64, notes: [String] = []) -> [Finding] {
        health.answered(
            roundTripNanoseconds: 5, account: ProbeAccount(), atMonotonic: seconds * second
        ) { notes }
    }
    private func refusal(_ number: Int32 = ECONNREFUSED) -> Unreachable {
        Unreachable(destination: .loopback(port: 862), errorNumber: number)
    }
    private func troubles(_ findings: [Finding]) -> [String] {
        findings.compactMap { if case .trouble(let error?) = $0 { error.description } else { nil } }
    }

    @Test("The first answer clears the path, later ones are reported at most once a second")
    func answers() {
        var health = health()
        #expect(
            answer(&health, at: 1) == [
                .trouble(nil), .pathMissing(subject: 3, reason: nil), .answered(durationNanoseconds: 5),
            ])
        let soon = health.answered(
            roundTripNanoseconds: 6, account: ProbeAccount(), atMonotonic: second + second / 2)
        #expect(soon.isEmpty)
        #expect(answer(&health, at: 2, notes: ["a"]) == [.answered(durationNanoseconds: 5), .notes(["a"])])
        #expect(answer(&health, at: 3, notes: ["a"]) == [.answered(durationNanoseconds: 5)])
    }

    @Test("Silence is trouble after three intervals and a timeout, once, and says what to check")
    func silence() {
        var health = health()
        #expect(health.deadlineMonotonicNanoseconds == 6 * second)
        #expect(health.check(account: ProbeAccount(), atMonotonic: 6 * second - 1).isEmpty)
        let findings = health.check(account: ProbeAccount(), atMonotonic: 6 * second)
        #expect(
            troubles(findings) == [
                "no answer from probe.example:862 in 6 s; check that the reflector runs, that firewalls let UDP "
                    + "port 862 pass, and that its key and its allow-list know this sender: reflectors meet others "
                    + "with silence"
            ])
        #expect(findings.last == .pathMissing(subject: 3, reason: .noAnswer))
        #expect(health.deadlineMonotonicNanoseconds == nil)
        #expect(health.check(account: ProbeAccount(), atMonotonic: 60 * second).isEmpty)
        #expect(answer(&health, at: 61).prefix(2) == [.trouble(nil), .pathMissing(subject: 3, reason: nil)])
        #expect(health.troubleSince == nil)
    }

    @Test("A refusal is trouble at once, once, and turns to silence when even refusals stop")
    func refused() {
        var health = health()
        _ = answer(&health, at: 1)
        let findings = health.unreachable(refusal(), atMonotonic: 2 * second)
        #expect(
            troubles(findings) == [
                "probe.example:862 refuses: no reflector listens there; start `haomiao reflect --listen :862` there, "
                    + "or correct host and port of the reflector"
            ])
        #expect(findings.last == .pathMissing(subject: 3, reason: .refused))
        #expect(health.unreachable(refusal(), atMonotonic: 3 * second).isEmpty)
        #expect(health.check(account: ProbeAccount(), atMonotonic: 8 * second).isEmpty)
        #expect(troubles(health.check(account: ProbeAccount(), atMonotonic: 9 * second)).count == 1)
        #expect(health.troubleSince == 2 * second)
    }

    @Test("Other ICMP errors are no refusal, but silence then says what the network said")
    func barred() {
        var health = health()
        #expect(health.unreachable(refusal(EHOSTUNREACH), atMonotonic: second).isEmpty)
        let text = troubles(health.check(account: ProbeAccount(), atMonotonic: 7 * second)).first ?? ""
        #expect(text.hasPrefix("no answer from probe.example:862 in 7 s (the network says: No route to host); check"))
    }

    @Test("Where something answered, silence says why it was of no use")
    func useless() {
        let cases: [(WritableKeyPath<ProbeAccount, UInt64>, String, MissingReason)] = [
            (\.malformed, "probe.example:862 answers what is no STAMP packet (4)", .collectorOutage),
            (
                \.mismatched, "answers from probe.example:862 do not repeat the time stamp of their question",
                .collectorOutage
            ),
            (
                \.foreign,
                "no answer from probe.example:862 itself in 6 s, but 4 from other addresses or to other questions",
                .collectorOutage
            ),
            (\.late, "answers from probe.example:862 come after more than the timeout of 3 s", .noAnswer),
            (\.spoiled, "every answer from probe.example:862 has impossible time stamps", .collectorOutage),
        ]
        for (key, text, reason) in cases {
            var health = health()
            var counts = ProbeAccount()
            counts[keyPath: key] = 4
            let findings = health.check(account: counts, atMonotonic: 6 * second)
            #expect(troubles(findings).first?.hasPrefix(text + "; ") == true)
            #expect(findings.last == .pathMissing(subject: 3, reason: reason))
        }
    }

    @Test("A socket that fails is the collector's outage")
    func socketFailed() {
        var health = health()
        let findings = health.socketFailed(SocketError("send", cause: .system(ENETUNREACH)), atMonotonic: second)
        #expect(
            troubles(findings) == [
                "cannot probe probe.example:862: Network is unreachable; check this host's routes and firewall"
            ])
        #expect(findings.last == .pathMissing(subject: 3, reason: .collectorOutage))
    }

    @Test("A restart counts trouble anew, so that a run in trouble is not ended at once")
    func restart() {
        var health = health()
        _ = health.unreachable(refusal(), atMonotonic: second)
        #expect(health.isRefused)
        health.restart(atMonotonic: 100 * second)
        #expect(!health.isRefused)
        #expect(health.troubleSince == 100 * second)
        #expect(health.deadlineMonotonicNanoseconds == 106 * second)
    }
}
