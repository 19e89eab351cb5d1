import Exports
import Metro
import NIOCore
import Testing

@testable import HTTPExports

/// How bodies come: in pieces, compressed, too large, one request behind another.
@Suite(.timeLimit(.minutes(20)))
struct ListenerBodyTests {
    private func head(_ fields: String...) -> String {
        (["POST /write HTTP/1.1", "Host: here"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test("A chunked body comes through wherever it is cut", arguments: [1, 3, 10, 1_000])
    func chunked(step: Int) async throws {
        let text = Array(
            (head("Transfer-Encoding: chunked") + "5\r\ncpu u\r\n6;x=y\r\n=1 10\n\r\n0\r\nTrailer: 1\r\n\r\n").utf8)
        let pieces = stride(from: 0, to: text.count, by: step).map { Array(text[$0..<min($0 + step, text.count)]) }
        let door = FakeDoor()
        let answer = try await listening(door: door) { try await RawClient.exchange($0, bytes: pieces) }
        #expect(answer.status == 204)
        #expect(door.records.map(\.text) == ["cpu u=1 10\n"])
    }

    @Test("Requests behind one another on one connection are answered in their order")
    func pipelined() async throws {
        let door = FakeDoor()
        let requests = (0..<50).map { request($0 % 5 == 4 ? "POST /nowhere" : "POST /write", body: "cpu u=\($0)\n") }
        let answer = try await listening(door: door) {
            try await RawClient.exchange($0, [requests.joined()], answers: 50)
        }
        // A refusal with a body that was not read ends the connection.
        #expect(answer.ranges(of: "HTTP/1.1 204").count == 4)
        #expect(answer.ranges(of: "HTTP/1.1 404").count == 1)
        let good = (0..<50).map { request("POST /write", body: "cpu u=\($0)\n") }
        let all = try await listening(door: door) { try await RawClient.exchange($0, [good.joined()], answers: 50) }
        #expect(all.ranges(of: "HTTP/1.1 204").count == 50)
        #expect(door.records.dropFirst(4).map(\.text) == (0..<50).map { "cpu u=\($0)\n" })
    }

    @Test("Who expects 100 is told to go on before the body")
    func expectation() async throws {
        let answer = try await listening { port in
            let channel = try await RawClient.connect(port)
            return try await channel.executeThenClose { inbound, outbound in
                var parts = inbound.makeAsyncIterator()
                try await outbound.write(ByteBuffer(string: head("Expect: 100-continue", "Content-Length: 4")))
                let first = try await parts.next().map { String(buffer: $0) } ?? ""
                try await outbound.write(ByteBuffer(string: "u=1\n"))
                return first + (try await parts.next().map { String(buffer: $0) } ?? "")
            }
        }
        #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n"))
        #expect(answer.contains("HTTP/1.1 204"))
    }

    @Test("A body that says that it is too large is refused unread; one that does not, once it is")
    func tooLarge() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 100_000
        let door = FakeDoor()
        try await listening(door: door, limits: limits) { port in
            let said = try await RawClient.exchange(port, [head("Content-Length: 100001")])
            #expect(said.status == 413)
            #expect(said.contains("more than 100000 bytes; send smaller batches"))
            // One line without an end.
            let piece = "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n"
            let line = try await RawClient.exchange(
                port, [head("Transfer-Encoding: chunked")] + Array(repeating: piece, count: 20))
            #expect(line.status == 413)
        }
        #expect(door.picture.dropped == 2)
        #expect(door.records.count == 1)
        #expect(door.records.allSatisfy { $0.byteCount <= 100_000 && !$0.isEnded })
    }

    @Test("A gzip bomb is refused after the first mebibyte, and the next sender is served")
    func bomb() async throws {
        let bomb: [UInt8] =
            [
                0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0xED, 0xC1, 0x01, 0x01, 0, 0, 0, 0x80, 0x90, 0xFE, 0xAF, 0xEE, 8,
                10,
            ]
            + [UInt8](repeating: 0, count: 1 << 20)
        let door = FakeDoor()
        try await listening(door: door) { port in
            let head = Array(head("Content-Encoding: gzip", "Content-Length: \(bomb.count)").utf8)
            let answer = try await RawClient.exchange(port, bytes: [head + bomb])
            #expect(answer.status == 413)
            #expect(
                answer.contains("the gzip body inflates to more than 200 times its size: refused as a compression bomb")
            )
            #expect(try await RawClient.exchange(port, [request("POST /write", body: "cpu u=1\n")]).status == 204)
        }
        #expect(door.records.count == 2)
        #expect(door.records[0].byteCount < 2 << 20)
        #expect(!door.records[0].isEnded)
    }

    @Test("Large messages of all connections together are bounded; who comes too many comes again")
    func held() async throws {
        var limits = HTTPLimits()
        limits.heldBytes = 10_000
        limits.messageBytes = 20_000
        let block = literalSnappy([UInt8](repeating: 7, count: 9_000))
        try await listening(.remoteWrite, limits: limits) { port in
            let head = request("POST /api/v1/write", ["Content-Encoding: snappy"], length: block.count)
            let answer = try await RawClient.exchange(port, bytes: [Array(head.utf8) + block])
            #expect(answer.status == 429)
            #expect(answer.contains("too many large bodies at once; send this again later"))
            // What it held was given back.
            let small = literalSnappy([UInt8](repeating: 7, count: 3_000))
            let next = request("POST /api/v1/write", ["Content-Encoding: snappy"], length: small.count)
            #expect(try await RawClient.exchange(port, bytes: [Array(next.utf8) + small]).status == 204)
        }
    }

    @Test("A body that is cut short is counted, and its end is not told")
    func cut() async throws {
        let door = FakeDoor()
        try await listening(door: door) { port in
            let channel = try await RawClient.connect(port)
            try await channel.executeThenClose { _, outbound in
                try await outbound.write(ByteBuffer(string: request("POST /write", body: "cpu u=1\n", length: 100)))
            }
            while door.picture.dropped == 0 { try await Task.sleep(nanoseconds: 1_000_000) }
        }
        #expect(door.picture.dropped == 1)
        #expect(door.records.allSatisfy { !$0.isEnded })
    }

    @Test("While a body waits at the door its connection is not read, and nothing of it is lost")
    func backPressure() async throws {
        let door = FakeDoor(.waiting)
        try await listening(door: door) { port in
            async let answer = RawClient.exchange(
                port, [request("POST /write", body: String(repeating: "cpu u=1 1\n", count: 500_000))])
            while door.records.isEmpty { try await Task.sleep(nanoseconds: 1_000_000) }
            #expect(door.records[0].byteCount == 0)
            door.mood = .well
            #expect(try await answer.status == 204)
        }
        #expect(door.records[0].byteCount == 5_000_000)
    }
}
