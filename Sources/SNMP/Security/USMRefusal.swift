import Collecting
import Metro

/// Why a user gets no answer from an agent, as far as it can be told apart.
public enum USMRefusal: Error, Hashable, Sendable {
    // What agents report.
    case unknownUser
    /// Wrong password or algorithm.
    case wrongDigest
    case unsupportedLevel
    /// Still so after the agent's clock was read.
    case notInTimeWindow
    /// The agent cannot decrypt what we send.
    case decryptionError
    /// The agent does not tell its engine ID, or does not own up to the one that it told.
    case unknownEngine
    /// Nobody at the agent answers for the contextEngineID.
    case unknownContextEngine
    case unknownContext
    case unavailableContext
    /// A report that is none of the above.
    case other(OID)
    /// error-status authorizationError: the user is authentic, but may not read at this level.
    case accessDenied

    // What this side finds.
    /// The agent's answer is authentic and makes no sense when it is decrypted.
    case cannotDecrypt
    /// The agent's boots counter is at its end (RFC 3414 §2.2.2).
    case bootsExhausted
    case passwordTooShort
    /// OpenSSL lacks it here.
    case unsupportedAlgorithm(String)
}

extension USMRefusal {
    /// The refusal in an operator's words; `address` is host and port as configured.
    public func error(at address: String, user: USMUser) -> CollectorError {
        CollectorError(code, message(address, user), advice: advice(user))
    }

    private var code: CollectorError.Code {
        switch self {
        case .passwordTooShort: .secret
        case .unsupportedAlgorithm: .system
        default: .protocolError
        }
    }

    private func message(_ address: String, _ user: USMUser) -> String {
        let name = "user '\(user.printableName)'"
        switch self {
        case .unknownUser: return "\(address) does not know the \(name)"
        case .wrongDigest:
            return "\(address) takes the \(name) for an impostor: wrong password or not \(user.authenticationName)"
        case .unsupportedLevel: return "\(address) does not offer \(user.level) to the \(name)"
        case .notInTimeWindow:
            return "\(address) holds the \(name) to be outside its time window, even by the clock that it told"
        case .decryptionError: return "\(address) cannot decrypt what the \(name) sends with \(user.privacyName)"
        case .unknownEngine: return "\(address) does not tell an engine ID that it answers to (\(name))"
        case .unknownContextEngine:
            return "\(address) does not answer for context engine \(hexadecimal(user.contextEngineID)) (\(name))"
        case .unknownContext: return "\(address) has no context '\(user.printableContext)' (\(name))"
        case .unavailableContext:
            return "the context '\(user.printableContext)' of \(address) is not there now (\(name))"
        case .other(let report): return "\(address) refuses the \(name) with report \(report)"
        case .accessDenied: return "\(address) lets the \(name) read nothing here at \(user.level)"
        case .cannotDecrypt: return "what \(address) answers the \(name) cannot be decrypted with \(user.privacyName)"
        case .bootsExhausted:
            return "the boots counter of \(address) is at its end: nothing it says is authentic (\(name))"
        case .passwordTooShort:
            return "a password of the \(name) for \(address) has fewer than \(USMUser.leastPasswordOctets) octets"
        case .unsupportedAlgorithm(let algorithm):
            return "OpenSSL on this host has no \(algorithm), which the \(name) of \(address) needs"
        }
    }

    private func advice(_ user: USMUser) -> String {
        switch self {
        case .unknownUser: "check the user's name (capitals count), or create the user on the device"
        case .wrongDigest: "check the authentication password and algorithm"
        case .unsupportedLevel: "check which of authentication and privacy the device has for the user"
        case .notInTimeWindow: "check that the device's clock runs and that no other device has the same engine ID"
        case .decryptionError, .cannotDecrypt:
            user.hasExtendedKey
                ? "check the privacy password, the algorithm and the key extension (blumenthal or reeder)"
                : "check the privacy password and algorithm"
        case .unknownEngine: "check that SNMPv3 is switched on and that one device answers at the address"
        case .unknownContextEngine: "check context_engine_id, or leave it out for the agent's own"
        case .unknownContext: "check the context's name; most devices want none"
        case .unavailableContext: "check on the device what became of it"
        case .other: "look the report's name up in the device's manual"
        case .accessDenied:
            user.level == .authPriv
                ? "check the view and the context that the device grants the user"
                : "give the user authentication and privacy here, or on the device the right to read without"
        case .bootsExhausted: "give the device a new engine ID"
        case .passwordTooShort: "RFC 3414 demands \(USMUser.leastPasswordOctets): set a longer one on both sides"
        case .unsupportedAlgorithm(USMPrivacyAlgorithm.des.rawValue):
            "install OpenSSL's legacy provider (legacy.so), or let the user have AES"
        case .unsupportedAlgorithm: "check the OpenSSL installation"
        }
    }

    private func hexadecimal(_ octets: [UInt8]?) -> String {
        (octets ?? []).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension USMUser {
    fileprivate var printableName: String { String(decoding: name, as: UTF8.self) }
    fileprivate var printableContext: String { String(decoding: contextName, as: UTF8.self) }
    fileprivate var authenticationName: String { authentication?.algorithm.rawValue ?? "without authentication" }
    fileprivate var privacyName: String {
        guard let privacy else { return "no privacy" }
        return privacy.algorithm.rawValue + (hasExtendedKey ? " (\(privacy.keyExtension.rawValue) keys)" : "")
    }
    /// Whether the digest is shorter than the privacy key, so that the kind of extension matters.
    fileprivate var hasExtendedKey: Bool {
        guard let authentication, let privacy else { return false }
        return authentication.algorithm.digest.octets < privacy.algorithm.localisedOctets
    }
}
