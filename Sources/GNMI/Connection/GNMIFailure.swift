import Collecting
import GRPCCore
import Metro

/// Why a session could not begin, or ended: what gRPC and TLS say, in words of our own. Pure; the certificate is looked
/// at by the caller, where `wantsLook` says that it would help.
struct GNMIFailure {
    enum Phase: Hashable {
        case capabilities, subscription
    }

    let access: GNMIAccess
    let phase: Phase
    private let code: RPCError.Code
    private let message: String
    /// The message and all causes behind it, which is where the system and TLS say their names.
    private let everything: String

    init(_ error: any Error, access: GNMIAccess, phase: Phase) {
        self.access = access
        self.phase = phase
        if let error = error as? RPCError {
            code = error.code
            message = error.message
        } else {
            code = .unknown
            message = ""
        }
        everything = Self.text(of: error)
    }

    /// The certificate was not trusted, or bears another name.
    var wantsLook: Bool { isUntrusted || isMisnamed }

    /// `leaf`: what the target shows; `now`: seconds since 1970.
    func error(leaf: CertificateLook.Leaf? = nil, now: Int64 = 0) -> CollectorError {
        connectionError(leaf, now) ?? answerError
    }

    private static func text(of error: any Error) -> String {
        guard let error = error as? RPCError else {
            guard let error = error as? RuntimeError else { return "\(error)" }
            return error.message + (error.cause.map { " " + text(of: $0) } ?? "")
        }
        return error.message + (error.cause.map { " " + text(of: $0) } ?? "")
    }

    private func has(_ words: String...) -> Bool { words.contains { everything.contains($0) } }

    private var address: String { access.address }
    private var tls: (authorities: String?, name: String?, certificate: String?)? {
        guard case .tls(let authorities, let name, let certificate, _) = access.transport else { return nil }
        return (authorities, name, certificate)
    }

    private var isUntrusted: Bool { has("CERTIFICATE_VERIFY_FAILED", "unableToValidateCertificate") }
    private var isMisnamed: Bool { has("failedToValidateHostname") }

    // MARK: - Before any answer

    private func connectionError(_ leaf: CertificateLook.Leaf?, _ now: Int64) -> CollectorError? {
        if isMisnamed { return misnamed(leaf) }
        if isUntrusted { return untrusted(leaf, now) }
        if has("CERTIFICATE_REQUIRED") || (has("ALERT_HANDSHAKE_FAILURE") && tls?.certificate == nil) {
            return certificateWanted
        }
        if has("UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_EXPIRED", "CERTIFICATE_UNKNOWN", "CERTIFICATE_REVOKED") {
            return tls?.certificate == nil
                ? certificateWanted
                : CollectorError(
                    .protocolError, "\(address) does not accept our certificate",
                    advice: "check tls.certificate: who signed it, and until when it is good")
        }
        if has("WRONG_VERSION_NUMBER") {
            return CollectorError(
                .protocolError, "\(address) does not speak TLS there",
                advice: "check the port; plain_text: true only where the network is trusted")
        }
        if has("SSL context") {
            return CollectorError(
                .system, "the files of tls for \(address) cannot be used",
                advice: "ca, certificate and key must be PEM, and key that of the certificate")
        }
        if has("resolve address") {
            return CollectorError(
                .system, "the name \(access.host) does not resolve", advice: "check host, or name an address")
        }
        if has("Connection refused", "errno: 111") {
            return CollectorError(
                .refused, "\(address) refuses the connection", advice: "check the port, and that gNMI is enabled there")
        }
        if has("No route to host", "Network is unreachable") {
            return CollectorError(.timeout, "there is no route to \(address)", advice: "check address and network")
        }
        if has("Connection timed out", "connectTimeout", "keepalive") || code == .deadlineExceeded {
            return CollectorError(
                .timeout, "no answer from \(address) in \(GNMISession.seconds(timeout))",
                advice: "check address, port and firewall")
        }
        if has("HTTP/2 connection preface") {
            return CollectorError(
                .protocolError, "\(address) took the connection and closed it before it spoke gRPC",
                advice: tls == nil
                    ? "it may want TLS: leave plain_text out"
                    : "check the port, and whether it wants a certificate of ours")
        }
        return nil
    }

    private var timeout: Int64 { Int64(access.timeoutMilliseconds) * 1_000_000 }

    private var certificateWanted: CollectorError {
        CollectorError(
            .protocolError, "\(address) wants a certificate of ours, and there is none",
            advice: "set tls.certificate and tls.key")
    }

    private func misnamed(_ leaf: CertificateLook.Leaf?) -> CollectorError {
        let names = leaf.map { $0.names.prefix(4).joined(separator: ", ") } ?? ""
        return CollectorError(
            .protocolError,
            "the certificate of \(address) is not for \(tls?.name ?? access.host)"
                + (names.isEmpty ? "" : "; it is for \(names)"),
            advice: "if that is the device, set tls.name to a name that the certificate bears")
    }

    private func untrusted(_ leaf: CertificateLook.Leaf?, _ now: Int64) -> CollectorError {
        if let leaf, now > leaf.validUntil {
            return CollectorError(
                .protocolError, "the certificate of \(address) expired on \(Self.day(leaf.validUntil))",
                advice: "give the device a new one")
        }
        if let leaf, now < leaf.validFrom {
            return CollectorError(
                .protocolError, "the certificate of \(address) is not good before \(Self.day(leaf.validFrom))",
                advice: "check this host's clock, or the device's certificate")
        }
        let authorities = tls?.authorities.map { "an authority in \($0)" } ?? "an authority that this system trusts"
        return CollectorError(
            .protocolError, "the certificate of \(address) is not signed by \(authorities)",
            advice: "set tls.ca to the file of the authority that signed it; if that is it, somebody listens in")
    }

    /// `2026-11-21`, UTC.
    static func day(_ seconds: Int64) -> String {
        // Civil from days, in the proleptic Gregorian calendar with years that begin in March.
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        let day = dayOfYear - (153 * march + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    // MARK: - Answers of the target

    private var answerError: CollectorError {
        let said = message.isEmpty ? "" : ": \(PrintableText.peer(message))"
        let action = phase == .capabilities ? "Capabilities" : "the subscription"
        switch code {
        case .unauthenticated:
            return CollectorError(
                .protocolError,
                access.username.map { "\(address) does not accept user \($0) with that password\(said)" }
                    ?? "\(address) wants a user and a password\(said)",
                advice: access.username == nil ? "set username and password" : "check username and password")
        case .permissionDenied:
            let who = access.username.map { "user \($0)" } ?? "us"
            return CollectorError(
                .protocolError, "\(address) does not allow \(action) to \(who)\(said)",
                advice: "check password and rights on the device")
        case .unimplemented:
            return CollectorError(
                .protocolError, "\(address) does not know \(action)\(said)",
                advice: "check that the port is that of gNMI, and mode and encoding against what the device can do")
        case .invalidArgument, .notFound, .outOfRange, .failedPrecondition:
            return CollectorError(
                .protocolError, "\(address) refuses \(action)\(said)",
                advice: "check paths, origin, mode, interval and encoding against what the device can do")
        case .resourceExhausted:
            return CollectorError(
                .protocolError, "\(address) has no room for \(action)\(said)",
                advice: "it may have too many subscriptions; ask for less, or seldomer")
        case .unavailable:
            return CollectorError(
                .protocolError, "the connection to \(address) was lost\(said)",
                advice: "it restarts, or something between closed it; Haomiao connects again")
        default:
            return CollectorError(
                .protocolError, "\(address) ended \(action) with \(code)\(said)", advice: "see the log of the device")
        }
    }
}
