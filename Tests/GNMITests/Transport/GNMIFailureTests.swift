import Collecting
import Foundation
import GRPCCore
import Metro
import Synchronization
import Testing

@testable import GNMI

@Suite("Why a session does not begin, in words", .timeLimit(.minutes(2)))
struct GNMIFailureTests {
    private static let certificates = Result { try Certificates() }

    private func failure(
        _ target: FakeTarget = FakeTarget(), _ server: String? = "server", wantsClient: Bool = false,
        _ change: (inout GNMIAccess, Certificates) -> Void = { _, _ in }
    ) async throws -> String? {
        let certificates = try Self.certificates.get()
        let security = server.map { certificates.server($0, wantsClient: wantsClient) } ?? .plaintext
        return try await target.serve(security) { port in
            var access = GNMIAccess.loopback(port, transport: server == nil ? .plainText : certificates.client())
            change(&access, certificates)
            return await GNMITransport(access).failure()?.replacing(":\(port)", with: ":P")
        }
    }

    private func file(_ text: String) throws -> SecretReference {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        return .file(path)
    }

    @Test("A certificate that the authority signed for this address is trusted; mutual TLS works with ours")
    func good() async throws {
        let certificates = try Self.certificates.get()
        var target = FakeTarget()
        target.subscription = { _, requests, writer in
            try await writer.write(FakeTarget.update(1))
            try await FakeTarget.wait(&requests)
        }
        for (wantsClient, name) in [(false, nil), (true, nil), (true, "router.example")] as [(Bool, String?)] {
            let door = FakeDoor()
            try await target.serve(certificates.server(wantsClient: wantsClient)) { port in
                let transport = certificates.client(name: name, certificate: wantsClient ? "client" : nil)
                try await GNMITransport(.loopback(port, transport: transport)).running(into: door) {
                    try await door.delivered(1)
                }
            }
        }
    }

    @Test("A certificate that another authority signed; that server is asked nothing, and told no password")
    func wrongAuthority() async throws {
        let path = try Self.certificates.get().path("other.pem")
        let asked = Atomic<Int>(0)
        var target = FakeTarget()
        target.asked = { asked.add(1, ordering: .relaxed) }
        let told = try await failure(target) { $0.transport = $1.client(authority: "other") }
        #expect(asked.load(ordering: .relaxed) == 0)
        #expect(
            told
                == "the certificate of 127.0.0.1:P is not signed by an authority in \(path); set tls.ca to the file of the "
                + "authority that signed it; if that is it, somebody listens in")
    }

    @Test("A certificate for another name")
    func wrongName() async throws {
        try Self.certificates.get().sign("named", names: "DNS:router.example,DNS:r2.example")
        for name in [nil, "switch.example"] {
            let told = try await failure(FakeTarget(), "named") { $0.transport = $1.client(name: name) }
            #expect(
                told
                    == "the certificate of 127.0.0.1:P is not for \(name ?? "127.0.0.1"); it is for router.example, "
                    + "r2.example; if that is the device, set tls.name to a name that the certificate bears")
        }
    }

    @Test("A certificate that has expired")
    func expired() async throws {
        let certificates = try Self.certificates.get()
        try certificates.sign("expired", names: "IP:127.0.0.1", days: -1)
        let day = GNMIFailure.day(Int64(Date().timeIntervalSince1970) - 86_400)
        #expect(
            try await failure(FakeTarget(), "expired")
                == "the certificate of 127.0.0.1:P expired on \(day); give the device a new one")
    }

    @Test("A server that wants a certificate of ours, or another one")
    func clientCertificate() async throws {
        #expect(
            try await failure(wantsClient: true)
                == "127.0.0.1:P wants a certificate of ours, and there is none; set tls.certificate and tls.key")
        #expect(
            try await failure(wantsClient: true) { access, certificates in
                access.transport = certificates.client(certificate: "other")
            }
                == "127.0.0.1:P does not accept our certificate; check tls.certificate: who signed it, and until when it is "
                + "good")
    }

    @Test("TLS where there is none, and none where there is TLS")
    func mixedUp() async throws {
        let certificates = try Self.certificates.get()
        #expect(
            try await failure(FakeTarget(), nil) { access, _ in access.transport = certificates.client() }
                == "127.0.0.1:P does not speak TLS there; check the port; plain_text: true only where the network is "
                + "trusted")
        #expect(
            try await failure { access, _ in access.transport = .plainText }
                == "127.0.0.1:P took the connection and closed it before it spoke gRPC; it may want TLS: leave plain_text "
                + "out")
    }

    @Test("A wrong password is told without the password")
    func password() async throws {
        var target = FakeTarget()
        target.login = ("noc", "right")
        let wrong = try file("wr0ng-s3cret\n")
        #expect(
            try await failure(target) { access, _ in (access.username, access.password) = ("noc", wrong) }
                == "127.0.0.1:P does not accept user noc with that password: authentication failed; check username and "
                + "password")
        #expect(
            try await failure(target)
                == "127.0.0.1:P wants a user and a password: authentication failed; set username and password")
        let right = try file("right\n")
        let accepted = try await failure(target) { access, _ in (access.username, access.password) = ("noc", right) }
        #expect(accepted?.contains("ended the subscription") == true)
    }

    @Test("A password that gRPC cannot carry is refused before it is sent")
    func strangePassword() async throws {
        let strange = try file("pässword\n")
        #expect(
            try await failure { access, _ in (access.username, access.password) = ("noc", strange) }
                == "the password for 127.0.0.1:P has characters that gRPC cannot carry; use printable ASCII")
    }

    @Test("Nobody listens, a name that does not resolve, a file that is not there")
    func unreachable() async throws {
        // tcpmux: nobody has it.
        #expect(
            await GNMITransport(.loopback(1)).failure()
                == "127.0.0.1:1 refuses the connection; check the port, and that gNMI is enabled there")
        var access = GNMIAccess.loopback(9_339)
        access.host = "no-such-host.invalid"
        #expect(
            await GNMITransport(access).failure()
                == "the name no-such-host.invalid does not resolve; check host, or name an address")
        access.transport = .tls(authorities: "/nowhere/ca.pem", serverName: nil, certificate: nil, key: nil)
        #expect(
            await GNMITransport(access).failure()
                == "the file /nowhere/ca.pem cannot be read; check that it is there and whose it is")
    }

    @Test(
        "What a target answers to a subscription is told in its words",
        arguments: [
            (
                .invalidArgument, "unknown path /x",
                "refuses the subscription: unknown path /x; check paths, origin, mode, interval and encoding against what "
                    + "the device can do"
            ),
            (
                .unimplemented, "",
                "does not know the subscription; check that the port is that of gNMI, and mode and encoding against what "
                    + "the device can do"
            ),
            (
                .permissionDenied, "no",
                "does not allow the subscription to us: no; check password and rights on the device"
            ),
            (
                .resourceExhausted, "too many",
                "has no room for the subscription: too many; it may have too many subscriptions; ask for less, or seldomer"
            ),
        ] as [(RPCError.Code, String, String)])
    func answers(code: RPCError.Code, message: String, words: String) {
        let failure = GNMIFailure(
            RPCError(code: code, message: message), access: .loopback(9_339), phase: .subscription)
        #expect(failure.error().description == "127.0.0.1:9339 " + words)
    }

    @Test("Days are those of the calendar")
    func days() {
        #expect(GNMIFailure.day(0) == "1970-01-01")
        #expect(GNMIFailure.day(951_782_400) == "2000-02-29")
        #expect(GNMIFailure.day(1_798_761_599) == "2026-12-31")
        #expect(GNMIFailure.day(-1) == "1969-12-31")
    }
}
