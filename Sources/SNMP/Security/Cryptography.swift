import CCryptography
import Metro

/// The door to OpenSSL: digests, ciphers, random octets. A result of `nil` means that OpenSSL cannot do it here.
enum Cryptography {
    static func digest(_ algorithm: USMAuthenticationAlgorithm, _ octets: [UInt8]) -> [UInt8]? {
        var digest = emptyDigest
        guard ccryptography_digest(algorithm.kind, octets, octets.count, &digest) == 0 else { return nil }
        return Array(digest[..<algorithm.digestOctets])
    }

    /// The digest of `total` octets: `octets` over and over.
    static func digest(
        _ algorithm: USMAuthenticationAlgorithm, repeating octets: [UInt8], total: Int
    ) -> [UInt8]? {
        guard !octets.isEmpty else { return nil }
        var digest = emptyDigest
        let result = ccryptography_repeated_digest(algorithm.kind, octets, octets.count, total, &digest)
        return result == 0 ? Array(digest[..<algorithm.digestOctets]) : nil
    }

    /// As many octets out as in; DES takes multiples of eight only.
    static func encrypt(
        _ algorithm: USMPrivacyAlgorithm, key: [UInt8], vector: [UInt8], _ octets: ArraySlice<UInt8>
    ) -> [UInt8]? {
        crypt(algorithm, isEncrypting: true, key, vector, octets)
    }

    static func decrypt(
        _ algorithm: USMPrivacyAlgorithm, key: [UInt8], vector: [UInt8], _ octets: ArraySlice<UInt8>
    ) -> [UInt8]? {
        crypt(algorithm, isEncrypting: false, key, vector, octets)
    }

    /// DES stands in OpenSSL's legacy provider, which need not be installed.
    static func isAvailable(_ algorithm: USMPrivacyAlgorithm) -> Bool {
        ccryptography_has_cipher(algorithm.kind) != 0
    }

    /// Unpredictable octets.
    static func random(count: Int) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        if ccryptography_random(&octets, count) == 0 { return octets }
        // OpenSSL has no seed: the system's generator, which always has one.
        return (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }

    private static func crypt(
        _ algorithm: USMPrivacyAlgorithm, isEncrypting: Bool, _ key: [UInt8], _ vector: [UInt8],
        _ octets: ArraySlice<UInt8>
    ) -> [UInt8]? {
        // OpenSSL reads as many octets of key and vector as the cipher has, and takes whole blocks only.
        guard key.count == algorithm.keyOctets, vector.count == algorithm.vectorOctets,
            octets.count.isMultiple(of: algorithm.blockOctets)
        else { return nil }
        var output = [UInt8](repeating: 0, count: octets.count)
        let result = octets.withUnsafeBufferPointer { input in
            ccryptography_crypt(
                algorithm.kind, isEncrypting ? 1 : 0, key, vector, input.baseAddress, input.count, &output)
        }
        return result == 0 ? output : nil
    }

    private static var emptyDigest: [UInt8] {
        [UInt8](repeating: 0, count: Int(CCRYPTOGRAPHY_DIGEST_OCTETS))
    }
}

/// A key ready for HMAC.
///
/// `@unchecked` is sound: the pointer is the only owner of what OpenSSL made, and nothing changes that before `deinit`;
/// each HMAC is computed in a copy.
final class HMACKey: @unchecked Sendable {
    private let key: OpaquePointer

    init?(_ algorithm: USMAuthenticationAlgorithm, _ octets: [UInt8]) {
        guard let key = ccryptography_hmac_key_make(algorithm.kind, octets, octets.count) else { return nil }
        self.key = key
    }

    deinit { ccryptography_hmac_key_free(key) }

    /// The HMAC of `octets` as if those in `hole` were 0, cut to the length of `hole`; `nil` where that is impossible.
    func code(of octets: [UInt8], hole: Range<Int>) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(CCRYPTOGRAPHY_DIGEST_OCTETS))
        let result = ccryptography_hmac(key, octets, octets.count, hole.lowerBound, hole.count, &digest)
        return result == 0 ? Array(digest[..<hole.count]) : nil
    }

    /// Whether `hole` holds the HMAC of the rest; found out in a time that does not tell where it differs.
    func verifies(_ octets: [UInt8], hole: Range<Int>) -> Bool {
        guard let code = code(of: octets, hole: hole), !hole.isEmpty else { return false }
        return octets[hole].withUnsafeBufferPointer { found in
            guard let start = found.baseAddress else { return false }
            return ccryptography_is_equal(code, start, code.count) != 0
        }
    }
}

extension USMAuthenticationAlgorithm {
    fileprivate var kind: ccryptography_digest_kind {
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

extension USMPrivacyAlgorithm {
    fileprivate var kind: ccryptography_cipher_kind {
        switch self {
        case .des: CCRYPTOGRAPHY_DES
        case .aes128: CCRYPTOGRAPHY_AES128
        case .aes192: CCRYPTOGRAPHY_AES192
        case .aes256: CCRYPTOGRAPHY_AES256
        }
    }
}
