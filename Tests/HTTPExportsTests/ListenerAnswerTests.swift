import Collecting
import Exports
import Metro
import Testing

@testable import HTTPExports

/// What a sender is answered, over a real connection.
@Suite(.timeLimit(.minutes(20)))
struct ListenerAnswerTests {
    private let line = "cpu,host=pe1 usage=1 1\n"

    @Test(
        "An Influx write is answered 204 once its bytes are taken",
        arguments: ["/write?db=x", "/api/v2/write", "/export", "/"])
    func write(path: String) async throws {
        let door = FakeDoor()
        let answer = try await listening(door: door) { port in
            try await RawClient.exchange(port, [request("POST \(path)", body: line)])
        }
        #expect(answer.hasPrefix("HTTP/1.1 204 No Content\r\n"))
        #expect(door.records.map(\.text) == [line])
        #expect(door.records.allSatisfy { $0.isEnded && $0.dialect == StreamDialect() })
        #expect(door.findings == [.trouble(nil)])
    }

    @Test(
        "The precision of a write is the unit of its stamps",
        arguments: zip(
            ["ns", "u", "us", "ms", "s", "m", "h"],
            [1, 1_000, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000, 3_600_000_000_000]))
    func precision(name: String, nanoseconds: Int64) async throws {
        let door = FakeDoor()
        let answer = try await listening(door: door) { port in
            try await RawClient.exchange(port, [request("POST /write?db=x&precision=\(name)", body: line)])
        }
        #expect(answer.status == 204)
        #expect(door.records.map(\.dialect.stampUnitNanoseconds) == [nanoseconds])
    }

    @Test("A body that cannot be read whole is answered 400 with line and reason, as its sender can read it")
    func problems() async throws {
        let door = FakeDoor(.finding(["line 3: found `1e`, expected a number", "line 4: \"quoted\""]))
        try await listening(door: door) { port in
            let first = try await RawClient.exchange(port, [request("POST /write", body: line)])
            #expect(first.status == 400)
            #expect(
                first.hasSuffix(
                    #"{"error":"partial write: line 3: found `1e`, expected a number; line 4: \"quoted\""}"# + "\n"))
            let second = try await RawClient.exchange(port, [request("POST /api/v2/write", body: line)])
            #expect(second.contains(#"{"code":"invalid","message":"partial write: line 3: found"#))
            let third = try await RawClient.exchange(port, [request("POST /export", body: line)])
            #expect(third.hasSuffix("partial write: line 3: found `1e`, expected a number; line 4: \"quoted\"\n"))
        }
        #expect(door.picture.dropped == 0)
    }

    @Test("Paths, methods and types that are not ours are refused with what was expected")
    func refusals() async throws {
        let cases: [(String, [String], Int, String)] = [
            ("GET /ping", [], 204, "HTTP/1.1 204"),
            ("HEAD /ping", [], 204, "HTTP/1.1 204"),
            ("POST /ping", [], 405, "found POST, expected GET, HEAD"),
            ("GET /write", [], 405, "found GET, expected POST"),
            ("POST /query", [], 404, "found no such path; POST influx to /export"),
            ("POST /api/v1/write", [], 404, "/api/v1/write is for remote-write; this listener reads influx at /export"),
            (
                "POST /write", ["Content-Type: application/json"], 415,
                "found a body of application/json, expected text/plain, for it is read as influx"
            ),
            (
                "POST /write", ["Content-Encoding: br"], 415,
                "found content coding br, expected gzip, deflate, snappy or identity"
            ),
            ("POST /write", ["Content-Encoding: gzip, gzip"], 415, "found content coding gzip, gzip, expected"),
            ("POST /write?precision=d", [], 400, "found precision d, expected ns, us, ms, s, m or h"),
        ]
        let door = FakeDoor()
        try await listening(door: door) { port in
            for (line, fields, status, words) in cases {
                let answer = try await RawClient.exchange(port, [request(line, fields)])
                #expect(answer.status == status, "\(line)")
                #expect(answer.contains(words), "\(line): \(answer)")
            }
        }
        #expect(door.records.isEmpty)
        #expect(door.picture.dropped == 4)
        #expect(
            door.notes.contains("refused a request from 127.0.0.1: found precision d, expected ns, us, ms, s, m or h"))
    }

    @Test("Behind aggregates answer 429 and say when to come again")
    func tooFast() async throws {
        let door = FakeDoor(.tooFast)
        let answer = try await listening(door: door) { port in
            try await RawClient.exchange(port, [request("POST /write", body: line)])
        }
        #expect(answer.status == 429)
        #expect(answer.contains("Retry-After: 1\r\n"))
        #expect(answer.contains("the aggregates are behind; send this again later"))
        #expect(door.picture.dropped == 0)
    }

    @Test("A fault of ours answers 500 with its words, and counts the body as lost")
    func failing() async throws {
        let door = FakeDoor(.failing(CollectorError(.system, "no converter")))
        let answer = try await listening(door: door) { port in
            try await RawClient.exchange(port, [request("POST /write", body: line)])
        }
        #expect(answer.status == 500)
        #expect(answer.contains("no converter"))
        #expect(door.picture.dropped == 1)
    }

    @Test("Without the right token a body is refused 401, told once, and the token stands nowhere")
    func token() async throws {
        let door = FakeDoor()
        try await listening(door: door, token: "open-sesame") { port in
            for field in [
                "X-None: 1", "Authorization: Bearer open-sesamE", "Authorization: Bearer open",
                "Authorization: Basic open-sesame", "Authorization: Bearer open-sesame-and-more",
            ] {
                let answer = try await RawClient.exchange(port, [request("POST /write", [field], body: line)])
                #expect(answer.status == 401, "\(field)")
                #expect(answer.contains("WWW-Authenticate: Bearer\r\n"))
                #expect(!answer.contains("sesam"))
            }
            for field in ["Authorization: Bearer open-sesame", "authorization: token open-sesame"] {
                let answer = try await RawClient.exchange(port, [request("POST /write", [field], body: line)])
                #expect(answer.status == 204, "\(field)")
            }
            #expect(try await RawClient.exchange(port, [request("GET /ping")]).status == 204)
        }
        #expect(door.picture.dropped == 0)
        #expect(door.records.count == 2)
        #expect(door.notes.count == 1)
        #expect(!door.notes.joined().contains("sesam"))
    }

    @Test("Remote write is read whole, out of an independent encoder's snappy")
    func remoteWrite() async throws {
        let door = FakeDoor()
        let payload = (0..<100).map { "series \($0) of a write request" }.joined()
        let fields = [
            "Content-Type: application/x-protobuf", "Content-Encoding: snappy",
            "X-Prometheus-Remote-Write-Version: 0.1.0",
        ]
        try await listening(.remoteWrite, door: door) { port in
            let block = literalSnappy(Array(payload.utf8))
            let head = request("POST /api/v1/write", fields, length: block.count)
            let good = try await RawClient.exchange(port, bytes: [Array(head.utf8) + block])
            #expect(good.status == 204)
            let bad = try await RawClient.exchange(port, [request("POST /api/v1/write", fields, body: "no snappy")])
            #expect(bad.status == 400)
            #expect(bad.hasSuffix("the snappy body found damaged snappy data\n"))
            let newer = "Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request"
            let second = try await RawClient.exchange(port, [request("POST /api/v1/write", [newer], body: "x")])
            #expect(second.status == 415)
            #expect(second.contains("found remote write as io.prometheus.write.v2.Request, expected version 1.0"))
        }
        #expect(door.records.count == 2)
        #expect(door.records.first?.text == payload)
        #expect(door.records.first?.takes == 1)
        #expect(door.records.first?.isEnded == true)
    }

    @Test("The type of an exposition says which of the two it is")
    func exposition() async throws {
        let door = FakeDoor()
        try await listening(.prometheus, door: door) { port in
            for type in [
                "application/openmetrics-text; version=1.0.0", "text/plain; version=0.0.4", "application/octet-stream",
            ] {
                let posted = request("POST /", ["Content-Type: \(type)"], body: "up 1\n")
                let answer = try await RawClient.exchange(port, [posted])
                #expect(answer.status == 204)
            }
        }
        #expect(door.records.map(\.dialect.format) == [.openMetrics, nil, nil])
    }
}

/// Snappy with literals alone, after its format description.
func literalSnappy(_ bytes: [UInt8]) -> [UInt8] {
    var block: [UInt8] = []
    var length = bytes.count
    while length > 127 {
        block.append(UInt8(length & 127) | 128)
        length >>= 7
    }
    block.append(UInt8(length))
    for start in stride(from: 0, to: bytes.count, by: 256) {
        let part = bytes[start..<min(start + 256, bytes.count)]
        block += [60 << 2, UInt8(part.count - 1)] + part
    }
    return block
}
