import Collecting
import Exports
import Metro
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import HTTPExports

/// What hostile clients get, while others are served.
@Suite(.timeLimit(.minutes(20)))
struct HostileClientTests {
    private static let once = " (more of the kind are not told)"

    private func served(_ port: Int) async throws -> Bool {
        try await RawClient.exchange(port, [request("POST /write", body: "cpu u=1\n")]).status == 204
    }

    /// Lets the listener's time pass, two minutes at a step, for as long as `body` waits.
    private func passing<Result>(_ time: ManualTime, _ body: () async throws -> Result) async throws -> Result {
        let clock = Task {
            while !Task.isCancelled {
                time.advance(nanoseconds: 120_000_000_000)
                try? await Task.sleep(nanoseconds: 10_000_000)
            }
        }
        defer { clock.cancel() }
        return try await body()
    }

    @Test("A head that does not end is answered 408, a body that does not come too; others are served meanwhile")
    func slow() async throws {
        let time = ManualTime()
        let door = FakeDoor(time: time)
        try await listening(door: door) { port in
            let slow = [
                "POST /write HTTP/1.1\r\nHost: a\r\nX-A: 1\r\n", "",
                request("POST /write", body: "cpu u=1\n", length: 1_000),
            ]
            let (written, continuation) = AsyncStream.makeStream(of: Void.self)
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for (number, text) in slow.enumerated() {
                    group.addTask {
                        let channel = try await RawClient.connect(port)
                        return try await channel.executeThenClose { inbound, outbound in
                            try await outbound.write(ByteBuffer(string: text))
                            continuation.yield()
                            return (number, try await RawClient.read(inbound, answers: 1))
                        }
                    }
                }
                for await _ in written.prefix(slow.count) {}
                // The listener has read the third head; its body is what is late.
                while door.records.isEmpty { try await Task.sleep(nanoseconds: 1_000_000) }
                let isServed = try await served(port)
                #expect(isServed)
                return try await passing(time) {
                    try await group.reduce(into: ["", "", ""]) { $0[$1.0] = $1.1 }
                }
            }
            #expect(answers.map(\.status) == [408, 408, 408])
            #expect(answers.allSatisfy { $0.contains("Connection: close\r\n") })
        }
        #expect(door.notes.contains("ended a connection of 127.0.0.1: its head took too long" + Self.once))
        #expect(door.notes.count == 2)
        #expect(door.notes.contains("ended a connection of 127.0.0.1: its body came too slowly"))
        #expect(door.picture.dropped == 1)
    }

    @Test("A connection that rests too long between requests is closed without a word")
    func idle() async throws {
        let time = ManualTime()
        let answer = try await listening(door: FakeDoor(time: time)) { port in
            let channel = try await RawClient.connect(port)
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: request("GET /ping")))
                var parts = inbound.makeAsyncIterator()
                let first = try await parts.next().map { String(buffer: $0) } ?? ""
                return try await passing(time) {
                    let rest = try await parts.next().map { String(buffer: $0) } ?? ""
                    return first + rest
                }
            }
        }
        #expect(answer.ranges(of: "HTTP/1.1").count == 1)
        #expect(answer.status == 204)
    }

    @Test("A head that is too large is answered 431, what is no HTTP 400")
    func heads() async throws {
        let door = FakeDoor()
        try await listening(door: door) { port in
            let large = try await RawClient.exchange(
                port,
                [
                    "GET /ping HTTP/1.1\r\n",
                    String(repeating: "X-Filler: \(String(repeating: "x", count: 400))\r\n", count: 100),
                ])
            #expect(large.status == 431)
            let one = try await RawClient.exchange(port, ["GET /", String(repeating: "x", count: 100_000)])
            #expect(one.status == 431)
            let junk = try await RawClient.exchange(port, ["\u{16}\u{3}\u{1}junk\r\n\r\n"])
            #expect(junk.status == 400)
        }
        #expect(door.notes.contains("ended a connection of 127.0.0.1: its head is too large" + Self.once))
    }

    @Test("Connections beyond the limit get 503 at once; those within are undisturbed, and places come free again")
    func crowd() async throws {
        var limits = HTTPLimits()
        limits.connections = 64
        let door = FakeDoor()
        try await listening(door: door, limits: limits) { port in
            let crowd = try await withThrowingTaskGroup(of: RawClient.Channel.self) { group in
                for _ in 0..<600 { group.addTask { try await RawClient.connect(port) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let answers = Answers()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for channel in crowd {
                    group.addTask {
                        try await channel.executeThenClose { inbound, outbound in
                            // Guests are answered what they ask for; the others were told so already.
                            try? await outbound.write(ByteBuffer(string: request("POST /write", body: "cpu u=1\n")))
                            let answer = try await RawClient.read(inbound, answers: 1)
                            answers.all.withLock { $0.append(answer) }
                            // Nobody goes before everybody was answered.
                            while answers.all.withLock({ $0.count }) < 600 {
                                try await Task.sleep(nanoseconds: 1_000_000)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let statuses = answers.all.withLock { $0.map { $0.status ?? 0 } }
            #expect(statuses.count { $0 == 204 } == 64)
            #expect(statuses.count { $0 == 503 } == 536)
            var isServed = false
            while !isServed { isServed = (try? await served(port)) ?? false }
        }
        #expect(door.picture.dropped >= 536)
        #expect(door.notes.contains("turned connections away: 64 are open"))
    }

    private final class Answers: Sendable {
        let all = Mutex<[String]>([])
    }

    @Test("What strangers do costs no telemetry and is told once a kind; a real problem is told each time")
    func noise() async throws {
        let door = FakeDoor()
        try await listening(door: door, token: "open-sesame") { port in
            let known = "Authorization: Bearer open-sesame"
            for _ in 0..<10 {
                for (text, status) in [
                    (request("POST /write", body: "cpu u=1\n"), 401), ("\u{16}\u{3}\u{1}junk\r\n\r\n", 400),
                    (request("GET /write", [known]), 405), (request("POST /nowhere", [known]), 404),
                    (request("POST /elsewhere", [known]), 404),
                ] {
                    let answer = try await RawClient.exchange(port, [text])
                    #expect(answer.status == status)
                }
            }
            #expect(door.picture.dropped == 0)
            #expect(door.notes.count == 4)
            #expect(door.notes.contains("refused a request from 127.0.0.1: it is no HTTP/1.1" + Self.once))
            let real = try await RawClient.exchange(port, [request("POST /write?precision=d", [known], body: "x")])
            #expect(real.status == 400)
        }
        #expect(door.picture.dropped == 1)
        #expect(
            door.notes.last == "refused a request from 127.0.0.1: found precision d, expected ns, us, ms, s, m or h")
        #expect(
            door.notes.first == "refused a request from 127.0.0.1: wrong token, or none; "
                + "expected `Authorization: Bearer …` or `Token …`" + Self.once)
    }

    @Test("A count of losses that is at its end stays there, and the listener goes on", arguments: [0, 512])
    func full(connections: Int) async throws {
        var limits = HTTPLimits()
        limits.connections = connections
        let door = FakeDoor()
        door.account { $0.dropped = .max }
        let answer = try await listening(door: door, limits: limits) { port in
            // Who is turned away is told so before he asks.
            try await RawClient.exchange(
                port, connections == 0 ? [] : [request("POST /write?precision=d", body: "x")])
        }
        #expect(answer.status == (connections == 0 ? 503 : 400))
        #expect(door.picture.dropped == .max)
    }

    @Test("When descriptors run out, the notes say so and what to do")
    func descriptors() async throws {
        let door = FakeDoor()
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(HTTPListener.pausing(door))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        try await server.eventLoop.submit {
            for _ in 0..<3 { server.pipeline.fireErrorCaught(IOError(errnoCode: 24, reason: "accept")) }
        }.get()
        try await server.close().get()
        #expect(
            door.notes == ["takes no connections: file descriptors have run out; raise the limit (ulimit -n)"])
    }

    @Test("No mutation of a request ends the listener")
    func mutations() async throws {
        var random = Seeded(66)
        let sound = Array(
            (request(
                "POST /write?precision=ms", ["Content-Encoding: gzip", "Authorization: Token x"], body: "cpu u=1\n")
                + "POST /write HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ncpu u\r\n3\r\n=1\n\r\n0\r\n\r\n").utf8
        )
        let cases = (0..<300).map { _ in
            var bytes = sound
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0 ... .max, using: &random)
            }
            return bytes
        }
        try await listening { port in
            for bytes in cases {
                let channel = try await RawClient.connect(port)
                try await channel.executeThenClose { inbound, outbound in
                    try await outbound.write(ByteBuffer(bytes: bytes))
                    outbound.finish()
                }
            }
            let isServed = try await served(port)
            #expect(isServed)
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same cases every time.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
