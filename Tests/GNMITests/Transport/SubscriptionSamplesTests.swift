import Collecting
import Metro
import Telemetry
import Testing

@testable import GNMI

@Suite("From a target on loopback to samples", .timeLimit(.minutes(2)))
struct SubscriptionSamplesTests {
    /// Over 2⁵³, where a double would lose it.
    private static let octets: UInt64 = 9_007_199_254_740_993

    @Test("Every encoding gives the same counter and the same state, whole", arguments: GNMIAccess.Encoding.allCases)
    func encodings(encoding: GNMIAccess.Encoding) async throws {
        var target = FakeTarget()
        target.encodings = [.json, .jsonIetf, .proto]
        target.subscription = { list, requests, writer in
            let now = SystemTime().wallNanoseconds
            try await writer.write(
                OneRouter.notification(list.encoding, stamp: now, octets: Self.octets, status: "UP"))
            try await writer.write(FakeTarget.sync)
            try await FakeTarget.wait(&requests)
        }
        let intake = OpenIntake()
        try await target.serve { port in
            var access = GNMIAccess.loopback(port)
            access.encoding = encoding
            let run = Task { [access] in try await OneRouter.collector(access).collect(into: intake) }
            defer { run.cancel() }
            let counter = try await intake.sample { $0.metric == .octets }
            #expect(counter.payload == Self.octets && counter.subject == 0 && counter.direction == .inbound)
            #expect(try await intake.sample { $0.metric == .operationalStatus }.payload == 1)
            let account = try await intake.finding { finding in
                if case .stream(let account) = finding, account.messages > 1 { account } else { nil }
            }
            #expect(account.malformed == 0 && account.bytes > 0 && account.refused == [])
        }
    }

    @Test("What is told only when it changes is told anew while the session lives, and no longer after it")
    func refresh() async throws {
        var target = FakeTarget()
        target.subscription = { list, requests, writer in
            let now = SystemTime().wallNanoseconds
            try await writer.write(OneRouter.notification(list.encoding, stamp: now, octets: 1, status: "DOWN"))
            try await writer.write(FakeTarget.sync)
            try await FakeTarget.wait(&requests)
        }
        let intake = OpenIntake()
        let run = try await target.serve { port in
            var access = GNMIAccess.loopback(port)
            access.subscriptions.append(
                .init(path: "/interfaces/interface/state/oper-status", mode: .onChange, intervalMilliseconds: 20))
            let run = Task { [access] in try await OneRouter.collector(access).collect(into: intake) }
            let first = try await intake.sample { $0.metric == .operationalStatus }
            let again = try await intake.sample {
                $0.metric == .operationalStatus && $0.timeNanoseconds > first.timeNanoseconds + 50_000_000
            }
            #expect(again.payload == 2)
            return run
        }
        await #expect(throws: CollectorError.self) { try await run.value }
        let count = intake.state.withLock { $0.samples.count }
        for _ in 0..<100_000 { await Task.yield() }
        #expect(intake.state.withLock { $0.samples.count } == count)
    }
}
