import Collecting
import Exports
import Metro
import NIOCore
import NIOHTTP1

/// One connection's requests, one after another, away from the event loop: what waits here is not read there.
struct Conversation: Sendable {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    let door: any ExportDoor
    let format: ExportSource.Format
    let limits: HTTPLimits
    let token: TokenCheck
    let budget: ByteBudget
    let strangers: Strangers
    /// The peer's address without its port.
    let peer: String

    func run(_ channel: Channel) async {
        do {
            try await channel.executeThenClose { inbound, outbound in
                var parts = inbound.makeAsyncIterator()
                while case .head(let head)? = try await parts.next() {
                    guard try await converse(head, &parts, outbound) else { return }
                }
            }
        } catch is CancellationError {
        } catch HTTPParserError.invalidEOFState {
            // It ended within a request: by its client, or by `ClientWatch`, which said why.
        } catch is HTTPParserError {
            strangers.note(.noHTTP, "refused a request from \(peer): it is no HTTP/1.1", at: door)
        } catch {
            // The connection ended, in whatever way; what was lost by that is counted where it was.
        }
    }

    /// Reads and answers one request; false when the connection has to end.
    private func converse(
        _ head: HTTPRequestHead, _ parts: inout RequestParts, _ outbound: Writer
    ) async throws -> Bool {
        var body = BodyReader(.identity, limits, budget.hold())
        let style = RequestTarget(head.uri).style
        do {
            let isKnown = token.accepts(head.headers.first(name: "Authorization"))
            let route = try Route(head, format: format, limits: limits, isKnown: isKnown)
            if case .body(let found) = route {
                body = BodyReader(found.coding, limits, budget.hold())
                if head.headers.first(name: "Expect")?.lowercased() == "100-continue" {
                    try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
                }
                try await take(&body, found, &parts)
            } else {
                while let piece = try await body.next(&parts), piece.isEmpty {}
            }
            let staysOpen = head.isKeepAlive && body.isEnded
            try await answer(.noContent, [:], "", to: head, staysOpen: staysOpen, outbound)
            return staysOpen
        } catch let refusal as HTTPRefusal {
            count(refusal)
            if !body.isEnded, !head.hasBody { try await body.linger(&parts) }
            let staysOpen = head.isKeepAlive && body.isEnded
            try await answer(refusal, style, to: head, staysOpen: staysOpen, outbound)
            if !staysOpen { try await body.linger(&parts) }
            return staysOpen
        } catch {
            if head.hasBody, !body.isEnded { door.lose() }
            throw error
        }
    }

    /// Hands a body on; returns when its samples are in.
    private func take(_ body: inout BodyReader, _ found: Route.Body, _ parts: inout RequestParts) async throws {
        let stream = door.stream(found.dialect)
        do {
            let patience = limits.patienceNanoseconds
            if format.isBinary {
                try await stream.take(
                    try await body.whole(&parts), isEnd: true, patienceNanoseconds: patience)
            } else {
                while let piece = try await body.next(&parts) {
                    try await stream.take(piece, isEnd: false, patienceNanoseconds: patience)
                }
                try await stream.take([], isEnd: true, patienceNanoseconds: patience)
            }
        } catch is SourceTooFast {
            throw HTTPRefusal.tooFast
        } catch let error as CollectorError {
            throw HTTPRefusal(.internalServerError, error.description)
        }
        let problems = stream.problems
        guard problems.isEmpty else {
            let words = (format.isBinary ? "" : "partial write: ") + problems.joined(separator: "; ")
            throw HTTPRefusal(.badRequest, words)
        }
    }

    private func count(_ refusal: HTTPRefusal) {
        let words = "refused a request from \(peer): \(refusal.words)"
        if let kind = refusal.stranger { return strangers.note(kind, words, at: door) }
        switch refusal.status {
        // Told by the stream itself, line by line; the sender comes again.
        case .badRequest where refusal.words.hasPrefix("partial write: "), .tooManyRequests: return
        default: door.lose()
        }
        door.note(words)
    }

    private func answer(
        _ refusal: HTTPRefusal, _ style: ErrorStyle, to head: HTTPRequestHead, staysOpen: Bool, _ outbound: Writer
    ) async throws {
        var fields: HTTPHeaders = ["Content-Type": style.contentType]
        switch refusal.status {
        case .unauthorized: fields.add(name: "WWW-Authenticate", value: "Bearer")
        case .tooManyRequests: fields.add(name: "Retry-After", value: "1")
        case .unsupportedMediaType: fields.add(name: "Accept-Encoding", value: "gzip, deflate, snappy, identity")
        default: break
        }
        if let allow = refusal.allow { fields.add(name: "Allow", value: allow) }
        try await answer(refusal.status, fields, style.body(refusal), to: head, staysOpen: staysOpen, outbound)
    }

    private func answer(
        _ status: HTTPResponseStatus, _ fields: HTTPHeaders, _ body: String, to head: HTTPRequestHead, staysOpen: Bool,
        _ outbound: Writer
    ) async throws {
        var fields = fields
        // RFC 9110 §8.6: 204 has no length.
        if status != .noContent { fields.add(name: "Content-Length", value: "\(body.utf8.count)") }
        if !staysOpen {
            fields.add(name: "Connection", value: "close")
        } else if head.version == .http1_0 {
            fields.add(name: "Connection", value: "keep-alive")
        }
        var parts: [HTTPServerResponsePart] = [
            .head(HTTPResponseHead(version: .http1_1, status: status, headers: fields))
        ]
        if !body.isEmpty, head.method != .HEAD { parts.append(.body(.byteBuffer(ByteBuffer(string: body)))) }
        try await outbound.write(contentsOf: parts + [.end(nil)])
    }
}

extension HTTPRequestHead {
    /// RFC 9112 §6.3.
    var hasBody: Bool {
        headers.contains(name: "Transfer-Encoding")
            || (headers.first(name: "Content-Length").map { $0 != "0" } ?? false)
    }
}
