import Collecting
import Compression
import Exports
import Glibc
import Metro
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why a scrape came to nothing, in words.
struct ScrapeFailure {
    struct Late: Error {}
    struct CutShort: Error {}
    struct TooLarge: Error {
        var limit: Int
    }
    struct Status: Error {
        var head: HTTPResponseHead
        init(_ head: HTTPResponseHead) { self.head = head }
    }

    let url: ScrapeURL
    let scrape: ExportSource.Scrape
    let limits: HTTPLimits

    func words(_ error: any Error) -> CollectorError {
        switch error {
        case let error as CollectorError: error
        case is Late:
            CollectorError(
                .timeout, "no whole answer from \(url.words) within \(scrape.timeoutMilliseconds) ms",
                advice: "check address and firewall, or give it more time")
        case ChannelError.connectTimeout:
            CollectorError(
                .timeout, "no connection to \(url.authority) within \(scrape.timeoutMilliseconds) ms",
                advice: "check address and firewall")
        case let error as NIOConnectionError: unconnected(error)
        case let error as Status: status(error.head)
        case let error as UnfitContent:
            CollectorError(.malformed, "\(url.words): \(error)", advice: "check the URL and the format")
        case let error as TooLarge:
            CollectorError(
                .malformed, "the answer of \(url.words) is longer than \(error.limit) bytes",
                advice: "ask for less of it")
        case let error as CompressionError:
            CollectorError(.malformed, "the gzip answer of \(url.words) \(error)")
        case is CutShort, HTTPParserError.invalidEOFState:
            CollectorError(.malformed, "the answer of \(url.words) was cut short")
        case is HTTPParserError: CollectorError(.malformed, "\(url.words) answers no HTTP/1.1")
        case is SourceTooFast:
            CollectorError(.system, "the aggregates are behind; the answer of \(url.words) is given up")
        default: secure(error)
        }
    }

    private func unconnected(_ error: NIOConnectionError) -> CollectorError {
        if error.dnsAError != nil || error.dnsAAAAError != nil, error.connectionErrors.isEmpty {
            return CollectorError(
                .system, "the name \(url.host) does not resolve", advice: "check the name and the resolver")
        }
        let causes = error.connectionErrors.map(\.error)
        if causes.contains(where: { ($0 as? IOError)?.errnoCode == ECONNREFUSED }) {
            return CollectorError(
                .refused, "\(url.authority) refuses connections", advice: "check that the exporter runs, and its port")
        }
        if causes.contains(where: { if case ChannelError.connectTimeout = $0 { true } else { false } }) {
            return words(ChannelError.connectTimeout(.zero))
        }
        let cause = causes.first.map { "\($0)" } ?? "\(error)"
        return CollectorError(.system, "no connection to \(url.authority): \(cause)", advice: "check address and route")
    }

    private func status(_ head: HTTPResponseHead) -> CollectorError {
        let code = head.status.code
        let (meaning, advice): (String, String?) =
            switch code {
            case 300..<400:
                (
                    "points to \(head.headers.first(name: "Location").map { "\($0.prefix(200))" } ?? "elsewhere"), "
                        + "and redirects are not followed", "write the URL that it points to"
                )
            case 401, 403: ("refuses us", "check token, user and password")
            case 404: ("knows no such path", "check the path of the URL")
            case 500...: ("is in trouble itself", "look at the exporter's log")
            default: ("expected 200", nil)
            }
        return CollectorError(.protocolError, "\(url.words) answers \(code): \(meaning)", advice: advice)
    }

    private func secure(_ error: any Error) -> CollectorError {
        let text = "\(error)"
        let trust = scrape.tls.authorities ?? "the system's authorities"
        let name = scrape.tls.serverName ?? url.host
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return CollectorError(
                .protocolError, "\(url.authority) shows a certificate that \(trust) does not vouch for",
                advice: "name the authority that signed it")
        }
        if text.contains("failedToValidateHostname") || text.contains("unableToValidateCertificate") {
            return CollectorError(
                .protocolError, "\(url.authority) shows a certificate for another name than \(name)",
                advice: "set `name` of tls to one that the certificate bears")
        }
        if text.contains("CERTIFICATE_REQUIRED") || text.contains("HANDSHAKE_FAILURE") {
            return CollectorError(
                .protocolError, "\(url.authority) asks for a certificate that it knows",
                advice: "name certificate and key")
        }
        if error is NIOSSLError || error is BoringSSLError || error is NIOSSLExtraError {
            return CollectorError(
                .protocolError, "TLS with \(url.authority) failed: \(text.prefix(200))",
                advice: "check that it speaks TLS at this port")
        }
        return CollectorError(.system, "the connection to \(url.authority) broke: \(text.prefix(200))")
    }
}
