import Collecting
import Exports
import Metro
import NIOCore
import NIOPosix
import NIOSSL

@testable import HTTPExports

/// A TCP client that writes what it is told, byte for byte.
struct RawClient {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func connect(_ port: Int, tls: NIOSSLContext? = nil, name: String? = nil) async throws -> Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(
            host: "127.0.0.1", port: port
        ) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: tls, serverHostname: name))
                }
                return try Channel(wrappingChannelSynchronously: channel)
            }
        }
    }

    /// Writes the pieces one after another, each in its own packet, and reads until there are `answers` answers or the
    /// server closes.
    static func exchange(
        _ port: Int, _ pieces: [String], answers: Int = 1, tls: NIOSSLContext? = nil
    ) async throws -> String {
        try await exchange(port, bytes: pieces.map { Array($0.utf8) }, answers: answers, tls: tls)
    }

    static func exchange(
        _ port: Int, bytes pieces: [[UInt8]], answers: Int = 1, tls: NIOSSLContext? = nil
    ) async throws -> String {
        let channel = try await connect(port, tls: tls)
        return try await channel.executeThenClose { inbound, outbound in
            for piece in pieces {
                do {
                    try await outbound.write(ByteBuffer(bytes: piece))
                } catch {
                    // It may have been answered and closed before all was written.
                    break
                }
            }
            return try await read(inbound, answers: answers)
        }
    }

    static func read(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, answers: Int) async throws -> String {
        var text = ""
        do {
            for try await buffer in inbound {
                text += String(buffer: buffer)
                if text.components(of: "HTTP/1.1 2").count + text.components(of: "HTTP/1.1 4").count
                    + text.components(of: "HTTP/1.1 5").count >= answers,
                    text.hasSuffix("\r\n\r\n") || text.hasSuffix("\n")
                {
                    break
                }
            }
        } catch let error as IOError where error.errnoCode == 104 && !text.isEmpty {
            // Closed with bytes of ours unread.
        }
        return text
    }
}

extension String {
    func components(of part: String) -> [Range<String.Index>] { ranges(of: part) }

    /// Of the first answer: `204`.
    var status: Int? { split(separator: " ").dropFirst().first.flatMap { Int($0) } }
}

/// A server that answers each connection with the same bytes once it has read a head (`atOnce`: a byte), and closes.
struct RawServer {
    static func serving<Result: Sendable>(
        _ answer: [String], tls: NIOSSLContext? = nil, closes: Bool = true, atOnce: Bool = false,
        _ body: @Sendable @escaping (_ port: Int, _ heads: AsyncStream<String>) async throws -> Result
    ) async throws -> Result {
        let (heads, continuation) = AsyncStream.makeStream(of: String.self)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Canned(answer, closes: closes, atOnce: atOnce) { continuation.yield($0) })
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            let result = try await body(server.localAddress?.port ?? 0, heads)
            try await server.close().get()
            return result
        } catch {
            try await server.close().get()
            throw error
        }
    }

    private final class Canned: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let answer: [String]
        private let closes: Bool
        private let atOnce: Bool
        private let onHead: (String) -> Void
        private var head = ""

        init(_ answer: [String], closes: Bool, atOnce: Bool, _ onHead: @escaping (String) -> Void) {
            self.answer = answer
            self.closes = closes
            self.atOnce = atOnce
            self.onHead = onHead
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            head += String(buffer: unwrapInboundIn(data))
            guard atOnce || head.hasSuffix("\r\n\r\n") else { return }
            onHead(head)
            head = ""
            for piece in answer { context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: piece)), promise: nil) }
            if closes { context.close(promise: nil) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

/// Runs a listener on a port of its own for as long as `body` runs.
func listening<Result: Sendable>(
    _ format: ExportSource.Format = .influx, door: FakeDoor = FakeDoor(), limits: HTTPLimits = HTTPLimits(),
    token: String? = nil, tls: ExportSource.TLS? = nil,
    _ body: (_ port: Int) async throws -> Result
) async throws -> Result {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let listener = HTTPListener(
        ExportSource.Listen(port: 0, tls: tls), format: format, limits: limits,
        token: { token.flatMap { Secret(Array($0.utf8)) } }, onListening: { continuation.yield($0) })
    let task = Task {
        defer { continuation.finish() }
        try await listener.run(into: door)
    }
    for await port in ports {
        do {
            let result = try await body(port)
            task.cancel()
            _ = await task.result
            return result
        } catch {
            task.cancel()
            _ = await task.result
            throw error
        }
    }
    try await task.value
    throw CancellationError()
}

func request(
    _ line: String, _ fields: [String] = [], body: String = "", length: Int? = nil
) -> String {
    ([line + " HTTP/1.1", "Host: here"] + fields + ["Content-Length: \(length ?? body.utf8.count)"])
        .joined(separator: "\r\n") + "\r\n\r\n" + body
}
