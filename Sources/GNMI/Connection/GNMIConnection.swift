import Collecting
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import GRPCProtobuf
import Metro
import NIOCore

/// How a target is reached: what gRPC needs to know of an access.
struct GNMIConnection {
    typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

    /// Of one message, bytes: a target may tell a whole tree at once, but memory has a bound.
    static let messageLimit = 16 << 20
    /// What the target may send while nothing is read, bytes; with that it waits (HTTP/2 flow control).
    static let window = 1 << 20

    let access: GNMIAccess
    let metadata: Metadata

    /// Throws where the password cannot be read or sent.
    init(_ access: GNMIAccess) throws(CollectorError) {
        self.access = access
        var metadata = Metadata()
        if let username = access.username { metadata.addString(username, forKey: "username") }
        if let password = try access.password?.read() {
            // gRPC over HTTP/2, Custom-Metadata: %x20-%x7E. Whatever stands here must not be told.
            guard password.bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw CollectorError(
                    .secret, "the password for \(access.address) has characters that gRPC cannot carry",
                    advice: "use printable ASCII")
            }
            metadata.addString(String(decoding: password.bytes, as: UTF8.self), forKey: "password")
        }
        self.metadata = metadata
    }

    /// One connection for as long as `body` runs.
    func withClient<Result: Sendable>(
        verification: TLSVerification = .full, _ body: (Client) async throws -> Result
    ) async throws -> Result {
        let transport = try transport(verification)
        return try await withGRPCClient(transport: transport) { client in try await body(client) }
    }

    func capabilities(_ client: Client) async throws -> TargetCapabilities {
        var options = CallOptions.defaults
        options.timeout = .milliseconds(access.timeoutMilliseconds)
        options.maxRequestMessageBytes = Self.messageLimit
        return try await client.unary(
            request: ClientRequest(message: Gnmi_CapabilityRequest(), metadata: metadata),
            descriptor: Gnmi_gNMI.Method.Capabilities.descriptor,
            serializer: ProtobufSerializer<Gnmi_CapabilityRequest>(),
            deserializer: ProtobufDeserializer<Gnmi_CapabilityResponse>(), options: options
        ) { response in TargetCapabilities(try response.message) }
    }

    private func transport(_ verification: TLSVerification) throws -> HTTP2ClientTransport.Posix {
        let security = try security(verification)
        let config = HTTP2ClientTransport.Posix.Config.defaults { config in
            config.http2.targetWindowSize = Self.window
            if case .tls(_, let serverName?, _, _) = access.transport { config.http2.authority = serverName }
            // The supervisor tries again; a connection here has one try.
            config.connection.keepalive = .init(
                time: .milliseconds(access.keepaliveMilliseconds), timeout: .seconds(10), allowWithoutCalls: false)
            config.channelDebuggingCallbacks.onCreateTCPConnection = { channel in Self.watch(channel) }
        }
        let isIPv4 = access.host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
        let isIPv6 = access.host.contains(":")
        let port = Int(access.port)
        let target: any ResolvableTarget =
            isIPv4
            ? .ipv4(address: access.host, port: port)
            : isIPv6 ? .ipv6(address: access.host, port: port) : .dns(host: access.host, port: port)
        return try HTTP2ClientTransport.Posix(target: target, transportSecurity: security, config: config)
    }

    private func security(
        _ verification: TLSVerification
    ) throws -> HTTP2ClientTransport.Posix.TransportSecurity {
        guard case .tls(let authorities, _, let certificate, let key) = access.transport else { return .plaintext }
        for path in [authorities, certificate, key].compactMap(\.self)
        where !FileManager.default.isReadableFile(atPath: path) {
            throw CollectorError(
                .system, "the file \(path) cannot be read", advice: "check that it is there and whose it is")
        }
        return .tls { tls in
            if let authorities { tls.trustRoots = .certificates([.file(path: authorities, format: .pem)]) }
            if let certificate { tls.certificateChain = [.file(path: certificate, format: .pem)] }
            if let key { tls.privateKey = .file(path: key, format: .pem) }
            if case .look(let look) = verification {
                tls.customVerificationCallback = { chain, promise in
                    look.keep(chain.first)
                    promise.succeed(.failed)
                }
            }
        }
    }

    /// Keep-alive of TCP finds a dead peer within 20 s. That of HTTP/2 may not be asked for that often where nothing
    /// flows: many servers end a connection whose pings come more often than every five minutes.
    private static func watch(_ channel: any Channel) -> EventLoopFuture<Void> {
        let options: [(ChannelOptions.Types.SocketOption, Int)] = [
            (ChannelOptions.socketOption(.so_keepalive), 1),
            (ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPIDLE)), 10),
            (ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPINTVL)), 5),
            (ChannelOptions.tcpOption(.init(rawValue: TCP_KEEPCNT)), 2),
        ]
        return EventLoopFuture.andAllSucceed(
            options.map { channel.setOption($0, value: $1) }, on: channel.eventLoop)
    }
}

extension GNMIAccess {
    /// After that long a silence HTTP/2 asks whether the server lives: twice what it promised, so that a well stream is
    /// never asked; without a promise so seldom that no server minds.
    fileprivate var keepaliveMilliseconds: Int {
        let promised = list == .poll ? intervalMilliseconds : promisedMilliseconds
        return promised.map { min(max(2 * $0, 10_000), 310_000) } ?? 310_000
    }
}
