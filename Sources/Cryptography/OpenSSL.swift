import CCryptography

/// The door to OpenSSL: digests, ciphers, random octets. A result of `nil` means that OpenSSL cannot do it here.
package enum OpenSSL {
    package static func digest(_ algorithm: DigestAlgorithm, _ octets: [UInt8]) -> [UInt8]? {
        var digest = emptyDigest
        guard ccryptography_digest(algorithm.kind, octets, octets.count, &digest) == 0 else { return nil }
        return Array(digest[..<algorithm.octets])
    }

    /// The digest of `total` octets: `octets` over and over.
    package static func digest(_ algorithm: DigestAlgorithm, repeating octets: [UInt8], total: Int) -> [UInt8]? {
        guard !octets.isEmpty else { return nil }
        var digest = emptyDigest
        let result = ccryptography_repeated_digest(algorithm.kind, octets, octets.count, total, &digest)
        return result == 0 ? Array(digest[..<algorithm.octets]) : nil
    }

    /// As many octets out as in; DES takes multiples of eight only.
    package static func encrypt(
        _ algorithm: CipherAlgorithm, key: [UInt8], vector: [UInt8], _ octets: ArraySlice<UInt8>
    ) -> [UInt8]? {
        crypt(algorithm, isEncrypting: true, key, vector, octets)
    }

    package static func decrypt(
        _ algorithm: CipherAlgorithm, key: [UInt8], vector: [UInt8], _ octets: ArraySlice<UInt8>
    ) -> [UInt8]? {
        crypt(algorithm, isEncrypting: false, key, vector, octets)
    }

    /// DES stands in OpenSSL's legacy provider, which need not be installed.
    package static func isAvailable(_ algorithm: CipherAlgorithm) -> Bool {
        ccryptography_has_cipher(algorithm.kind) != 0
    }

    /// Unpredictable octets.
    package static func random(count: Int) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        if ccryptography_random(&octets, count) == 0 { return octets }
        // OpenSSL has no seed: the system's generator, which always has one.
        return (0..<count).map { _ in UInt8.random(in: .min ... .max) }
    }

    private static func crypt(
        _ algorithm: CipherAlgorithm, isEncrypting: Bool, _ key: [UInt8], _ vector: [UInt8],
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
