import Metro
import Synchronization

/// Keys of passwords (RFC 3414 §2.6), which cost milliseconds each by design: kept for the whole process, so that
/// thousands of agents with one user pay once.
enum PasswordKeys {
    private struct Password: Hashable {
        let algorithm: USMAuthenticationAlgorithm
        let octets: [UInt8]
    }

    /// RFC 3414 §A.2: the hash of 1 048 576 octets of repeated password.
    static let expandedOctets = 1_048_576
    /// Where there are more (each device has its own), all are forgotten and made again as they are used.
    static let limit = 1_024

    private static let kept = Mutex<[Password: [UInt8]]>([:])

    static var count: Int { kept.withLock { $0.count } }

    /// Ku; `nil` where OpenSSL cannot compute it.
    static func key(_ algorithm: USMAuthenticationAlgorithm, _ octets: [UInt8]) -> [UInt8]? {
        let password = Password(algorithm: algorithm, octets: octets)
        if let key = kept.withLock({ $0[password] }) { return key }
        // Outside the lock: two that come at once compute the same.
        guard let key = Cryptography.digest(algorithm, repeating: octets, total: expandedOctets) else { return nil }
        kept.withLock {
            if $0.count >= limit { $0.removeAll(keepingCapacity: true) }
            $0[password] = key
        }
        return key
    }
}
