/// The unit of time stamps in line protocol, which the writer says beside the lines (`?precision=ms`).
public enum InfluxPrecision: Sendable, CaseIterable {
    case nanoseconds, microseconds, milliseconds, seconds, minutes, hours

    /// As version 2 of the write API names it (`ns`, `us`, `ms`, `s`), and version 1 (`n`, `u`, `ms`, `s`, `m`, `h`).
    public init?(_ name: String) {
        switch name {
        case "ns", "n": self = .nanoseconds
        case "us", "u", "µ": self = .microseconds
        case "ms": self = .milliseconds
        case "s": self = .seconds
        case "m": self = .minutes
        case "h": self = .hours
        default: return nil
        }
    }

    var nanoseconds: Int64 {
        switch self {
        case .nanoseconds: 1
        case .microseconds: 1_000
        case .milliseconds: 1_000_000
        case .seconds: 1_000_000_000
        case .minutes: 60_000_000_000
        case .hours: 3_600_000_000_000
        }
    }
}
