import Collecting
import Exports
import Metro
import Testing

@testable import Brokers

@Suite("JetStream", .enabled(if: NATSServer.isInstalled, "nats-server is not installed"))
struct JetStreamTests {
    private static func source(_ server: NATSServer, consumer: String? = "console") -> ExportSource.NATS {
        ExportSource.NATS(url: server.url, subject: "metro.>", stream: "METRO", consumer: consumer)
    }
    private static func filled(_ count: Int, waitMilliseconds: Int64 = 60_000) throws -> NATSServer {
        let server = try NATSServer()
        try server.makeStream("METRO", subject: "metro.>")
        try server.makeConsumer("console", of: "METRO", acknowledgeWaitMilliseconds: waitMilliseconds)
        try server.publish((0..<count).map { "m\($0)" }, subject: "metro.pe1")
        return server
    }

    @Test("Every message is delivered in order and acknowledged when it is in")
    func all() async throws {
        let server = try Self.filled(20_000)
        let door = FakeDoor()
        let run = reading(NATSTransport(Self.source(server)), into: door)
        try await wait("all messages") { door.messages.count >= 20_000 }
        try await wait("all acknowledged") {
            try server.open(consumer: "console", of: "METRO") == (0, 0)
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(door.messages == (0..<20_000).map { "m\($0)" })
        #expect(door.picture.redelivered == 0)
        #expect(door.picture.backlog == 0)
        #expect(door.findings == [.trouble(nil)])
    }

    @Test("What was delivered but not in comes again to the next, and is counted")
    func again() async throws {
        let server = try Self.filled(10_000, waitMilliseconds: 1_000)
        let first = FakeDoor.stuckInSecond()
        let run = reading(NATSTransport(Self.source(server)), into: first)
        try await wait("the second turn") { first.turns.count == 2 }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        // More may have been under way than the turn that was gathered.
        let underWay = UInt64(first.turns[1].count)...UInt64(10_000 - first.turns[0].count)

        let second = FakeDoor()
        let next = reading(NATSTransport(Self.source(server)), into: second)
        try await wait("all acknowledged") {
            try server.open(consumer: "console", of: "METRO") == (0, 0)
        }
        next.cancel()
        await #expect(throws: CancellationError.self) { try await next.value }
        #expect(Set(second.messages) == Set((first.turns[0].count..<10_000).map { "m\($0)" }))
        #expect(underWay.contains(second.picture.redelivered))
    }
}
