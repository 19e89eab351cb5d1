import Cryptography
import Metro

extension USMAuthenticationAlgorithm {
    var digest: DigestAlgorithm {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        case .sha224: .sha224
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
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
    var cipher: CipherAlgorithm {
        switch self {
        case .des: .des
        case .aes128: .aes128
        case .aes192: .aes192
        case .aes256: .aes256
        }
    }

    /// Octets of the localised key: DES has its pre-vector behind the key (RFC 3414 §8.1.1.1).
    var localisedOctets: Int { self == .des ? 16 : cipher.keyOctets }
}
