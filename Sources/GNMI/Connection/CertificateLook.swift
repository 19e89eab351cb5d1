import Glibc
import Metro
import NIOSSL
import Synchronization

/// How a server's certificate is held against what is trusted.
enum TLSVerification: Sendable {
    case full
    /// Trusts nothing; keeps what was shown.
    case look(CertificateLook)
}

/// The certificate of a server that was not trusted, for words: TLS says that it failed, not why. The handshake ends
/// with the look, so nothing is told to that server.
final class CertificateLook: Sendable {
    struct Leaf: Hashable, Sendable {
        /// Seconds since 1970.
        var validFrom: Int64
        var validUntil: Int64
        /// Names in it, with the common name where it has no others.
        var names: [String]
    }

    private let kept = Mutex<Leaf?>(nil)

    var leaf: Leaf? { kept.withLock { $0 } }

    func keep(_ certificate: NIOSSLCertificate?) {
        guard let certificate else { return }
        let leaf = Leaf(
            validFrom: Int64(certificate.notValidBefore), validUntil: Int64(certificate.notValidAfter),
            names: Self.names(in: certificate.description))
        kept.withLock { $0 = leaf }
    }

    /// Of `<NIOSSLCertificate;serial_number=…;common_name=…;alternative_names=a,b>`.
    static func names(in description: String) -> [String] {
        let fields = description.dropLast().split(separator: ";")
        for field in ["alternative_names=", "common_name="] {
            guard let found = fields.first(where: { $0.hasPrefix(field) }) else { continue }
            return found.dropFirst(field.count).split(separator: ",").map { PrintableText.peer(String($0)) }
        }
        return []
    }
}

extension GNMIConnection {
    /// What the target shows when it is asked once more; `nil` where it shows nothing.
    func look() async -> CertificateLook.Leaf? {
        let look = CertificateLook()
        _ = try? await withClient(verification: .look(look)) { client in try await capabilities(client) }
        return look.leaf
    }
}
