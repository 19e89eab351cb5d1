import Collecting
import Foundation
import Metro
import Sockets
import Testing

@testable import SNMP

@Suite(
    "A real agent's users", .serialized,
    .enabled(if: RealAgent.isInstalled(RealAgent.path), "skipped: no \(RealAgent.path) (apt-get install snmpd)"))
struct RealAgentSecurityTests {
    /// Those of `users` below; no more than net-snmp offers in all its builds.
    private static let users: [(line: String, user: USMUser)] = [
        ("ops SHA-256 authpass12345 AES privpass12345", .ops()),
        ("md5des MD5 authpass12345 DES privpass12345", .ops(.md5, .des, name: "md5des")),
        ("sha1aes SHA authpass12345 AES privpass12345", .ops(.sha1, .aes128, name: "sha1aes")),
        ("sha224 SHA-224 authpass12345 AES privpass12345", .ops(.sha224, .aes128, name: "sha224")),
        ("sha384 SHA-384 authpass12345 AES privpass12345", .ops(.sha384, .aes128, name: "sha384")),
        ("sha512 SHA-512 authpass12345 AES privpass12345", .ops(.sha512, .aes128, name: "sha512")),
    ]
    /// Where net-snmp is built with them, as Debian does; "-C" is Cisco's key extension.
    private static let longKeys: [(line: String, user: USMUser)] = [
        ("b192 MD5 authpass12345 AES-192 privpass12345", .ops(.md5, .aes192, name: "b192")),
        ("b256 SHA authpass12345 AES-256 privpass12345", .ops(.sha1, .aes256, name: "b256")),
        ("c192 MD5 authpass12345 AES-192-C privpass12345", .ops(.md5, .aes192, .reeder, name: "c192")),
        ("c256 SHA authpass12345 AES-256-C privpass12345", .ops(.sha1, .aes256, .reeder, name: "c256")),
    ]

    private static let configuration =
        (users + longKeys).map { "createUser \($0.line)\nrouser \($0.user.printable) priv" }
        .joined(separator: "\n")
        + "\ncreateUser signs SHA-256 authpass12345\nrouser signs auth\nrouser open noauth\ncreateUser open"

    private func started() async throws -> (RealAgent, SNMPDispatcher) {
        let server = try RealAgent(Self.configuration)
        let transport = SNMPDispatcher(loop: try ReadinessLoop())
        _ = try await server.firstPoll(over: transport)
        return (server, transport)
    }

    private func systemName(
        _ user: USMUser, _ server: RealAgent, _ transport: SNMPDispatcher
    ) async throws -> SNMPResponse {
        var agent = server.agent()
        agent.credentials = .user(user)
        return try await transport.open(agent).exchange(.get([KnownObjects.systemName]))
    }

    @Test("answers every user with every algorithm", .timeLimit(.minutes(1)))
    func answers() async throws {
        let (server, transport) = try await started()
        let more = [USMUser.ops(.sha256, nil, name: "signs"), .ops(nil, nil, name: "open")]
        for user in (Self.users + Self.longKeys).map(\.user) + more {
            let response = try await systemName(user, server, transport)
            #expect(response.variables.map(\.value) == [.octetString(Array("metro-pe1".utf8))], "\(user)")
        }
    }

    @Test("tells wrong password, unknown user and unsupported level apart", .timeLimit(.minutes(1)))
    func refusals() async throws {
        let (server, transport) = try await started()
        let cases: [(USMUser, USMRefusal)] = [
            (.ops(password: "wrongpass12345"), .wrongDigest),
            (.ops(.sha1), .wrongDigest),
            (.ops(name: "nobody1"), .unknownUser),
            (.ops(name: "signs"), .unsupportedLevel),
        ]
        for (user, refusal) in cases {
            let failure = await #expect(throws: SNMPFailure.self, "\(user)") {
                try await systemName(user, server, transport)
            }
            #expect(failure == .security(refusal, user: user))
        }
        // The right one still works afterwards.
        #expect(try await systemName(.ops(), server, transport).errorStatus == .noError)
    }

    @Test("is silent to what it cannot decrypt, and the advice is about privacy", .timeLimit(.minutes(1)))
    func wrongPrivacy() async throws {
        let (server, transport) = try await started()
        for user in [
            USMUser.ops(privacyPassword: "wrongpass12345"),
            .ops(.md5, .des, name: "md5des", privacyPassword: "wrongpass12345"),
            .ops(.sha1, .aes256, .reeder, name: "b256"), .ops(.md5, .aes192, .blumenthal, name: "c192"),
        ] {
            var agent = server.agent(timeoutMilliseconds: 300, retries: 0)
            agent.credentials = .user(user)
            let channel = try await transport.open(agent)
            let failure = await #expect(throws: SNMPFailure.self, "\(user)") {
                try await channel.exchange(.get([KnownObjects.systemName]))
            }
            #expect(failure?.error(at: agent.address).advice?.contains("check the privacy password") == true, "\(user)")
        }
    }

    @Test("lets a user read nothing below the level that it grants", .timeLimit(.minutes(1)))
    func tooLow() async throws {
        let (server, transport) = try await started()
        for user in [USMUser.ops(nil, nil), .ops(.sha256, nil)] {
            let failure = await #expect(throws: SNMPFailure.self, "\(user)") {
                try await systemName(user, server, transport)
            }
            #expect(failure == .security(.accessDenied, user: user))
        }
    }
}

extension USMUser {
    fileprivate var printable: String { String(decoding: name, as: UTF8.self) }
}
