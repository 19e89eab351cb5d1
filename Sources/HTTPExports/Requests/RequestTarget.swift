/// Path and query of a request.
struct RequestTarget: Hashable {
    var path: String
    var query: [String: String] = [:]

    init(_ uri: String) {
        let halves = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = halves.first.map { String($0) } ?? ""
        guard halves.count == 2 else { return }
        for pair in halves[1].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
    }

    var style: ErrorStyle {
        switch path {
        case "/write": .influx1
        case "/api/v2/write": .influx2
        default: .text
        }
    }

    /// The unit of Influx stamps, nanoseconds: `n`, `u`, `ms`, `s`, `m`, `h` of version 1, `ns`, `us`, `ms`, `s` of 2.
    func stampUnit() throws(HTTPRefusal) -> Int64 {
        switch query["precision"] {
        case nil, "", "n", "ns": return 1
        case "u", "us": return 1_000
        case "ms": return 1_000_000
        case "s": return 1_000_000_000
        case "m": return 60_000_000_000
        case "h": return 3_600_000_000_000
        case let other?: throw HTTPRefusal(.badRequest, "found precision \(other), expected ns, us, ms, s, m or h")
        }
    }
}
