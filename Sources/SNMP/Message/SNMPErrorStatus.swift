/// error-status of a Response (RFC 3416 §3).
public struct SNMPErrorStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static let noError = SNMPErrorStatus(rawValue: 0)
    public static let tooBig = SNMPErrorStatus(rawValue: 1)
    /// What an SNMPv1 agent behind a proxy says at the end of its MIB.
    public static let noSuchName = SNMPErrorStatus(rawValue: 2)
    public static let genErr = SNMPErrorStatus(rawValue: 5)
    public static let authorizationError = SNMPErrorStatus(rawValue: 16)

    private static let names = [
        "noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength",
        "wrongEncoding", "wrongValue", "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed",
        "undoFailed", "authorizationError", "notWritable", "inconsistentName",
    ]
    public var description: String {
        Int(exactly: rawValue).flatMap { Self.names.indices.contains($0) ? Self.names[$0] : nil }
            ?? "error-status \(rawValue)"
    }
}
