import Collecting
import Metro
import Sockets
import Synchronization
import Telemetry
import Testing

@testable import STAMP

@Suite(.timeLimit(.minutes(1)))
struct StampCollectorTests {
    private func collector(
        host: String = "127.0.0.1", port: UInt16, intervalMilliseconds: Int = 10, floor: Int64 = 0,
        count: UInt64? = nil, observer: ProbeObserver? = nil, _ dispatcher: StampDispatcher
    ) -> StampCollector {
        let path = MeasuredPath(
            id: "a-b", a: "a", b: "b", layer: .ip, method: .stamp, reflector: "r", clock: .shared,
            probeIntervalMilliseconds: intervalMilliseconds)
        return StampCollector(
            path: path, subject: 4, access: STAMPAccess(host: host, port: port), guaranteedFloorNanoseconds: floor,
            dispatcher: dispatcher, count: count, observer: observer)
    }

    @Test("Against a reflector on this host samples of both directions flow, and cancelling ends the collector")
    func measures() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let dispatcher = try StampDispatcher()
        let collector = collector(port: server.localAddress.port, dispatcher)
        #expect(collector.target.id == "stamp/a-b")
        #expect(collector.target.address == "127.0.0.1:\(server.localAddress.port)")
        let intake = RecordingIntake()
        let task = Task { try await collector.collect(into: intake) }
        let record = await intake.wait { $0.samples.filter { $0.metric == .delay }.count >= 60 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let delays = record.samples.filter { $0.metric == .delay }
        for direction in [Direction.forward, .backward, .roundTrip] {
            let some = delays.filter { $0.direction == direction }
            #expect(some.count >= 20)
            #expect(some.allSatisfy { $0.subject == 4 })
            #expect(some.allSatisfy { $0.flags == (direction == .roundTrip ? [] : .clockShared) })
            // Shared clock and ordered stamps: a delay cannot be negative, nor longer than the timeout.
            #expect(some.allSatisfy { (0..<3_000_000_000).contains($0.delayNanoseconds) })
            #expect(some.allSatisfy { $0.auxiliary >= StampingError.kernel })
        }
        let health = record.findings.filter {
            switch $0 {
            case .probeAccount, .pathClock: false
            default: true
            }
        }
        #expect(health.starts(with: [.trouble(nil), .pathMissing(subject: 4, reason: nil)]))
        #expect(record.findings.contains { if case .answered(let time) = $0 { time > 0 } else { false } })
    }

    @Test("A collector with a bound sends exactly so many probes, tells of each, and returns by itself")
    func bounded() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let intake = RecordingIntake()
        let told = Mutex<[ProbeOutcome]>([])
        let collector = collector(
            port: server.localAddress.port, count: 7, observer: { outcome in told.withLock { $0.append(outcome) } },
            try StampDispatcher())
        try await collector.collect(into: intake)
        let outcomes = told.withLock { $0 }
        #expect(outcomes.map(\.sequence) == Array(0..<7))
        #expect(outcomes.allSatisfy { $0.kind == .answered || $0.kind == .spoiled })
        #expect(outcomes.flatMap(\.samples) == intake.current.samples)
        #expect(server.statistics.reflected == 7)
        // However short the run, the last word is about all of it, and about who stamped.
        let accounts = intake.current.findings.compactMap {
            if case .probeAccount(_, let account) = $0 { account } else { nil }
        }
        #expect(accounts.last?.sent == 7)
        #expect(accounts.last?.outstanding == 0)
        let clocks = intake.current.findings.compactMap { if case .pathClock(_, let clock) = $0 { clock } else { nil } }
        #expect(clocks.last?.peer != nil)
        #expect(clocks.last?.receiving == .kernel)
    }

    @Test("Where a name's first address refuses, its probe does not count against the bound")
    func boundedSecondAddress() async throws {
        for listen in [try SocketAddress(parsing: "127.0.0.1:0"), try SocketAddress(parsing: "[::1]:0")] {
            guard let server = try? ReflectorServer(listen: listen) else { continue }
            let known = try await SocketAddress.resolve(host: "localhost", port: 1).map(\.host)
            guard known.contains(listen.host) else { continue }
            let collector = collector(
                host: "localhost", port: server.localAddress.port, count: 3, try StampDispatcher())
            try await collector.collect(into: RecordingIntake())
            #expect(server.statistics.reflected == 3)
        }
    }

    @Test("A reflector that stops is refused, not lost; when it is back the path recovers by itself")
    func recovers() async throws {
        let first = try ReflectorServer(listen: .loopback(port: 0))
        let address = first.localAddress
        let dispatcher = try StampDispatcher()
        let intake = RecordingIntake()
        let collector = collector(port: address.port, dispatcher)
        let task = Task { try await collector.collect(into: intake) }
        _ = await intake.wait { $0.samples.count >= 10 }
        first.stop()
        try await rebind(address, expecting: intake)
        task.cancel()
        _ = try? await task.value
    }

    private func rebind(_ address: SocketAddress, expecting intake: RecordingIntake) async throws {
        let refused = await intake.wait { $0.findings.contains(.pathMissing(subject: 4, reason: .refused)) }
        let error = try #require(refused.troubles.compactMap { $0 }.first)
        #expect(error.message == "\(address) refuses: no reflector listens there")
        let server = try ReflectorServer(listen: address)
        let before = intake.current.samples.count
        let back = await intake.wait { $0.samples.count >= before + 10 && $0.troubles.last == .some(nil) }
        #expect(
            back.findings.last { if case .pathMissing = $0 { true } else { false } }
                == .pathMissing(subject: 4, reason: nil))
        #expect(!back.samples.contains { $0.metric == .lost })
        server.stop()
    }

    @Test("A name with two addresses is probed at the one that answers")
    func secondAddress() async throws {
        // localhost is ::1 and 127.0.0.1 in an order of the host's choice: whichever comes first, one of these two
        // reflectors is found at once and the other only by going on.
        for listen in [try SocketAddress(parsing: "127.0.0.1:0"), try SocketAddress(parsing: "[::1]:0")] {
            guard let server = try? ReflectorServer(listen: listen) else { continue }
            let known = try await SocketAddress.resolve(host: "localhost", port: 1).map(\.host)
            guard known.contains(listen.host) else { continue }
            let intake = RecordingIntake()
            let collector = collector(host: "localhost", port: server.localAddress.port, try StampDispatcher())
            let task = Task { try await collector.collect(into: intake) }
            let record = await intake.wait { !$0.samples.isEmpty }
            #expect(record.samples.allSatisfy { $0.metric == .delay })
            task.cancel()
            _ = try? await task.value
        }
    }

    @Test("A name that does not resolve is a system error that says which")
    func unresolved() async throws {
        let collector = collector(host: "", port: 862, try StampDispatcher())
        let error = await #expect(throws: CollectorError.self) {
            try await collector.collect(into: RecordingIntake())
        }
        #expect(
            error
                == CollectorError(
                    .system, "cannot find :862: expected a host name or address",
                    advice: "check the host of the reflector and this host's name service"))
    }

    @Test("A dispatcher that can watch no more sockets is a system error")
    func full() async throws {
        let collector = collector(port: 862, try StampDispatcher(maximumSockets: 1))
        let error = await #expect(throws: CollectorError.self) {
            try await collector.collect(into: RecordingIntake())
        }
        #expect(error?.code == .system)
        #expect(error?.message == "register: No space left on device")
    }

    @Test("Many paths to one reflector share a dispatcher, each with a socket of its own, and all of them measure")
    func many() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let dispatcher = try StampDispatcher()
        let intakes = (0..<50).map { _ in RecordingIntake() }
        let tasks = intakes.map { intake in
            let collector = collector(port: server.localAddress.port, dispatcher)
            return Task { try await collector.collect(into: intake) }
        }
        for intake in intakes { _ = await intake.wait { $0.samples.count >= 15 } }
        for task in tasks { task.cancel() }
        for task in tasks { _ = try? await task.value }
        #expect(server.statistics.reflected >= 250)
        #expect(intakes.allSatisfy { $0.current.samples.count >= 15 })
    }
}
