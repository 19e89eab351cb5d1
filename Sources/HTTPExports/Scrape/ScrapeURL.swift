import Collecting
import Foundation

/// Where a scrape asks.
struct ScrapeURL: Hashable {
    var isSecure: Bool
    var host: String
    var port: Int
    /// Path and query, as they are sent.
    var target: String

    init(_ text: String) throws(CollectorError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", var host = parts.host, !host.isEmpty
        else {
            throw CollectorError(
                .system, "found a URL that is none of http or https", advice: "write it as http://host:port/metrics")
        }
        guard parts.user == nil, parts.password == nil else {
            throw CollectorError(
                .system, "the URL bears a user or a password", advice: "give them as username and password")
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        isSecure = scheme == "https"
        self.host = host
        port = parts.port ?? (isSecure ? 443 : 80)
        let path = parts.percentEncodedPath
        target = (path.isEmpty ? "/" : path) + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
    }

    var authority: HostAndPort { HostAndPort(host, port) }

    /// For people: a query may hold a secret.
    var words: String { "\(isSecure ? "https" : "http")://\(authority)\(target.prefix { $0 != "?" })" }
}
