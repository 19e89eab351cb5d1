import NIOHTTP1

/// Why a request is not taken: the status, and what was found and expected.
struct HTTPRefusal: Error, Hashable {
    var status: HTTPResponseStatus
    var words: String
    /// Methods that the path knows, of 405.
    var allow: String?
    /// What a stranger did, not a sender of telemetry.
    var stranger: Strangers.Kind? {
        switch status {
        case .unauthorized: .wrongToken
        case .notFound: .wrongPath
        case .methodNotAllowed: .wrongMethod
        default: nil
        }
    }

    init(_ status: HTTPResponseStatus, _ words: String, allow: String? = nil) {
        self.status = status
        self.words = words
        self.allow = allow
    }

    static let tooFast = HTTPRefusal(.tooManyRequests, "the aggregates are behind; send this again later")
    static let unauthorized = HTTPRefusal(
        .unauthorized, "wrong token, or none; expected `Authorization: Bearer …` or `Token …`")
    static func tooLarge(_ what: String, _ limit: Int) -> HTTPRefusal {
        HTTPRefusal(.payloadTooLarge, "\(what) of more than \(limit) bytes; send smaller batches")
    }
}

/// How a refusal is written, by what its sender can read.
enum ErrorStyle {
    case text
    /// InfluxDB 1: `{"error":…}`.
    case influx1
    /// InfluxDB 2: `{"code":…,"message":…}`.
    case influx2

    var contentType: String { self == .text ? "text/plain; charset=utf-8" : "application/json" }

    func body(_ refusal: HTTPRefusal) -> String {
        switch self {
        case .text: refusal.words + "\n"
        case .influx1: "{\"error\":\(Self.quoted(refusal.words))}\n"
        case .influx2: "{\"code\":\"\(Self.code(refusal.status))\",\"message\":\(Self.quoted(refusal.words))}\n"
        }
    }

    private static func code(_ status: HTTPResponseStatus) -> String {
        switch status {
        case .unauthorized: "unauthorized"
        case .notFound: "not found"
        case .methodNotAllowed: "method not allowed"
        case .payloadTooLarge: "request too large"
        case .tooManyRequests: "too many requests"
        case .serviceUnavailable: "unavailable"
        case .internalServerError: "internal error"
        default: "invalid"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
