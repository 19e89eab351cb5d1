import Compression
import Exports
import Metro
import NIOCore
import NIOHTTP1

/// A scrape's answer: what it is, and its body out of its content coding.
struct ScrapeAnswer {
    typealias Parts = NIOAsyncChannelInboundStream<HTTPClientResponsePart>.AsyncIterator

    let dialect: StreamDialect
    private let limits: HTTPLimits
    private let inflater: Inflater?
    private var wireBytes = 0
    private var isEnded = false

    init(_ head: HTTPResponseHead, _ format: ExportSource.Format, _ limits: HTTPLimits) throws {
        guard head.status == .ok else { throw ScrapeFailure.Status(head) }
        let found = try format.reading(head.headers.first(name: "Content-Type"))
        dialect = StreamDialect(format: found == format ? nil : found)
        self.limits = limits
        let coding = head.headers.first(name: "Content-Encoding")?.lowercased() ?? "identity"
        guard coding == "identity" || coding == "gzip" else {
            throw UnfitContent(description: "found content coding \(coding), expected gzip or identity")
        }
        inflater = coding == "gzip" ? Inflater(.gzip, limit: limits.inflatedBytes) : nil
        if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limits.bodyBytes {
            throw ScrapeFailure.TooLarge(limit: limits.bodyBytes)
        }
    }

    /// The next piece; `nil` after the last.
    mutating func next(_ parts: inout Parts) async throws -> [UInt8]? {
        while true {
            if let piece = try inflater?.next() { return piece }
            guard let piece = try await wire(&parts) else {
                try inflater?.end()
                return nil
            }
            guard let inflater else { return piece }
            inflater.feed(piece)
        }
    }

    private mutating func wire(_ parts: inout Parts) async throws -> [UInt8]? {
        guard !isEnded else { return nil }
        switch try await parts.next() {
        case .body(let buffer)?:
            wireBytes += buffer.readableBytes
            guard wireBytes <= limits.bodyBytes else { throw ScrapeFailure.TooLarge(limit: limits.bodyBytes) }
            return Array(buffer.readableBytesView)
        case .end?:
            isEnded = true
            return nil
        case .head?, nil: throw ScrapeFailure.CutShort()
        }
    }
}
