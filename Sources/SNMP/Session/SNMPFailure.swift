import Collecting
import Sockets

/// Why a request got no answer.
public enum SNMPFailure: Error, Hashable, Sendable {
    /// What silence may mean by how was asked.
    public enum Asking: Hashable, Sendable {
        case asCommunity
        /// SNMPv3, and no engine has answered.
        case asUser
        /// SNMPv3, encrypted: the engine told its ID and has answered nothing since. net-snmp, for one, is silent when
        /// what it decrypts makes no sense.
        case encryptedToKnownEngine

        fileprivate var advice: String {
            switch self {
            case .asCommunity:
                "check the address, the firewall and the community (agents meet a wrong one with silence)"
            case .asUser: "check the address, the firewall and that the agent speaks SNMPv3"
            case .encryptedToKnownEngine:
                "the agent tells its engine ID but answers nothing encrypted: check the privacy password, algorithm and "
                    + "key extension, and the context where there is one"
            }
        }
    }
    /// What else was seen while nobody answered.
    public struct Evidence: Hashable, Sendable {
        /// The last datagram from the agent that could not be read.
        public var malformed: BERError?
        /// Where an answer came from that was not the agent's address.
        public var foreignSource: SocketAddress?
        /// What the network said of the way there, for example "No route to host".
        public var unreachable: String?
        public var asking: Asking

        public init(
            malformed: BERError? = nil, foreignSource: SocketAddress? = nil, unreachable: String? = nil,
            asking: Asking = .asCommunity
        ) {
            self.asking = asking
            self.malformed = malformed
            self.foreignSource = foreignSource
            self.unreachable = unreachable
        }
    }
    case timeout(tries: Int, waitedNanoseconds: Int64, Evidence)
    /// ICMP: nothing listens on the port.
    case refused
    /// The system does not send; its reason.
    case notSent(String)
    /// More requests at once than a session allows.
    case tooManyRequests
    /// SNMPv3: the agent refuses, or its answer cannot be trusted.
    case security(USMRefusal, user: USMUser)
    /// The dialogue waits for an answer to nothing: a defect of this program.
    case stalled
    /// The dialogue took longer than it may; how many requests were answered.
    case tooLong(limitNanoseconds: Int64, requests: Int)

    /// Requests sent in vain.
    public var tries: Int {
        if case .timeout(let tries, _, _) = self { tries } else { 0 }
    }

    /// The failure in an operator's words; `address` is host and port as configured.
    public func error(at address: String) -> CollectorError {
        switch self {
        case .timeout(let tries, let waited, let evidence):
            Self.timeout(address, tries: tries, waitedNanoseconds: waited, evidence)
        case .refused:
            CollectorError(
                .refused, "nothing listens on \(address) (ICMP port unreachable)",
                advice: "check the port and that the SNMP agent runs")
        case .notSent(let reason):
            CollectorError(
                .system, "cannot send to \(address): \(reason)", advice: "check this host's routes and firewall")
        case .tooManyRequests:
            CollectorError(.system, "more than \(SNMPSession.maximumOutstanding) requests at once to \(address)")
        case .security(let refusal, let user): refusal.error(at: address, user: user)
        case .stalled: CollectorError(.system, "the dialogue with \(address) stopped: a defect of this program")
        case .tooLong(let limit, let requests):
            CollectorError(
                .timeout, "poll of \(address) not finished after \(Self.duration(limit)), \(requests) answers",
                advice: "raise the period or max_repetitions")
        }
    }

    private static func timeout(
        _ address: String, tries: Int, waitedNanoseconds: Int64, _ evidence: Evidence
    ) -> CollectorError {
        let effort =
            switch tries {
            case 1: "1 try of \(duration(waitedNanoseconds))"
            case 2: "2 tries of \(duration(waitedNanoseconds / 2))"
            default: "\(tries) tries over \(duration(waitedNanoseconds))"
            }
        if let malformed = evidence.malformed {
            return CollectorError(
                .malformed, "answers of \(address) cannot be read: \(malformed)",
                advice: "check that the port is that of an SNMP agent of this version")
        }
        if let source = evidence.foreignSource {
            return CollectorError(
                .timeout, "no answer from \(address) in \(effort), but one from \(source)",
                advice: "the agent answers from another address: configure that one")
        }
        let message = "no answer from \(address) in \(effort)"
        if let reason = evidence.unreachable {
            return CollectorError(
                .timeout, "\(message): \(reason)", advice: "check the address, the route and the firewall")
        }
        return CollectorError(
            .timeout, message,
            advice: evidence.asking.advice)
    }

    /// `2 s`, `1.5 s`, `250 ms`.
    static func duration(_ nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        guard milliseconds >= 1_000 else { return "\(milliseconds) ms" }
        let tenths = milliseconds / 100
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
