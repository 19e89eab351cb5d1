import Compression
import NIOCore
import NIOHTTP1

typealias RequestParts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

/// The bytes of one body, out of its content coding, in pieces that bound what is held. It has one owner.
struct BodyReader {
    /// Small chunks are gathered until there are so many.
    private static let gatheredBytes = 16 << 10

    private let limits: HTTPLimits
    private let coding: ContentCoding
    private let inflater: Inflater?
    private let hold: ByteBudget.Hold
    private var wireBytes = 0
    /// Whether the last byte of the body was read from the connection.
    private(set) var isEnded = false
    private var isOver = false

    init(_ coding: ContentCoding, _ limits: HTTPLimits, _ hold: ByteBudget.Hold) {
        self.limits = limits
        self.coding = coding
        self.hold = hold
        inflater = Inflater.Coding(rawValue: coding.rawValue).map { Inflater($0, limit: limits.inflatedBytes) }
    }

    /// The next piece; `nil` after the last.
    mutating func next(_ parts: inout RequestParts) async throws -> [UInt8]? {
        if coding == .snappy { return isOver ? nil : try await block(&parts) }
        while true {
            if let piece = try inflated() { return piece }
            guard let piece = try await wire(&parts) else {
                try ending { () throws(CompressionError) in try inflater?.end() }
                return nil
            }
            guard let inflater else { return piece }
            inflater.feed(piece)
        }
    }

    /// All of it, for what can only be read whole.
    mutating func whole(_ parts: inout RequestParts) async throws -> [UInt8] {
        var whole: [UInt8] = []
        while let piece = try await next(&parts) {
            if coding != .snappy { try keep(piece.count) }
            guard whole.count + piece.count <= limits.messageBytes else {
                throw HTTPRefusal.tooLarge("found a message", limits.messageBytes)
            }
            if whole.isEmpty { whole = piece } else { whole += piece }
        }
        return whole
    }

    private func inflated() throws -> [UInt8]? {
        var piece: [UInt8]?
        try ending { () throws(CompressionError) in piece = try inflater?.next() }
        return piece
    }

    /// A snappy block can be inflated only when it is whole.
    private mutating func block(_ parts: inout RequestParts) async throws -> [UInt8] {
        var block: [UInt8] = []
        while let piece = try await wire(&parts) {
            try keep(piece.count)
            block += piece
        }
        isOver = true
        var length = 0
        try ending { () throws(CompressionError) in length = try Snappy.length(of: block, limit: limits.messageBytes) }
        try keep(length)
        var bytes: [UInt8] = []
        try ending { () throws(CompressionError) in bytes = try Snappy.inflate(block, limit: length) }
        return bytes
    }

    private func keep(_ bytes: Int) throws(HTTPRefusal) {
        guard hold.grow(bytes) else {
            throw HTTPRefusal(.tooManyRequests, "too many large bodies at once; send this again later")
        }
    }

    private func ending(_ work: () throws(CompressionError) -> Void) throws(HTTPRefusal) {
        do throws(CompressionError) {
            try work()
        } catch {
            let status: HTTPResponseStatus =
                switch error {
                case .tooLarge, .suspicious: .payloadTooLarge
                case .damaged, .cutShort: .badRequest
                }
            throw HTTPRefusal(status, "the \(coding.rawValue) body \(error)")
        }
    }

    /// The body as it comes, in pieces that are worth a look; `nil` after the last.
    private mutating func wire(_ parts: inout RequestParts) async throws -> [UInt8]? {
        guard !isEnded else { return nil }
        var gathered: [UInt8] = []
        while gathered.count < Self.gatheredBytes {
            guard let part = try await parts.next() else { throw ConnectionLost() }
            switch part {
            case .head: throw ConnectionLost()
            case .body(let buffer):
                wireBytes += buffer.readableBytes
                guard wireBytes <= limits.bodyBytes else {
                    throw HTTPRefusal.tooLarge("found a body", limits.bodyBytes)
                }
                gathered += buffer.readableBytesView
            case .end:
                isEnded = true
                return gathered.isEmpty ? nil : gathered
            }
        }
        return gathered
    }

    /// What is left of it is read and thrown away, so that its sender comes to read our answer.
    mutating func linger(_ parts: inout RequestParts) async throws {
        var rest = limits.lingerBytes
        while !isEnded, rest > 0, let part = try await parts.next() {
            switch part {
            case .head: return
            case .body(let buffer): rest -= buffer.readableBytes
            case .end: isEnded = true
            }
        }
    }
}

/// The client went away within a request.
struct ConnectionLost: Error {}
