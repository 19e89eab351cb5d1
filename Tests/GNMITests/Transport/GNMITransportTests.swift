import Collecting
import GRPCCore
import Metro
import SwiftProtobuf
import Synchronization
import Testing

@testable import GNMI

@Suite("A subscription to a target on loopback", .timeLimit(.minutes(2)))
struct GNMITransportTests {
    @Test("Messages arrive as they were sent, in order; the encoding is the best that the target names")
    func stream() async throws {
        let sent = (1...50).map { FakeTarget.update(Int64($0), value: UInt64($0) << 50) } + [FakeTarget.sync]
        let asked = Mutex<Gnmi_SubscriptionList?>(nil)
        var target = FakeTarget()
        target.subscription = { list, requests, writer in
            asked.withLock { $0 = list }
            try await writer.write(contentsOf: sent)
            try await FakeTarget.wait(&requests)
        }
        let door = FakeDoor()
        try await target.serve { port in
            try await GNMITransport(.loopback(port)).running(into: door) { try await door.delivered(sent.count) }
        }
        #expect(try door.messages == sent.map { try $0.serializedBytes() })
        #expect(asked.withLock { $0 }?.encoding == .proto && asked.withLock { $0 }?.mode == .stream)
        let notes = door.state.withLock { $0.notes }
        #expect(
            notes.prefix(2) == [
                "gNMI 0.8.0, encoding proto", "models: openconfig-interfaces 2.4.3",
            ])
        #expect(door.state.withLock { $0.account.reconnects } == 0)
    }

    @Test("A target without Capabilities is subscribed to all the same")
    func withoutCapabilities() async throws {
        var target = FakeTarget()
        target.hasCapabilities = false
        target.subscription = { list, requests, writer in
            try await writer.write(FakeTarget.update(list.encoding == .jsonIetf ? 1 : 0))
            try await FakeTarget.wait(&requests)
        }
        let door = FakeDoor()
        try await target.serve { port in
            try await GNMITransport(.loopback(port)).running(into: door) { try await door.delivered(1) }
        }
        #expect(try door.messages == [FakeTarget.update(1).serializedBytes()])
    }

    @Test("ONCE ends with the sync, and is called again at the interval")
    func once() async throws {
        var target = FakeTarget()
        target.subscription = { list, requests, writer in
            guard list.mode == .once else { throw RPCError(code: .invalidArgument, message: "not once") }
            try await writer.write(FakeTarget.update(1))
            try await writer.write(FakeTarget.sync)
            try await FakeTarget.wait(&requests)
        }
        let door = FakeDoor()
        let cadence = try await target.serve { port in
            let transport = GNMITransport(.loopback(port, list: .once, interval: 30_000))
            try await transport.run(into: door)
            try await transport.run(into: door)
            return transport.cadence
        }
        #expect(door.messages.count == 4)
        #expect(cadence == .every(milliseconds: 30_000))
    }

    @Test("POLL asks again and again in one session")
    func poll() async throws {
        var target = FakeTarget()
        target.subscription = { list, requests, writer in
            guard list.mode == .poll else { throw RPCError(code: .invalidArgument, message: "not poll") }
            try await writer.write(FakeTarget.sync)
            var number: Int64 = 0
            while let request = try await requests.next(), request.poll == Gnmi_Poll() {
                number += 1
                try await writer.write(contentsOf: [FakeTarget.update(number), FakeTarget.sync])
            }
        }
        let door = FakeDoor()
        try await target.serve { port in
            let transport = GNMITransport(.loopback(port, list: .poll, interval: 10))
            try await transport.running(into: door) { try await door.delivered(7) }
        }
        let sync = try FakeTarget.sync.serializedBytes() as [UInt8]
        #expect(
            try door.messages.prefix(7) == [
                sync, FakeTarget.update(1).serializedBytes(), sync, FakeTarget.update(2).serializedBytes(), sync,
                FakeTarget.update(3).serializedBytes(), sync,
            ])
    }

    @Test("A subscription that the target ends fails in its words; the next session counts")
    func drop() async throws {
        let round = Atomic<Int>(0)
        var target = FakeTarget()
        target.subscription = { _, _, writer in
            try await writer.write(FakeTarget.update(1))
            if round.add(1, ordering: .relaxed).newValue == 2 { throw RPCError(code: .aborted, message: "reboot") }
        }
        let door = FakeDoor()
        let (failures, port) = try await target.serve { port in
            let transport = GNMITransport(.loopback(port))
            return ([await transport.failure(into: door), await transport.failure(into: door)], port)
        }
        #expect(
            failures == [
                "127.0.0.1:\(port) ended the subscription; it restarts, or its gNMI server was told to; Haomiao "
                    + "subscribes again",
                "127.0.0.1:\(port) ended the subscription with aborted: reboot; see the log of the device",
            ])
        #expect(door.messages.count == 2)
        #expect(door.state.withLock { $0.account.reconnects } == 1)
    }

    @Test("A target that goes away under a session is a lost connection, and one that is back is subscribed to anew")
    func restart() async throws {
        var target = FakeTarget()
        target.subscription = { _, requests, writer in
            try await writer.write(FakeTarget.update(1))
            try await FakeTarget.wait(&requests)
        }
        let door = FakeDoor()
        let transport = Mutex<GNMITransport?>(nil)
        let (run, port) = try await target.serve { port in
            let made = GNMITransport(.loopback(port))
            transport.withLock { $0 = made }
            let run = Task { await made.failure(into: door) }
            try await door.delivered(1)
            return (run, port)
        }
        let failure = try #require(await run.value)
        #expect(failure.contains("127.0.0.1:\(port)"), "\(failure)")
        let again = try #require(transport.withLock { $0 })
        try await target.serve(on: Int(port)) { _ in
            try await again.running(into: door) { try await door.delivered(2) }
        }
        #expect(door.state.withLock { $0.account.reconnects } == 1)
    }

    @Test("While the door waits nothing more is read, and the target has to wait too")
    func backPressure() async throws {
        let written = Atomic<Int>(0)
        let big = FakeTarget.update(1, path: String(repeating: "x", count: 100_000))
        let total = 400
        var target = FakeTarget()
        target.subscription = { _, requests, writer in
            for _ in 0..<total {
                try await writer.write(big)
                written.add(1, ordering: .relaxed)
            }
            try await FakeTarget.wait(&requests)
        }
        let door = FakeDoor()
        door.state.withLock { $0.isOpen = false }
        let held = try await target.serve { port in
            try await GNMITransport(.loopback(port)).running(into: door) {
                try await door.delivered(1)
                // Until the target writes no more.
                var seen = -1
                while seen != written.load(ordering: .relaxed) {
                    seen = written.load(ordering: .relaxed)
                    for _ in 0..<200_000 { await Task.yield() }
                }
                #expect(door.messages.count == 1)
                door.state.withLock { $0.isOpen = true }
                try await door.delivered(total)
                return seen
            }
        }
        #expect(held < total / 4, "\(held) of \(total) were written while nobody read")
    }

    @Test("The old error of a target ends the session with its words")
    func oldError() async throws {
        var target = FakeTarget()
        target.subscription = { _, requests, writer in
            var response = Gnmi_SubscribeResponse()
            response.error.code = 3
            response.error.message = "unknown path\u{1B}[31m"
            try await writer.write(response)
            try await FakeTarget.wait(&requests)
        }
        let (failure, port) = try await target.serve { (await GNMITransport(.loopback($0)).failure(), $0) }
        #expect(
            failure == "127.0.0.1:\(port) ended the subscription with error 3: unknown path\u{FFFD}[31m; check paths, "
                + "mode and encoding against what the device can do")
    }
}
