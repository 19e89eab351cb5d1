import Collecting
import Exports
import Glibc
import Metro
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Takes what others send by HTTP: Influx writes, Prometheus remote write, bodies of any format.
public struct HTTPListener: ExportTransport {
    private let listen: ExportSource.Listen
    private let format: ExportSource.Format
    private let limits: HTTPLimits
    private let token: @Sendable () throws(CollectorError) -> Secret?
    private let onListening: @Sendable (_ port: Int) -> Void

    /// `token` is read each time that the listener starts. `onListening` is told the port, for those who asked for any.
    public init(
        _ listen: ExportSource.Listen, format: ExportSource.Format, limits: HTTPLimits = HTTPLimits(),
        token: @escaping @Sendable () throws(CollectorError) -> Secret?,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) {
        self.listen = listen
        self.format = format
        self.limits = limits
        self.token = token
        self.onListening = onListening
    }

    public var address: String {
        "\(listen.tls == nil ? "http" : "https")://\(HostAndPort(listen.host, Int(listen.port)))"
    }
    public var cadence: Cadence { .continuous }

    public func run(into door: any ExportDoor) async throws {
        let token = TokenCheck(try token()?.bytes)
        let tls = try listen.tls?.serverContext()
        let guests = Guests(limits.connections)
        let budget = ByteBudget(limits.heldBytes)
        let strangers = Strangers()
        let server = try await bind(door) { [format, limits] channel in
            let peer = channel.remoteAddress?.ipAddress ?? "an unknown address"
            let conversation = Conversation(
                door: door, format: format, limits: limits, token: token, budget: budget,
                strangers: strangers, peer: peer)
            return Self.receive(channel, conversation, guests, tls)
        }
        onListening(server.localAddress?.port ?? 0)
        door.report(.trouble(nil))
        let end: Result<Void, any Error> = await withTaskCancellationHandler {
            do {
                return .success(try await server.closeFuture.get())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            server.close(promise: nil)
        }
        await guests.close()
        try Task.checkCancellation()
        throw CollectorError(.system, "the listener at \(address) ended: \(end)")
    }

    private func bind(
        _ door: any ExportDoor, _ receive: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Self.pausing(door))
                }
            }
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 16 << 10))
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer(receive)
        do {
            return try await bootstrap.bind(host: listen.host, port: Int(listen.port)).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CollectorError(
                .system, "cannot listen at \(address): another program does already",
                advice: "choose another port, or end that program")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw CollectorError(
                .system, "cannot listen at \(address): this user may not", advice: "choose a port above 1023")
        } catch {
            throw CollectorError(
                .system, "cannot listen at \(address): \(error)", advice: "check that the address is one of this host")
        }
    }

    /// Without descriptors it pauses for a second instead of asking the kernel again and again, and says so.
    static func pausing(_ door: any ExportDoor) -> AcceptBackoffHandler {
        AcceptBackoffHandler { error in
            switch error.errnoCode {
            case EMFILE, ENFILE:
                door.note("takes no connections: file descriptors have run out; raise the limit (ulimit -n)")
            default: door.note("could not take a connection: \(error)")
            }
            return .seconds(1)
        }
    }

    /// On the event loop: handlers for a new connection, or the door.
    private static func receive(
        _ channel: any Channel, _ conversation: Conversation, _ guests: Guests, _ tls: NIOSSLContext?
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            guard guests.enter() else {
                conversation.door.lose()
                conversation.door.note("turned connections away: \(conversation.limits.connections) are open")
                return try channel.pipeline.syncOperations.addHandler(TurnAway(speaks: tls == nil))
            }
            do {
                let wrapped = try handlers(channel, conversation, tls)
                guests.seat { await conversation.run(wrapped) }
            } catch {
                guests.leave()
                throw error
            }
        }
    }

    private static func handlers(
        _ channel: any Channel, _ conversation: Conversation, _ tls: NIOSSLContext?
    ) throws -> Conversation.Channel {
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
        let watch = ClientWatch(conversation.limits, conversation.door.time) { verdict in
            guard let words = verdict.words else { return }
            let note = "ended a connection of \(conversation.peer): \(words)"
            switch verdict {
            case .lateHead, .headTooLarge: conversation.strangers.note(.noHTTP, note, at: conversation.door)
            default: conversation.door.note(note)
            }
        }
        try pipeline.addHandler(watch)
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
        try pipeline.addHandler(watch.parts)
        return try Conversation.Channel(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
    }
}

/// `10.0.0.1:8086`, `[::1]:8086`.
struct HostAndPort: CustomStringConvertible {
    let description: String
    init(_ host: String, _ port: Int) { description = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
