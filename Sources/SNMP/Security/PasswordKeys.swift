import Cryptography
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
    /// Keys of so many passwords, some hundred octets each; beyond, one is forgotten for each new one.
    static let limit = 32_768

    private static let kept = Mutex(BoundedTable<Password, [UInt8]>(limit: limit))

    /// Ku; `nil` where OpenSSL cannot compute it.
    static func key(_ algorithm: USMAuthenticationAlgorithm, _ octets: [UInt8]) -> [UInt8]? {
        let password = Password(algorithm: algorithm, octets: octets)
        if let key = kept.withLock({ $0.values[password] }) { return key }
        // Outside the lock: two that come at once compute the same.
        guard let key = OpenSSL.digest(algorithm.digest, repeating: octets, total: expandedOctets) else { return nil }
        kept.withLock { $0.keep(key, for: password) }
        return key
    }
}

/// A table that forgets one entry, whichever, for each that it has no place for.
struct BoundedTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    let limit: Int
    private(set) var values: [Key: Value] = [:]

    init(limit: Int) { self.limit = limit }

    mutating func keep(_ value: Value, for key: Key) {
        if values[key] == nil, values.count >= limit, let some = values.keys.first { values[some] = nil }
        values[key] = value
    }
}
