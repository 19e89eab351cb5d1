import Metro
import Sockets
import Testing

@testable import STAMP

struct ProbeLegacyTests {
    private func health() -> StampHealth {
        StampHealth(
            subject: 7, address: "r", port: 862, intervalNanoseconds: 100_000_000, timeoutNanoseconds: 3_000_000_000,
            startMonotonicNanoseconds: 0)
    }

    /// A run to `peer` that goes on from `legacy`; twenty probes, with the far clock so far ahead.
    private func run(
        after legacy: ProbeLegacy, probes: Int = 20, to peer: SocketAddress = SessionScript.peer, ahead: Int64 = 0
    ) -> ProbeLegacy {
        var script = SessionScript(peer: peer)
        let run = ProbeRun(
            script.session, after: legacy, credit: 0, into: RecordingIntake(), observer: nil, until: { _, _ in false })
        script.session = run.session
        script.peerOffset = ahead
        for _ in 0..<probes {
            let question = script.ask()
            let (bytes, arrival) = script.answer(to: question, forward: 600_000, backward: 700_000)
            script.deliver(bytes, at: arrival, from: peer)
        }
        run.session = script.session
        return run.legacy
    }

    @Test(
        "A new session to the same peer knows the clocks that the one before it learnt, also past one without answers")
    func watch() {
        let learnt = run(after: ProbeLegacy(health()))
        let silent = run(after: learnt, probes: 0)
        for legacy in [learnt, silent] {
            let found = run(after: legacy, probes: 10, ahead: 5_000_000)
            #expect(found.watch(of: SessionScript.peer).trouble?.fault.kind == .step)
        }
        let unlearnt = run(after: ProbeLegacy(health()), probes: 10, ahead: 5_000_000)
        #expect(unlearnt.watch(of: SessionScript.peer).trouble == nil)
    }

    @Test("What one peer's clock did says nothing of another's")
    func otherPeer() {
        let other = SocketAddress(ipv4: 192, 0, 2, 9, port: 862)
        let legacy = run(after: run(after: ProbeLegacy(health())), to: other, ahead: 5_000_000)
        #expect(legacy.watch(of: other).trouble == nil)
        #expect(legacy.sent == 40)
    }
}
