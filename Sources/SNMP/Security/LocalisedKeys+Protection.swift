import Cryptography
import Metro
import Synchronization

extension LocalisedKeys {
    /// A whole message, encrypted and signed as the header's level says.
    func protect(_ header: USMHeader, _ scoped: [UInt8]) throws(USMRefusal) -> [UInt8] {
        var payload = scoped
        var salt: [UInt8] = []
        if header.level == .authPriv {
            guard let privacy else { throw .unsupportedLevel }
            salt = privacy.nextSalt(boots: header.boots)
            guard let encrypted = privacy.encrypt(scoped, header, salt: salt) else {
                throw .unsupportedAlgorithm(privacy.algorithm.rawValue)
            }
            var writer = BERWriter()
            writer.octetString(encrypted)
            payload = writer.bytes
        }
        guard header.level >= .authNoPriv else { return header.encoded(codeOctets: 0, salt: salt, payload).bytes }
        guard let authentication else { throw .unsupportedLevel }
        var (bytes, code) = header.encoded(codeOctets: authentication.algorithm.codeOctets, salt: salt, payload)
        guard let computed = authentication.key.code(of: bytes, hole: code) else {
            throw .unsupportedAlgorithm(authentication.algorithm.rawValue)
        }
        bytes.replaceSubrange(code, with: computed)
        return bytes
    }

    /// Whether the message bears the right code (RFC 3414 §6.3.2, RFC 7860 §4.2.2).
    func isAuthentic(_ message: USMMessage) -> Bool {
        guard let authentication, message.code.count == authentication.algorithm.codeOctets else { return false }
        return authentication.key.verifies(message.bytes, hole: message.code)
    }

    /// What the message carries, decrypted where it has to be; `nil` where it cannot be or makes no sense.
    func scopedPDU(of message: USMMessage) -> ScopedPDU? {
        guard message.header.level == .authPriv else { return try? ScopedPDU(message.bytes, message.payload) }
        guard let privacy, let plain = privacy.decrypt(message) else { return nil }
        return try? ScopedPDU(plain, plain.indices)
    }
}

extension LocalisedKeys.Privacy {
    /// One for the process, from a random start, so that no copy of anything ever uses a salt twice with a key.
    private static let salts = Atomic<UInt64>(
        OpenSSL.random(count: 8).reduce(0) { $0 << 8 | UInt64($1) })

    /// RFC 3826 §3.1.2.1: 64 bits that never repeat; RFC 3414 §8.1.1.1 for DES: boots and 32 bits.
    fileprivate func nextSalt(boots: Int32) -> [UInt8] {
        let number = Self.salts.wrappingAdd(1, ordering: .relaxed).newValue
        return algorithm == .des
            ? Self.octets(UInt32(bitPattern: boots)) + Self.octets(UInt32(truncatingIfNeeded: number))
            : Self.octets(number)
    }

    fileprivate func encrypt(_ scoped: [UInt8], _ header: USMHeader, salt: [UInt8]) -> [UInt8]? {
        // RFC 3414 §8.1.1.2: whatever octets fill the last block.
        let missing = scoped.count % algorithm.cipher.blockOctets
        let padding = [UInt8](repeating: 0, count: missing == 0 ? 0 : algorithm.cipher.blockOctets - missing)
        return OpenSSL.encrypt(
            algorithm.cipher, key: key, vector: vector(header, salt[...]), (scoped + padding)[...])
    }

    fileprivate func decrypt(_ message: USMMessage) -> [UInt8]? {
        guard message.salt.count == 8 else { return nil }
        return OpenSSL.decrypt(
            algorithm.cipher, key: key, vector: vector(message.header, message.bytes[message.salt]),
            message.bytes[message.payload])
    }

    private var key: [UInt8] { Array(octets[..<algorithm.cipher.keyOctets]) }

    private func vector(_ header: USMHeader, _ salt: ArraySlice<UInt8>) -> [UInt8] {
        switch algorithm {
        // RFC 3414 §8.1.1.1: the pre-vector, the last 8 octets of the key, XOR the salt.
        case .des: zip(octets[8...], salt).map { $0 ^ $1 }
        // RFC 3826 §3.1.2.1: boots, time, salt.
        case .aes128, .aes192, .aes256:
            Self.octets(UInt32(bitPattern: header.boots)) + Self.octets(UInt32(bitPattern: header.time)) + salt
        }
    }

    /// Most significant first.
    private static func octets(_ number: some FixedWidthInteger) -> [UInt8] {
        (1...number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (number.bitWidth - 8 * $0)) }
    }
}
