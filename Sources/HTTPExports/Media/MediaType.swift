import Metro

/// A Content-Type (RFC 9110 §8.3.1), in lower case.
struct MediaType: Hashable {
    var name: String
    var parameters: [String: String] = [:]

    init(_ text: String) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
        name = parts.first?.lowercased() ?? ""
        for part in parts.dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard halves.count == 2 else { continue }
            parameters[halves[0].lowercased()] = halves[1].trimmingQuotes
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}

extension String {
    fileprivate var trimmingQuotes: String {
        count >= 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
    }
}

/// What a body of another kind is answered.
struct UnfitContent: Error, Hashable, CustomStringConvertible {
    var description: String
}

extension ExportSource.Format {
    /// The format in which to read a body of that type; `nil` for the type: its sender does not say.
    func reading(_ contentType: String?) throws(UnfitContent) -> ExportSource.Format {
        guard let type = contentType.map({ MediaType($0) }), !Self.unspecific.contains(type.name) else { return self }
        if self == .remoteWrite, let message = type.parameters["proto"], message != "prometheus.WriteRequest" {
            throw UnfitContent(
                description: "found remote write as \(message), expected version 1.0 (prometheus.WriteRequest)")
        }
        // The two expositions are told apart by their types alone; both have a server that speaks the other.
        if self == .prometheus || self == .openMetrics {
            if type.name == "application/openmetrics-text" { return .openMetrics }
            if type.name == "text/plain" { return .prometheus }
        }
        guard mediaTypes.contains(type.name) else {
            throw UnfitContent(
                description: "found a body of \(type.name), expected \(mediaTypes.joined(separator: " or ")), "
                    + "for it is read as \(rawValue)")
        }
        return self
    }

    /// Says nothing: what curl and simple programs send.
    private static let unspecific: Set<String> = [
        "", "*/*", "application/octet-stream", "application/x-www-form-urlencoded",
    ]

    var mediaTypes: [String] {
        switch self {
        case .influx: ["text/plain"]
        case .prometheus, .openMetrics: ["text/plain", "application/openmetrics-text"]
        case .gnmicEvent, .gnmicJSON, .gnmicProtoJSON, .telegrafJSON:
            ["application/json", "application/x-ndjson", "text/plain"]
        case .delayCSV: ["text/csv", "text/plain"]
        case .gnmiProto, .remoteWrite: ["application/x-protobuf", "application/protobuf"]
        }
    }
}
