import Foundation
import GRPCNIOTransportHTTP2Posix
import Metro

@testable import Exports

/// An authority and what it signed, made by OpenSSL for one test, in a folder that goes with it.
final class Certificates: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private let folder: URL

    /// `ca` signs `server` (for router.example and 127.0.0.1) and `client`; `other` is another authority.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for authority in ["ca", "other"] {
            try openssl(
                ["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=\(authority)", "-out", path("\(authority).pem")]
                    + newKey(authority))
        }
        try sign("server", names: "DNS:router.example,IP:127.0.0.1")
        try sign("client", names: "DNS:haomiao")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func sign(_ name: String, names: String, days: Int = 2) throws {
        try Data("subjectAltName=\(names)\n".utf8).write(to: folder.appending(path: "\(name).ext"))
        try openssl(["req", "-nodes", "-subj", "/CN=\(name)", "-out", path("\(name).csr")] + newKey(name))
        try openssl([
            "x509", "-req", "-in", path("\(name).csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-CAcreateserial", "-days", "\(days)", "-extfile", path("\(name).ext"), "-out", path("\(name).pem"),
        ])
    }

    private func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", path("\(name).key")]
    }

    private func openssl(_ arguments: [String]) throws {
        let child = try ChildProcess(["openssl"] + arguments)
        while child.poll() == nil { usleep(1_000) }
        guard child.poll() == .exited(status: 0) else {
            throw Failed(description: "openssl \(arguments.joined(separator: " ")) failed")
        }
    }

    // MARK: - Both sides

    /// `wantsClient`: asks for a certificate that `ca` signed.
    func server(
        _ name: String = "server", wantsClient: Bool = false
    ) -> HTTP2ServerTransport.Posix.TransportSecurity {
        let chain: [TLSConfig.CertificateSource] = [.file(path: path("\(name).pem"), format: .pem)]
        let key = TLSConfig.PrivateKeySource.file(path: path("\(name).key"), format: .pem)
        guard wantsClient else { return .tls(certificateChain: chain, privateKey: key) }
        let roots = TLSConfig.TrustRootsSource.certificates([.file(path: path("ca.pem"), format: .pem)])
        return .mTLS(certificateChain: chain, privateKey: key) { $0.trustRoots = roots }
    }

    func client(
        authority: String = "ca", name: String? = nil, certificate: String? = nil
    ) -> GNMIAccess.Transport {
        .tls(
            authorities: path("\(authority).pem"), serverName: name,
            certificate: certificate.map { path("\($0).pem") }, key: certificate.map { path("\($0).key") })
    }
}
