import CNATS
import Collecting
import Metro

/// A connection to a NATS server. It does not come back by itself: the supervisor begins a new one.
///
/// Its pointers are the library's, made here and destroyed in `close`, and belong to one actor.
struct NATSConnection {
    static let connectMilliseconds: Int64 = 5_000

    let connection: OpaquePointer
    let address: String

    /// Blocks until connected; throws `CollectorError`.
    init(_ source: ExportSource.NATS, secret: (SecretReference) throws -> Secret) throws {
        let url = NATSAddress(source.url)
        address = url.plain
        let failure = NATSFailure(address: url.plain, subject: source.subject, stream: source.stream)
        var made: OpaquePointer?
        try failure.check(natsOptions_Create(&made))
        let options = made
        defer { natsOptions_Destroy(options) }
        try failure.check(natsOptions_SetURL(options, source.url))
        natsOptions_SetName(options, "haomiao")
        natsOptions_SetTimeout(options, Self.connectMilliseconds)
        natsOptions_SetAllowReconnect(options, false)
        natsOptions_SetPingInterval(options, 10_000)
        natsOptions_SetMaxPingsOut(options, 2)
        // The library's own handler writes on standard error, over the screen.
        natsOptions_SetErrorHandler(options, { _, _, _, _ in }, nil)
        if let username = source.username {
            let password = try source.password.map { String(decoding: try secret($0).bytes, as: UTF8.self) }
            try failure.check(natsOptions_SetUserInfo(options, username, password))
        }
        if source.tls != nil || url.wantsTLS {
            try Self.secure(options, source.tls ?? ExportSource.TLS(), host: url.host, failure)
        }
        var connected: OpaquePointer?
        try failure.check(natsConnection_Connect(&connected, options))
        guard let connected else { throw failure.error(NATS_ERR) }
        connection = connected
    }

    private static func secure(
        _ options: OpaquePointer?, _ tls: ExportSource.TLS, host: String, _ failure: NATSFailure
    ) throws {
        try failure.check(natsOptions_SetSecure(options, true))
        if let authorities = tls.authorities {
            guard natsOptions_LoadCATrustedCertificates(options, authorities) == NATS_OK else {
                throw CollectorError(
                    .system, "the certificates of authorities in \(authorities) cannot be read",
                    advice: "name a PEM file")
            }
        }
        if let certificate = tls.certificate, let key = tls.key {
            guard natsOptions_LoadCertificatesChain(options, certificate, key) == NATS_OK else {
                throw CollectorError(
                    .system, "the certificate \(certificate) with the key \(key) cannot be read",
                    advice: "name PEM files that belong together")
            }
        }
        // Without a name the library takes any certificate of a trusted authority.
        try failure.check(natsOptions_SetExpectedHostname(options, tls.serverName ?? host))
    }

    /// Throws where the server is gone.
    func check(_ failure: NATSFailure) throws {
        guard natsConnection_IsClosed(connection) else { return }
        throw failure.error(NATS_CONNECTION_CLOSED)
    }

    func close() {
        // What was acknowledged last goes out before.
        natsConnection_FlushTimeout(connection, 1_000)
        natsConnection_Destroy(connection)
    }
}
