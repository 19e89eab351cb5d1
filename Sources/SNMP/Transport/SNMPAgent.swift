import Collecting
import Metro
import Sockets

/// Where an agent is and how to talk to it.
public struct SNMPAgent: Hashable, Sendable {
    /// IPv4 or IPv6 address or a host name.
    public var host: String
    public var port: UInt16
    public var credentials: SNMPCredentials
    /// Wait for the first answer, milliseconds.
    public var timeoutMilliseconds: Int
    /// Tries after the first one.
    public var retries: Int
    public var maxRepetitions: Int
    /// Requests under way at once, 1 … 16.
    public var inFlight: Int

    public init(
        host: String, port: UInt16 = 161, credentials: SNMPCredentials = .community(.wellKnown),
        timeoutMilliseconds: Int = 2_000, retries: Int = 1, maxRepetitions: Int = 25, inFlight: Int = 2
    ) {
        self.host = host
        self.port = port
        self.credentials = credentials
        self.timeoutMilliseconds = timeoutMilliseconds
        self.retries = retries
        self.maxRepetitions = maxRepetitions
        self.inFlight = inFlight
    }

    public init(_ access: SNMPAccess, credentials: SNMPCredentials) {
        self.init(
            host: access.host, port: access.port, credentials: credentials,
            timeoutMilliseconds: access.timeoutMilliseconds, retries: access.retries,
            maxRepetitions: access.maxRepetitions, inFlight: access.inFlight)
    }

    /// `10.0.0.1:161`, `[2001:db8::1]:161`.
    public var address: String { SocketAddress.text(host: host, port: port) }

    var settings: SNMPSession.Settings {
        let (nanoseconds, overflows) = Int64(max(1, timeoutMilliseconds)).multipliedReportingOverflow(by: 1_000_000)
        return SNMPSession.Settings(
            credentials: credentials, timeoutNanoseconds: overflows ? Int64.max / 16 : nanoseconds,
            retries: retries, maxRepetitions: maxRepetitions, inFlight: inFlight,
            jitterSeed: JitterSequence.seed(of: address))
    }
}
