import Collecting
import Exports
import Metro
import NIOSSL
import Testing

@testable import HTTPExports

@Suite(.timeLimit(.minutes(20)))
struct ListenerTLSTests {
    @Test("Over TLS who trusts the authority is served; who does not ends the handshake, and others go on")
    func authority() async throws {
        guard let files = try Certificates() else { return print("skipped: no openssl here") }
        defer { files.remove() }
        let tls = ExportSource.TLS(certificate: files.path("server.pem"), key: files.path("server.key"))
        let door = FakeDoor()
        try await listening(door: door, tls: tls) { port in
            let good = try files.context(authority: "ca.pem")
            let first = try await RawClient.exchange(port, [request("POST /write", body: "cpu u=1\n")], tls: good)
            #expect(first.status == 204)
            await #expect(throws: (any Error).self) {
                try await RawClient.exchange(
                    port, [request("POST /write", body: "x")], tls: try files.context(authority: "other.pem"))
            }
            // Plain text at the port of TLS.
            let plain = try? await RawClient.exchange(port, [request("POST /write", body: "x")])
            #expect(plain?.contains("HTTP/1.1") != true)
            let last = try await RawClient.exchange(port, [request("POST /write", body: "cpu u=2\n")], tls: good)
            #expect(last.status == 204)
        }
        #expect(door.records.map(\.text) == ["cpu u=1\n", "cpu u=2\n"])
    }

    @Test("Where an authority of clients is named, one without its certificate is not heard")
    func clients() async throws {
        guard let files = try Certificates() else { return print("skipped: no openssl here") }
        defer { files.remove() }
        let tls = ExportSource.TLS(
            authorities: files.path("ca.pem"), certificate: files.path("server.pem"), key: files.path("server.key"))
        let door = FakeDoor()
        try await listening(door: door, tls: tls) { port in
            let known = try files.context(authority: "ca.pem", certificate: "client")
            let answer = try await RawClient.exchange(port, [request("POST /write", body: "cpu u=1\n")], tls: known)
            #expect(answer.status == 204)
            let unknown = try? await RawClient.exchange(
                port, [request("POST /write", body: "x")], tls: try files.context(authority: "ca.pem"))
            #expect(unknown?.contains("HTTP/1.1") != true)
        }
        #expect(door.records.count == 1)
    }

    @Test("Files that are missing, no PEM or no pair are named before anything listens")
    func files() async throws {
        guard let files = try Certificates() else { return print("skipped: no openssl here") }
        defer { files.remove() }
        let none = ExportSource.TLS(certificate: "/nowhere.pem", key: files.path("server.key"))
        await #expect(
            throws: CollectorError(
                .system, "the certificate file /nowhere.pem cannot be read",
                advice: "check that it is there, and its mode")
        ) {
            try await listening(tls: none) { _ in }
        }
        let key = files.path("server.key")
        let swapped = ExportSource.TLS(certificate: key, key: key)
        await #expect(throws: CollectorError(.system, "\(key) holds no certificate in PEM", advice: "name a PEM file"))
        {
            try await listening(tls: swapped) { _ in }
        }
        await #expect(
            throws: CollectorError(
                .system, "TLS of a listener has no certificate or no key", advice: "name both files, PEM")
        ) {
            try await listening(tls: ExportSource.TLS(certificate: key)) { _ in }
        }
        let odd = ExportSource.TLS(certificate: files.path("server.pem"), key: files.path("client.key"))
        await #expect(
            throws: CollectorError(
                .system, "TLS cannot be set up: certificate and key do not fit each other",
                advice: "check that the key belongs to the first certificate of the file")
        ) {
            try await listening(tls: odd) { _ in }
        }
    }

    @Test("A port that is taken is named, with what to do")
    func taken() async throws {
        try await listening { port in
            let second = HTTPListener(
                ExportSource.Listen(port: UInt16(port)), format: .influx, token: { () throws(CollectorError) in nil })
            await #expect(
                throws: CollectorError(
                    .system, "cannot listen at http://127.0.0.1:\(port): another program does already",
                    advice: "choose another port, or end that program")
            ) {
                try await second.run(into: FakeDoor())
            }
        }
    }
}
