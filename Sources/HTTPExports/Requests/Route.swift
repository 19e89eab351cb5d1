import Exports
import Metro
import NIOHTTP1

/// What a request asks for.
enum Route: Hashable {
    /// Answered 204 without a token, so that a balancer can ask.
    case health
    case body(Body)

    struct Body: Hashable {
        var dialect: StreamDialect
        var coding: ContentCoding
    }

    /// `format`: of the source. `isKnown`: whether the request bears the right token.
    init(_ head: HTTPRequestHead, format: ExportSource.Format, limits: HTTPLimits, isKnown: Bool) throws(HTTPRefusal) {
        let target = RequestTarget(head.uri)
        if target.path == "/ping" {
            guard head.method == .GET || head.method == .HEAD else { throw Self.wrongMethod(head, "GET, HEAD") }
            self = .health
            return
        }
        guard isKnown else { throw .unauthorized }
        let needed: ExportSource.Format? =
            switch target.path {
            case "/write", "/api/v2/write": .influx
            case "/api/v1/write": .remoteWrite
            case "/", "/export": nil
            default: throw HTTPRefusal(.notFound, "found no such path; POST \(format.rawValue) to /export")
            }
        if let needed, needed != format {
            throw HTTPRefusal(
                .notFound, "\(target.path) is for \(needed.rawValue); this listener reads \(format.rawValue) at /export"
            )
        }
        guard head.method == .POST || head.method == .PUT else { throw Self.wrongMethod(head, "POST") }
        let dialect: ExportSource.Format
        do throws(UnfitContent) {
            dialect = try format.reading(head.headers.first(name: "Content-Type"))
        } catch {
            throw HTTPRefusal(.unsupportedMediaType, error.description)
        }
        if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }), length > limits.bodyBytes {
            throw .tooLarge("found a body of \(length) bytes, which is one", limits.bodyBytes)
        }
        self = .body(
            Body(
                dialect: StreamDialect(
                    format: dialect == format ? nil : dialect, stampUnitNanoseconds: try target.stampUnit()),
                coding: try ContentCoding(head.headers[canonicalForm: "Content-Encoding"].map { String($0) })))
    }

    private static func wrongMethod(_ head: HTTPRequestHead, _ allow: String) -> HTTPRefusal {
        HTTPRefusal(.methodNotAllowed, "found \(head.method.rawValue), expected \(allow)", allow: allow)
    }
}

enum ContentCoding: String, Hashable {
    case identity, gzip, deflate, snappy

    init(_ names: [String]) throws(HTTPRefusal) {
        let named = names.map { $0.lowercased() }.filter { $0 != "identity" }
        guard let name = named.first else {
            self = .identity
            return
        }
        guard named.count == 1, let coding = ContentCoding(rawValue: name == "x-gzip" ? "gzip" : name) else {
            throw HTTPRefusal(
                .unsupportedMediaType,
                "found content coding \(named.joined(separator: ", ")), expected gzip, deflate, snappy or identity")
        }
        self = coding
    }
}

/// Who may write: nobody is asked for more than the listener's token.
struct TokenCheck: Sendable {
    private let token: [UInt8]?

    init(_ token: [UInt8]?) { self.token = token }

    /// The time that it takes tells nothing of where a wrong one differs.
    func accepts(_ authorization: String?) -> Bool {
        guard let token else { return true }
        let parts = (authorization ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, ["bearer", "token"].contains(parts[0].lowercased()) else { return false }
        let found = Array(parts[1].utf8)
        var difference = UInt8(found.count == token.count ? 0 : 1)
        for index in token.indices { difference |= token[index] ^ (index < found.count ? found[index] : 0) }
        return difference == 0
    }
}
