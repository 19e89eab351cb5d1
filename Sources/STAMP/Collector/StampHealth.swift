import Collecting
import Metro
import Sockets

/// What an operator is told about one path: a state machine from events to findings.
struct StampHealth: Sendable {
    private enum State: Hashable { case awaiting, well, silent, refused, socketFailed }

    private let subject: UInt32
    /// Host and port as configured.
    private let address: String
    private let port: UInt16
    /// Silence for so long is trouble: three intervals and a timeout; nanoseconds.
    private let patience: Int64
    private let timeout: Int64

    private var state = State.awaiting
    /// Start, last answer or last other sign, monotonic: silence counts from here.
    private var lastSign: Int64
    /// Since when nothing has been measured, monotonic; `nil` while well.
    private(set) var troubleSince: Int64?
    private var lastAnsweredReport = Int64.min
    private var accountAtLastAnswer = ProbeAccount()
    /// What the network last said (ICMP) since the last answer.
    private var networkError: SocketError?
    private var notes: [String] = []

    init(
        subject: UInt32, address: String, port: UInt16, intervalNanoseconds: Int64, timeoutNanoseconds: Int64,
        startMonotonicNanoseconds: Int64
    ) {
        self.subject = subject
        self.address = address
        self.port = port
        patience = 3 * intervalNanoseconds + timeoutNanoseconds
        timeout = timeoutNanoseconds
        lastSign = startMonotonicNanoseconds
    }

    var hasAnswered: Bool { lastAnsweredReport != .min }
    /// Refused since the last `restart`.
    private(set) var isRefused = false

    /// When silence becomes trouble, monotonic; `nil` where it already is.
    var deadlineMonotonicNanoseconds: Int64? { state == .silent ? nil : lastSign + patience }

    /// A new session begins, perhaps to another address: silence and trouble are counted from `now` on.
    mutating func restart(atMonotonic now: Int64, account: ProbeAccount = ProbeAccount()) {
        lastSign = now
        troubleSince = troubleSince == nil ? nil : now
        isRefused = false
        accountAtLastAnswer = account
    }

    mutating func answered(
        roundTripNanoseconds: Int64, account: ProbeAccount, atMonotonic now: Int64, notes: () -> [String] = { [] }
    ) -> [Finding] {
        var findings: [Finding] = []
        if state != .well {
            findings += [.trouble(nil), .pathMissing(subject: subject, reason: nil)]
        }
        state = .well
        isRefused = false
        lastSign = now
        troubleSince = nil
        networkError = nil
        accountAtLastAnswer = account
        if !hasAnswered || now - lastAnsweredReport >= 1_000_000_000 {
            lastAnsweredReport = now
            findings.append(.answered(durationNanoseconds: roundTripNanoseconds))
            let notes = notes()
            if notes != self.notes {
                self.notes = notes
                findings.append(.notes(notes))
            }
        }
        return findings
    }

    func lost(_ count: Int) -> [Finding] { Array(repeating: .timedOut, count: count) }

    mutating func unreachable(_ error: Unreachable, atMonotonic now: Int64) -> [Finding] {
        guard error.isRefused else {
            networkError = error.error
            return []
        }
        lastSign = now
        isRefused = true
        return enter(
            .refused,
            CollectorError(
                .refused, "\(address) refuses: no reflector listens there",
                advice: "start `haomiao reflect --listen :\(port)` there, or correct host and port of the reflector"),
            at: now)
    }

    /// The system did not send or receive; `nil`: the send buffer is full.
    mutating func socketFailed(_ error: SocketError?, atMonotonic now: Int64) -> [Finding] {
        lastSign = now
        return enter(
            .socketFailed,
            CollectorError(
                .system, "cannot probe \(address): \(error?.reason ?? "the send buffer is full")",
                advice: "check this host's routes and firewall"),
            at: now)
    }

    /// To be called when `deadlineMonotonicNanoseconds` has passed.
    mutating func check(account: ProbeAccount, atMonotonic now: Int64) -> [Finding] {
        guard state != .silent, now >= lastSign + patience else { return [] }
        return enter(.silent, silence(account, seconds: (now - lastSign) / 1_000_000_000), at: now)
    }

    private func silence(_ account: ProbeAccount, seconds: Int64) -> CollectorError {
        let before = accountAtLastAnswer
        if account.malformed > before.malformed {
            return CollectorError(
                .malformed, "\(address) answers what is no STAMP packet (\(account.malformed - before.malformed))",
                advice: "check that a STAMP or TWAMP-Light reflector listens on that port")
        }
        if account.unauthentic > before.unauthentic {
            return CollectorError(
                .malformed, "answers from \(address) have no HMAC, or that of another key",
                advice: "give both ends the same key, and the reflector authenticated mode (RFC 8762 §4.3.2)")
        }
        if account.mismatched > before.mismatched {
            return CollectorError(
                .malformed, "answers from \(address) do not repeat the time stamp of their question",
                advice: "this reflector cannot be used: RFC 8762 §4.3.1 wants octets 28 to 35 copied from the question")
        }
        if account.foreign > before.foreign {
            return CollectorError(
                .malformed,
                "no answer from \(address) itself in \(seconds) s, but \(account.foreign - before.foreign) from "
                    + "other addresses or to other questions",
                advice: "make the reflector answer from the address that is asked, or ask that address")
        }
        if account.late > before.late {
            return CollectorError(
                .timeout, "answers from \(address) come after more than the timeout of \(Self.text(seconds: timeout))",
                advice: "look for a queue or a detour on the path")
        }
        if account.spoiled > before.spoiled {
            return CollectorError(
                .protocolError, "every answer from \(address) has impossible time stamps",
                advice: "check that neither clock is set over and over, and that this host is not overloaded")
        }
        let network = networkError.map { " (the network says: \($0.reason))" } ?? ""
        return CollectorError(
            .timeout, "no answer from \(address) in \(seconds) s\(network)",
            advice: "check that the reflector runs, that firewalls let UDP port \(port) pass, and that its key and its "
                + "allow-list know this sender: reflectors meet others with silence")
    }

    private static func text(seconds nanoseconds: Int64) -> String {
        nanoseconds % 1_000_000_000 == 0 ? "\(nanoseconds / 1_000_000_000) s" : "\(nanoseconds / 1_000_000) ms"
    }

    private mutating func enter(_ new: State, _ error: CollectorError, at now: Int64) -> [Finding] {
        guard state != new else { return [] }
        state = new
        troubleSince = troubleSince ?? now
        return [.trouble(error), .pathMissing(subject: subject, reason: error.missingReason)]
    }
}
