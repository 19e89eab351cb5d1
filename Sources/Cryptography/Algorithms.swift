import CCryptography

package enum DigestAlgorithm: Hashable, Sendable {
    case md5, sha1, sha224, sha256, sha384, sha512

    /// Octets of the digest.
    package var octets: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    var kind: ccryptography_digest_kind {
        switch self {
        case .md5: CCRYPTOGRAPHY_MD5
        case .sha1: CCRYPTOGRAPHY_SHA1
        case .sha224: CCRYPTOGRAPHY_SHA224
        case .sha256: CCRYPTOGRAPHY_SHA256
        case .sha384: CCRYPTOGRAPHY_SHA384
        case .sha512: CCRYPTOGRAPHY_SHA512
        }
    }
}

/// DES in CBC mode without padding, AES in CFB mode with 128 bits of feedback.
package enum CipherAlgorithm: Hashable, Sendable {
    case des, aes128, aes192, aes256

    /// Octets that the cipher takes.
    package var keyOctets: Int {
        switch self {
        case .des: 8
        case .aes128: 16
        case .aes192: 24
        case .aes256: 32
        }
    }

    package var vectorOctets: Int { self == .des ? 8 : 16 }

    /// What the length of encrypted data is a multiple of.
    package var blockOctets: Int { self == .des ? 8 : 1 }

    var kind: ccryptography_cipher_kind {
        switch self {
        case .des: CCRYPTOGRAPHY_DES
        case .aes128: CCRYPTOGRAPHY_AES128
        case .aes192: CCRYPTOGRAPHY_AES192
        case .aes256: CCRYPTOGRAPHY_AES256
        }
    }
}
