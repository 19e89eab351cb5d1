import Collecting
import Exports
import Foundation
import Metro
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks for an exposition over and over: one GET a period.
public struct HTTPScrape: ExportTransport {
    private let scrape: ExportSource.Scrape
    private let format: ExportSource.Format
    private let limits: HTTPLimits
    private let token: @Sendable () throws(CollectorError) -> Secret?
    private let password: @Sendable () throws(CollectorError) -> Secret?

    /// The secrets are read before each request.
    public init(
        _ scrape: ExportSource.Scrape, format: ExportSource.Format, limits: HTTPLimits = HTTPLimits(),
        token: @escaping @Sendable () throws(CollectorError) -> Secret?,
        password: @escaping @Sendable () throws(CollectorError) -> Secret?
    ) {
        self.scrape = scrape
        self.format = format
        self.limits = limits
        self.token = token
        self.password = password
    }

    public var address: String { (try? ScrapeURL(scrape.url))?.words ?? "no URL" }
    public var cadence: Cadence { .every(milliseconds: scrape.periodMilliseconds) }

    public func run(into door: any ExportDoor) async throws {
        let url = try ScrapeURL(scrape.url)
        let failure = ScrapeFailure(url: url, scrape: scrape, limits: limits)
        let fields = try fields(url)
        let tls = url.isSecure ? try scrape.tls.clientContext() : nil
        let deadline = door.time.monotonicNanoseconds + Int64(scrape.timeoutMilliseconds) * 1_000_000
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ask(url, fields, tls, door) }
                group.addTask {
                    try await door.time.sleep(untilMonotonic: deadline)
                    throw ScrapeFailure.Late()
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw failure.words(error)
        }
    }

    private func fields(_ url: ScrapeURL) throws(CollectorError) -> HTTPHeaders {
        var fields: HTTPHeaders = [
            "Host": url.authority.description, "User-Agent": "haomiao", "Connection": "close",
            "Accept-Encoding": "gzip, identity", "Accept": accept,
            "X-Prometheus-Scrape-Timeout-Seconds": "\(Double(scrape.timeoutMilliseconds) / 1_000)",
        ]
        if let token = try token() {
            fields.add(name: "Authorization", value: "Bearer \(String(decoding: token.bytes, as: UTF8.self))")
        } else if let username = scrape.username {
            let pair = Array("\(username):".utf8) + (try password()?.bytes ?? [])
            fields.add(name: "Authorization", value: "Basic \(Data(pair).base64EncodedString())")
        }
        return fields
    }

    /// What the format of the source likes best first; the other exposition is read as well.
    private var accept: String {
        let text = "text/plain;version=0.0.4"
        let open = "application/openmetrics-text;version=1.0.0"
        return switch format {
        case .prometheus: "\(text),\(open);q=0.5,*/*;q=0.1"
        case .openMetrics: "\(open),\(text);q=0.5,*/*;q=0.1"
        default: format.mediaTypes.joined(separator: ",") + ",*/*;q=0.1"
        }
    }

    private func ask(
        _ url: ScrapeURL, _ fields: HTTPHeaders, _ tls: NIOSSLContext?, _ door: any ExportDoor
    ) async throws {
        let name = tls == nil ? nil : scrape.tls.serverName ?? url.host
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.milliseconds(Int64(scrape.timeoutMilliseconds)))
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 << 10))
            .connect(host: url.host, port: url.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        // An address cannot be a server name (RFC 6066 §3); it is held against the certificate as one.
                        let isAddress = (try? SocketAddress(ipAddress: name ?? "", port: 0)) != nil
                        try pipeline.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: isAddress ? nil : name))
                    }
                    try pipeline.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2)))
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: url.target, headers: fields)
            var parts = inbound.makeAsyncIterator()
            do {
                try await outbound.write(contentsOf: [.head(head), .end(nil)])
            } catch let error where !(error is CancellationError) {
                // The connection is closed; why, such as a certificate, is told to who reads.
            }
            guard case .head(let answer)? = try await parts.next() else { throw ScrapeFailure.CutShort() }
            var body = try ScrapeAnswer(answer, format, limits)
            let stream = door.stream(body.dialect)
            while let piece = try await body.next(&parts) {
                try await stream.take(piece, isEnd: false, patienceNanoseconds: nil)
            }
            try await stream.take([], isEnd: true, patienceNanoseconds: nil)
        }
    }
}
