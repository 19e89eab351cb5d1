import Collecting
import Exports
import Metro
import Testing

@testable import Brokers

@Suite("NATS", .enabled(if: NATSServer.isInstalled, "nats-server is not installed"))
struct NATSTests {
    @Test("Two of a queue group share the messages, and each gets every one alone")
    func queue() async throws {
        let server = try NATSServer()
        let source = ExportSource.NATS(url: server.url, subject: "metro.>", queue: "consoles")
        let doors = [FakeDoor(), FakeDoor()]
        let runs = doors.map { reading(NATSTransport(source), into: $0) }
        try await wait("both connected") { doors.allSatisfy { !$0.findings.isEmpty } }
        try server.send((0..<1_000).map { "m\($0)" }, subject: "metro.pe1")
        try await wait("all messages") { doors.map(\.messages.count).reduce(0, +) >= 1_000 }
        for run in runs {
            run.cancel()
            await #expect(throws: CancellationError.self) { try await run.value }
        }
        #expect(Set(doors.flatMap(\.messages)) == Set((0..<1_000).map { "m\($0)" }))
        #expect(doors.map(\.messages.count).reduce(0, +) == 1_000)
    }

    @Test("What comes while the console is behind, and is too much to hold, is counted as dropped")
    func dropped() async throws {
        let server = try NATSServer()
        let hold = Hold()
        let door = FakeDoor { if $0 == 0 { while !hold.isOver { try await Task.sleep(for: .milliseconds(5)) } } }
        let run = reading(
            NATSTransport(ExportSource.NATS(url: server.url, subject: "metro.>")), into: door)
        try await wait("a connection") { !door.findings.isEmpty }
        try server.send(["first"], subject: "metro.pe1")
        try await wait("the first") { door.turns.count == 1 }
        // 24 MiB, of which 16 MiB can wait.
        let long = String(repeating: "x", count: 1 << 19)
        try server.send((0..<48).map { _ in long }, subject: "metro.pe1")
        hold.end()
        try await wait("an account of it") {
            UInt64(door.messages.count) + door.picture.dropped == 49
        }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(door.picture.dropped > 0)
        #expect(door.messages.count > 16)
    }

    @Test("A server that goes away ends the attempt, and the next one is counted as a new connection")
    func gone() async throws {
        let server = try NATSServer()
        let transport = NATSTransport(ExportSource.NATS(url: server.url, subject: "metro.>"))
        let door = FakeDoor()
        let run = reading(transport, into: door)
        try await wait("a connection") { !door.findings.isEmpty }
        server.stop()
        await #expect(
            throws: CollectorError(
                .timeout, "the NATS server \(server.url) is gone",
                advice: "a new connection is made; check the server if that goes on")
        ) { try await run.value }
        #expect(door.picture.reconnects == 0)

        try server.start()
        let again = reading(transport, into: door)
        try await wait("a second connection") { door.picture.reconnects == 1 }
        again.cancel()
        await #expect(throws: CancellationError.self) { try await again.value }
    }

    @Test("No server, a wrong password, no JetStream, no stream and no TLS have words of their own")
    func errors() async throws {
        #expect(
            try await failure(of: NATSTransport(ExportSource.NATS(url: "nats://127.0.0.1:1", subject: "metro.>")))
                == CollectorError(
                    .timeout, "no NATS server answers at nats://127.0.0.1:1",
                    advice: "check address and firewall, and that it runs"))

        let closed = try NATSServer(settings: "authorization { user: noc, password: right }")
        let wrong = NATSTransport(
            ExportSource.NATS(
                url: closed.url, subject: "metro.>", username: "noc", password: .environment("NATS_PASSWORD"))
        ) { _ in try #require(Secret(Array("wrong".utf8))) }
        #expect(
            try await failure(of: wrong)
                == CollectorError(
                    .protocolError, "the NATS server \(closed.url) refuses us: authorization violation",
                    advice: "check user and password, and what that user may read"))

        let server = try NATSServer()
        func missing(stream: String) -> NATSTransport {
            NATSTransport(
                ExportSource.NATS(url: server.url, subject: "metro.>", stream: stream, consumer: "console"))
        }
        #expect(
            try await failure(of: missing(stream: "NONE"))
                == CollectorError(
                    .protocolError, "the NATS server \(server.url) has no stream 'NONE'",
                    advice: "make it there, or correct 'stream'"))
        #expect(
            try await failure(
                of: NATSTransport(
                    ExportSource.NATS(
                        url: server.url, subject: "metro.>", tls: ExportSource.TLS(authorities: "/nowhere.pem"))))
                == CollectorError(
                    .system, "the certificates of authorities in /nowhere.pem cannot be read",
                    advice: "name a PEM file"))
        #expect(
            try await failure(of: NATSTransport(ExportSource.NATS(url: server.url, subject: "metro.>", tls: .init())))
                == CollectorError(
                    .protocolError, "the NATS server \(server.url) has no TLS",
                    advice: "leave out 'tls', or turn it on there"))

        let plain = try NATSServer(withJetStream: false)
        #expect(
            try await failure(
                of: NATSTransport(
                    ExportSource.NATS(url: plain.url, subject: "metro.>", stream: "METRO", consumer: "console")))
                == CollectorError(
                    .protocolError, "the NATS server \(plain.url) has no JetStream",
                    advice: "start it with JetStream, or leave out 'stream'"))
    }

    @Test(
        "An address is shown without user and password",
        arguments: [
            ("nats://noc:secret@metro:4222", "nats://metro:4222", "metro", false),
            ("tls://[::1]:4222", "tls://[::1]:4222", "::1", true), ("metro", "nats://metro", "metro", false),
        ])
    func address(_ url: String, _ plain: String, _ host: String, _ wantsTLS: Bool) {
        let address = NATSAddress(url)
        #expect(address.plain == plain && address.host == host && address.wantsTLS == wantsTLS)
    }
}
