import Collecting
import Metro
import Sockets
import Telemetry
import Testing

@testable import STAMP

@Suite(.timeLimit(.minutes(1)))
struct StampDispatcherTests {
    private func start(
        _ dispatcher: StampDispatcher, _ path: Int, host: String, port: UInt16, intervalMilliseconds: Int = 20,
        dscp: UInt8 = 0
    ) -> (intake: RecordingIntake, task: Task<Void, Never>) {
        let path = MeasuredPath(
            id: PathID("path\(path)"), a: "a", b: "b", layer: .ip, method: .stamp, reflector: "r", clock: .shared,
            probeIntervalMilliseconds: intervalMilliseconds, dscp: dscp)
        let collector = StampCollector(
            path: path, subject: 4, access: STAMPAccess(host: host, port: port), dispatcher: dispatcher)
        let intake = RecordingIntake()
        return (intake, Task { try? await collector.collect(into: intake) })
    }

    @Test("Paths to different reflectors share a socket; to one, or with other marks, they have their own")
    func sockets() async throws {
        let server = try ReflectorServer(listen: SocketAddress(parsing: "0.0.0.0:0"))
        let port = server.localAddress.port
        let dispatcher = try StampDispatcher()
        let shared = (1...20).map { start(dispatcher, $0, host: "127.0.7.\($0)", port: port) }
        for path in shared { _ = await path.intake.wait { $0.samples.count >= 6 } }
        #expect(dispatcher.statistics.sockets == 1)
        let same = start(dispatcher, 21, host: "127.0.7.1", port: port)
        let marked = start(dispatcher, 22, host: "127.0.7.40", port: port, dscp: 46)
        for path in [same, marked] { _ = await path.intake.wait { $0.samples.count >= 6 } }
        #expect(dispatcher.statistics.sockets == 3)
        // Before paths end: an answer to one that has ended may be told as a stray of its neighbour.
        let records = (shared + [same, marked]).map { $0.intake.current }
        for path in shared + [same, marked] { path.task.cancel() }
        for path in shared + [same, marked] { await path.task.value }
        #expect(dispatcher.statistics.sockets == 0)
        // Nothing got lost or mixed up on the way.
        for record in records {
            #expect(record.samples.allSatisfy { $0.metric == .delay })
            let account = record.findings.compactMap {
                if case .probeAccount(_, let account) = $0 { account } else { nil }
            }
            #expect(account.allSatisfy { $0.foreign == 0 && $0.mismatched == 0 && $0.duplicates == 0 })
        }
    }

    @Test("Where the kernel stamps what is sent, probes carry its stamp")
    func sendStamps() async throws {
        let server = try ReflectorServer(listen: .loopback(port: 0))
        let dispatcher = try StampDispatcher()
        var options = DatagramSocket.Options()
        options.sendStamps = true
        guard try DatagramSocket(bindingTo: .loopback(port: 0), options: options).givesSendStamps else {
            return print("skipped: this system does not stamp what is sent")
        }
        let path = start(dispatcher, 1, host: "127.0.0.1", port: server.localAddress.port)
        let record = await path.intake.wait { record in
            record.findings.contains {
                if case .pathClock(_, let clock) = $0 {
                    clock.sending == .kernel && clock.receiving == .kernel
                } else {
                    false
                }
            }
        }
        #expect(!record.samples.isEmpty)
        #expect(dispatcher.statistics.discardedStamps == 0)
        path.task.cancel()
        await path.task.value
    }

    @Test("One path's refusal is none of its neighbours' on the same socket")
    func refusal() async throws {
        let server = try ReflectorServer(listen: SocketAddress(parsing: "127.0.7.1:0"))
        let port = server.localAddress.port
        let dispatcher = try StampDispatcher()
        let well = start(dispatcher, 1, host: "127.0.7.1", port: port)
        let refused = start(dispatcher, 2, host: "127.0.7.2", port: port)
        _ = await refused.intake.wait { $0.findings.contains(.pathMissing(subject: 4, reason: .refused)) }
        let record = await well.intake.wait { $0.samples.count >= 30 }
        #expect(!record.troubles.contains { $0 != nil })
        #expect(record.samples.allSatisfy { $0.metric == .delay })
        #expect(refused.intake.current.samples.isEmpty)
        for path in [well, refused] {
            path.task.cancel()
            await path.task.value
        }
    }

    @Test("An answer from another address than was asked is counted for the path that asked")
    func otherAddress() async throws {
        // It receives at one address and answers from another, as hosts with several interfaces do.
        let listening = try DatagramSocket(bindingTo: SocketAddress(parsing: "127.0.7.1:0"))
        let answering = try DatagramSocket(bindingTo: SocketAddress(parsing: "127.0.7.2:0"))
        let loop = try ReadinessLoop()
        _ = try loop.register(listening) {
            for question in (try? listening.receive().datagrams) ?? [] {
                guard let asked = SenderPacket(question.bytes) else { continue }
                let answer = ReflectedPacket(
                    sequence: asked.sequence, transmitTimestamp: asked.timestamp, errorEstimate: asked.errorEstimate,
                    receiveTimestamp: asked.timestamp, senderSequence: asked.sequence,
                    senderTimestamp: asked.timestamp, senderErrorEstimate: asked.errorEstimate, senderTimeToLive: 64)
                _ = try? answering.send(answer.bytes, to: question.source)
            }
        }
        let dispatcher = try StampDispatcher()
        let path = start(dispatcher, 1, host: "127.0.7.1", port: listening.localAddress.port)
        let neighbour = start(dispatcher, 2, host: "127.0.7.9", port: 9)
        _ = await path.intake.wait { record in
            record.findings.contains {
                if case .probeAccount(_, let account) = $0 { account.foreign > 0 } else { false }
            }
        }
        for path in [path, neighbour] {
            path.task.cancel()
            await path.task.value
        }
        loop.stop()
    }

    @Test("A task that is cancelled before it begins leaves nothing behind")
    func cancelledBefore() async throws {
        let dispatcher = try StampDispatcher()
        let path = start(dispatcher, 1, host: "127.0.0.1", port: 9)
        path.task.cancel()
        await path.task.value
        #expect(dispatcher.statistics.sockets == 0)
    }
}
