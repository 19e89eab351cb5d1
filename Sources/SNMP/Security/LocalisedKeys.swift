import Cryptography
import Metro

/// A user's keys for one engine (RFC 3414 §2.6): what messages to and from that engine are signed and encrypted with.
struct LocalisedKeys: Sendable, CustomStringConvertible, CustomReflectable {
    struct Authentication: Sendable {
        let algorithm: USMAuthenticationAlgorithm
        let key: HMACKey
    }
    struct Privacy: Sendable, CustomStringConvertible, CustomReflectable {
        let algorithm: USMPrivacyAlgorithm
        let octets: [UInt8]
        var description: String { algorithm.rawValue }
        var customMirror: Mirror { Mirror(self, children: []) }
    }
    let authentication: Authentication?
    let privacy: Privacy?

    init(_ user: USMUser, engineID: [UInt8]) throws(USMRefusal) {
        if let refusal = user.refusal { throw refusal }
        guard let secret = user.authentication else {
            authentication = nil
            privacy = nil
            return
        }
        guard let octets = Self.authenticationKey(secret.algorithm, secret.password, engineID: engineID),
            let key = HMACKey(secret.algorithm.digest, octets)
        else { throw .unsupportedAlgorithm(secret.algorithm.rawValue) }
        authentication = Authentication(algorithm: secret.algorithm, key: key)
        privacy = try user.privacy.map { (privacy) throws(USMRefusal) in
            guard let octets = Self.privacyKey(privacy, secret.algorithm, engineID: engineID) else {
                throw .unsupportedAlgorithm(privacy.algorithm.rawValue)
            }
            return Privacy(algorithm: privacy.algorithm, octets: octets)
        }
    }

    var description: String { "keys (\(authentication == nil ? "none" : privacy == nil ? "one" : "two"))" }
    var customMirror: Mirror { Mirror(self, children: []) }

    /// Kul, as long as the digest.
    static func authenticationKey(
        _ algorithm: USMAuthenticationAlgorithm, _ password: [UInt8], engineID: [UInt8]
    ) -> [UInt8]? {
        guard let key = PasswordKeys.key(algorithm, password) else { return nil }
        return localised(key, algorithm, engineID)
    }

    /// As long as the privacy algorithm needs: cut (RFC 3826 §1.2), or extended where the digest is shorter.
    static func privacyKey(
        _ privacy: USMUser.Privacy, _ algorithm: USMAuthenticationAlgorithm, engineID: [UInt8]
    ) -> [UInt8]? {
        guard var octets = authenticationKey(algorithm, privacy.password, engineID: engineID) else { return nil }
        var latest = octets
        while octets.count < privacy.algorithm.localisedOctets {
            let extended =
                switch privacy.keyExtension {
                // draft-blumenthal-aes-usm-04 §3.1.2.1: the digest of what there is.
                case .blumenthal: OpenSSL.digest(algorithm.digest, octets)
                // draft-reeder-snmpv3-usm-3desede-00 §2.1: the latest part as a password. Not kept: it is of one engine.
                case .reeder:
                    OpenSSL.digest(algorithm.digest, repeating: latest, total: PasswordKeys.expandedOctets)
                        .flatMap { localised($0, algorithm, engineID) }
                }
            guard let extended else { return nil }
            latest = extended
            octets += extended
        }
        return Array(octets[..<privacy.algorithm.localisedOctets])
    }

    /// RFC 3414 §2.6: the digest of Ku ‖ engine ID ‖ Ku.
    private static func localised(
        _ key: [UInt8], _ algorithm: USMAuthenticationAlgorithm, _ engineID: [UInt8]
    ) -> [UInt8]? {
        OpenSSL.digest(algorithm.digest, key + engineID + key)
    }
}

extension USMUser {
    /// RFC 3414 §11.2.
    static let leastPasswordOctets = 8

    /// What speaks against this user before anything is sent.
    public var refusal: USMRefusal? {
        guard let authentication else { return nil }
        let passwords = [authentication.password] + (privacy.map { [$0.password] } ?? [])
        if passwords.contains(where: { $0.count < Self.leastPasswordOctets }) { return .passwordTooShort }
        if let algorithm = privacy?.algorithm, !OpenSSL.isAvailable(algorithm.cipher) {
            return .unsupportedAlgorithm(algorithm.rawValue)
        }
        return nil
    }
}
