import Collecting
import Exports
import Foundation
import Metro
import NIOSSL
import Testing

@testable import HTTPExports

@Suite(.timeLimit(.minutes(20)))
struct ScrapeTests {
    private func scrape(
        _ port: Int, _ door: FakeDoor, format: ExportSource.Format = .prometheus, scheme: String = "http",
        tls: ExportSource.TLS = ExportSource.TLS(), token: String? = nil, username: String? = nil,
        password: String? = nil, timeoutMilliseconds: Int = 600_000, limits: HTTPLimits = HTTPLimits()
    ) async throws {
        let scrape = ExportSource.Scrape(
            url: "\(scheme)://127.0.0.1:\(port)/metrics?key=hidden", timeoutMilliseconds: timeoutMilliseconds, tls: tls,
            username: username)
        let transport = HTTPScrape(
            scrape, format: format, limits: limits, token: { token.flatMap { Secret(Array($0.utf8)) } },
            password: { password.flatMap { Secret(Array($0.utf8)) } })
        #expect(transport.cadence == .every(milliseconds: 30_000))
        #expect(transport.address == "\(scheme)://127.0.0.1:\(port)/metrics")
        try await transport.run(into: door)
    }

    private func answer(_ status: String = "200 OK", _ fields: [String] = [], body: String = "up 1\n") -> String {
        (["HTTP/1.1 \(status)"] + fields + ["Content-Length: \(body.utf8.count)"]).joined(separator: "\r\n")
            + "\r\n\r\n" + body
    }

    @Test("A scrape asks as its format likes, and its bytes arrive with their end")
    func good() async throws {
        let door = FakeDoor()
        let head = try await RawServer.serving([answer("200 OK", ["Content-Type: text/plain; version=0.0.4"])]) {
            port, heads in
            try await scrape(port, door, token: "t0ken")
            return await heads.first { _ in true } ?? ""
        }
        #expect(door.records.map(\.text) == ["up 1\n"])
        #expect(door.records.map(\.isEnded) == [true])
        #expect(door.records.map(\.dialect.format) == [nil])
        #expect(head.hasPrefix("GET /metrics?key=hidden HTTP/1.1\r\n"))
        #expect(
            head.contains("Accept: text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1")
        )
        #expect(head.contains("Authorization: Bearer t0ken\r\n"))
    }

    @Test("The type of the answer says whether it is OpenMetrics; user and password go as basic")
    func types() async throws {
        let door = FakeDoor()
        let head = try await RawServer.serving([answer("200 OK", ["Content-Type: application/openmetrics-text"])]) {
            port, heads in
            try await scrape(port, door, username: "ops", password: "pass")
            return await heads.first { _ in true } ?? ""
        }
        #expect(door.records.map(\.dialect.format) == [.openMetrics])
        #expect(head.contains("Authorization: Basic b3BzOnBhc3M=\r\n"))
        let other = FakeDoor()
        try await RawServer.serving([answer("200 OK", ["Content-Type: text/plain"])]) { port, _ in
            try await scrape(port, other, format: .openMetrics)
        }
        #expect(other.records.map(\.dialect.format) == [.prometheus])
    }

    @Test(
        "Answers that are no exposition are refused in words",
        arguments: [
            ("401 Unauthorized", "", "answers 401: refuses us; check token, user and password"),
            ("404 Not Found", "", "answers 404: knows no such path; check the path of the URL"),
            (
                "302 Found", "Location: http://elsewhere/metrics",
                "answers 302: points to http://elsewhere/metrics, and redirects are not followed; write the URL that it points to"
            ),
            ("503 Service Unavailable", "", "answers 503: is in trouble itself; look at the exporter's log"),
            ("204 No Content", "", "answers 204: expected 200"),
        ])
    func statuses(status: String, field: String, words: String) async throws {
        let door = FakeDoor()
        try await RawServer.serving([answer(status, field.isEmpty ? [] : [field], body: "")]) { port, _ in
            let error = await #expect(throws: CollectorError.self) { try await scrape(port, door) }
            #expect(error?.code == .protocolError)
            #expect(error?.description == "http://127.0.0.1:\(port)/metrics \(words)")
        }
        #expect(door.records.isEmpty)
    }

    @Test("A page, an unknown coding and an answer that is too long are refused")
    func unfit() async throws {
        let cases: [(String, String)] = [
            (
                answer("200 OK", ["Content-Type: text/html"]),
                "found a body of text/html, expected text/plain or application/openmetrics-text, for it is read as prometheus"
            ),
            (answer("200 OK", ["Content-Encoding: br"]), "found content coding br, expected gzip or identity"),
            (answer("200 OK", body: String(repeating: "x", count: 2_000)), "is longer than 1000 bytes"),
            ("HTTP/1.0 200 OK\r\n\r\n" + String(repeating: "x", count: 2_000), "is longer than 1000 bytes"),
            (answer("200 OK", ["Content-Encoding: gzip"], body: "no gzip"), "found damaged gzip data"),
            ("hello\r\n\r\n", "answers no HTTP/1.1"),
        ]
        var limits = HTTPLimits()
        limits.bodyBytes = 1_000
        for (answer, words) in cases {
            try await RawServer.serving([answer]) { [limits] port, _ in
                let error = await #expect(throws: CollectorError.self) {
                    try await scrape(port, FakeDoor(), limits: limits)
                }
                #expect(error?.code == .malformed)
                #expect(error?.description.contains(words) == true, "\(words): \(String(describing: error))")
            }
        }
    }

    @Test(
        "An answer that ends early is cut short, and its end is not told",
        arguments: ["Content-Length: 100", "Transfer-Encoding: chunked"])
    func cutShort(field: String) async throws {
        let door = FakeDoor()
        try await RawServer.serving(["HTTP/1.1 200 OK\r\n\(field)\r\n\r\n5\r\nup 1\n"]) { port, _ in
            let error = await #expect(throws: CollectorError.self) { try await scrape(port, door) }
            #expect(error?.message == "the answer of http://127.0.0.1:\(port)/metrics was cut short")
        }
        #expect(door.records.allSatisfy { !$0.isEnded })
    }

    @Test("An answer without a length ends with its connection")
    func unframed() async throws {
        let door = FakeDoor()
        try await RawServer.serving(["HTTP/1.0 200 OK\r\n\r\nup 1\n"]) { port, _ in try await scrape(port, door) }
        #expect(door.records.map(\.text) == ["up 1\n"])
        #expect(door.records.map(\.isEnded) == [true])
    }

    @Test("Who does not answer in time, or not at all, is named with what to check")
    func silence() async throws {
        let time = ManualTime()
        try await RawServer.serving([], closes: false) { port, heads in
            async let outcome = Result { try await scrape(port, FakeDoor(time: time), timeoutMilliseconds: 5_000) }
            _ = await heads.first { _ in true }
            while time.sleeperCount == 0 { await Task.yield() }
            time.advance(nanoseconds: 5_000_000_000)
            let result = await outcome
            #expect(
                throws: CollectorError(
                    .timeout, "no whole answer from http://127.0.0.1:\(port)/metrics within 5000 ms",
                    advice: "check address and firewall, or give it more time")
            ) { try result.get() }
        }
        let port = try await RawServer.serving([]) { port, _ in port }
        await #expect(
            throws: CollectorError(
                .refused, "127.0.0.1:\(port) refuses connections", advice: "check that the exporter runs, and its port")
        ) {
            try await scrape(port, FakeDoor())
        }
    }

    @Test(
        "Over TLS the authority, the name and the client's certificate are held against each other, each in its words")
    func secure() async throws {
        guard let files = try Certificates() else { return print("skipped: no openssl here") }
        defer { files.remove() }
        let good = ExportSource.TLS(authorities: files.path("ca.pem"))
        let door = FakeDoor()
        try await RawServer.serving([answer()], tls: try files.server("server")) { port, _ in
            try await scrape(port, door, scheme: "https", tls: good)
            let wrong = files.path("other.pem")
            await #expect(
                throws: CollectorError(
                    .protocolError, "127.0.0.1:\(port) shows a certificate that \(wrong) does not vouch for",
                    advice: "name the authority that signed it")
            ) {
                try await scrape(port, door, scheme: "https", tls: ExportSource.TLS(authorities: wrong))
            }
        }
        #expect(door.records.map(\.text) == ["up 1\n"])
        try await RawServer.serving([answer()], tls: try files.server("named")) { port, _ in
            var named = good
            named.serverName = "exporter.example"
            try await scrape(port, door, scheme: "https", tls: named)
            await #expect(
                throws: CollectorError(
                    .protocolError, "127.0.0.1:\(port) shows a certificate for another name than 127.0.0.1",
                    advice: "set `name` of tls to one that the certificate bears")
            ) {
                try await scrape(port, door, scheme: "https", tls: good)
            }
        }
        let demanding = try ExportSource.TLS(
            authorities: files.path("ca.pem"), certificate: files.path("server.pem"), key: files.path("server.key")
        ).serverContext()
        try await RawServer.serving([answer()], tls: demanding) { port, _ in
            var known = good
            known.certificate = files.path("client.pem")
            known.key = files.path("client.key")
            try await scrape(port, door, scheme: "https", tls: known)
            let error = await #expect(throws: CollectorError.self) {
                try await scrape(port, door, scheme: "https", tls: good)
            }
            #expect(error?.message == "127.0.0.1:\(port) asks for a certificate that it knows")
        }
        try await RawServer.serving(["HTTP/1.1 400 Bad Request\r\n\r\n"], atOnce: true) { port, _ in
            let error = await #expect(throws: CollectorError.self) {
                try await scrape(port, door, scheme: "https", tls: good)
            }
            #expect(error?.message.hasPrefix("TLS with 127.0.0.1:\(port) failed: ") == true)
        }
    }

    @Test("A URL is taken apart, and refused where it is none or bears a password")
    func urls() throws {
        let url = try ScrapeURL("https://[::1]/a%20b?c=d")
        #expect(url.host == "::1" && url.port == 443 && url.isSecure && url.target == "/a%20b?c=d")
        #expect(url.words == "https://[::1]:443/a%20b")
        #expect(try ScrapeURL("http://exporter:9100").target == "/")
        for text in ["", "exporter:9100", "ftp://exporter/", "http://"] {
            #expect(throws: CollectorError.self) { try ScrapeURL(text) }
        }
        let error = #expect(throws: CollectorError.self) { try ScrapeURL("http://ops:secret@exporter/") }
        #expect(error?.description == "the URL bears a user or a password; give them as username and password")
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
