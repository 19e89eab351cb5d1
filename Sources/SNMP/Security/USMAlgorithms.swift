import Metro

extension USMAuthenticationAlgorithm {
    /// Octets of the hash, which is the length of a localised key.
    var digestOctets: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// Octets of the truncated HMAC in a message (RFC 3414 §6.1, §7.1; RFC 7860 §4.1).
    var codeOctets: Int {
        switch self {
        case .md5, .sha1: 12
        case .sha224: 16
        case .sha256: 24
        case .sha384: 32
        case .sha512: 48
        }
    }
}

extension USMPrivacyAlgorithm {
    /// Octets that the cipher takes.
    var keyOctets: Int {
        switch self {
        case .des: 8
        case .aes128: 16
        case .aes192: 24
        case .aes256: 32
        }
    }

    /// Octets of the localised key: DES has its pre-vector behind the key (RFC 3414 §8.1.1.1).
    var localisedOctets: Int { self == .des ? 16 : keyOctets }

    var vectorOctets: Int { self == .des ? 8 : 16 }

    /// What the length of encrypted data is a multiple of.
    var blockOctets: Int { self == .des ? 8 : 1 }
}
