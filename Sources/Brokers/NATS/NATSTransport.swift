import Collecting
import Exports
import Metro
import Synchronization

/// Messages of NATS. With a stream they come through a pull consumer of JetStream, each acknowledged when it is in;
/// without one the server forgets them as it sends them, and what comes too fast is lost and counted.
public final class NATSTransport: ExportTransport {
    public let address: String
    public let cadence = Cadence.continuous
    private let source: ExportSource.NATS
    private let secret: @Sendable (SecretReference) throws -> Secret
    private let sessions = Atomic<Int>(0)

    public init(
        _ source: ExportSource.NATS, secret: @escaping @Sendable (SecretReference) throws -> Secret = { try $0.read() }
    ) {
        self.source = source
        self.secret = secret
        address = NATSAddress(source.url).plain
    }

    public func run(into door: any ExportDoor) async throws {
        let session: any BrokerSession =
            if let stream = source.stream {
                JetStreamSession(source, stream: stream, secret: secret)
            } else {
                CoreNATSSession(source, secret: secret)
            }
        try await session.run(address, into: door) {
            if sessions.add(1, ordering: .relaxed).oldValue > 0 { door.account { $0.reconnects += 1 } }
        }
    }
}

/// A server's URL: `nats://host:4222`, `tls://host`, `host`.
struct NATSAddress {
    /// Without user and password.
    let plain: String
    let host: String
    let wantsTLS: Bool

    init(_ url: String) {
        let scheme = url.range(of: "://").map { String(url[..<$0.lowerBound]) }
        var rest = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        plain = "\(scheme ?? "nats")://\(rest)"
        wantsTLS = scheme == "tls"
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
        } else {
            host = String(rest.prefix { $0 != ":" && $0 != "/" })
        }
    }
}
