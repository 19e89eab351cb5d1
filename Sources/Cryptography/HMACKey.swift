import CCryptography

/// A key ready for HMAC (RFC 2104).
///
/// `@unchecked` is sound: the pointer is the only owner of what OpenSSL made, which is not freed before `deinit`; each
/// HMAC is computed in a copy, and copies change hands atomically.
package final class HMACKey: @unchecked Sendable {
    private let key: OpaquePointer

    package init?(_ algorithm: DigestAlgorithm, _ octets: [UInt8]) {
        guard let key = ccryptography_hmac_key_make(algorithm.kind, octets, octets.count) else { return nil }
        self.key = key
    }

    deinit { ccryptography_hmac_key_free(key) }

    /// The HMAC of `octets` as if those in `hole` were 0, cut to the length of `hole`; `nil` where that is impossible.
    package func code(of octets: [UInt8], hole: Range<Int>) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(CCRYPTOGRAPHY_DIGEST_OCTETS))
        let result = ccryptography_hmac(key, octets, octets.count, hole.lowerBound, hole.count, &digest)
        return result == 0 ? Array(digest[..<hole.count]) : nil
    }

    /// Whether `hole` holds the HMAC of the rest; found out in a time that does not tell where it differs.
    package func verifies(_ octets: [UInt8], hole: Range<Int>) -> Bool {
        guard let code = code(of: octets, hole: hole), !hole.isEmpty else { return false }
        return octets[hole].withUnsafeBufferPointer { found in
            guard let start = found.baseAddress else { return false }
            return ccryptography_is_equal(code, start, code.count) != 0
        }
    }

    /// Writes into `place` the HMAC of what stands in two parts of the same octets, one after the other, cut to the
    /// length of `place`. False where that is impossible: a part or the place lies outside, or the place is too long.
    package func sign(
        _ octets: inout [UInt8], _ first: Range<Int>, _ second: Range<Int> = 0..<0, at place: Range<Int>
    ) -> Bool {
        guard Self.fits(octets, first, second, place) else { return false }
        // The ranges were held against this very array; C reads its parts before it writes the place.
        return octets.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return ccryptography_hmac_sign(
                key, start + first.lowerBound, first.count, start + second.lowerBound, second.count,
                start + place.lowerBound, place.count) == 0
        }
    }

    /// Whether `place` holds what `sign` would write there; found out in a time that does not tell where it differs.
    package func verifies(
        _ octets: [UInt8], _ first: Range<Int>, _ second: Range<Int> = 0..<0, at place: Range<Int>
    ) -> Bool {
        guard Self.fits(octets, first, second, place) else { return false }
        return octets.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return false }
            return ccryptography_hmac_verify(
                key, start + first.lowerBound, first.count, start + second.lowerBound, second.count,
                start + place.lowerBound, place.count) == 0
        }
    }

    private static func fits(_ octets: [UInt8], _ parts: Range<Int>...) -> Bool {
        parts.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= octets.count } && parts.last?.isEmpty == false
    }
}
