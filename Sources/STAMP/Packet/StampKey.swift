import Cryptography

/// The shared secret of authenticated mode, ready for HMAC-SHA-256 cut to 128 bits (RFC 8762 §4.4).
public struct StampKey: Sendable, CustomStringConvertible, CustomReflectable {
    let hmac: HMACKey

    /// Octets of the code in packets and in the HMAC TLV.
    static let codeOctets = 16

    /// `nil` for an empty secret, and where OpenSSL cannot do it.
    public init?(_ octets: [UInt8]) {
        guard !octets.isEmpty, let hmac = HMACKey(.sha256, octets) else { return nil }
        self.hmac = hmac
    }

    public var description: String { "a key" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    func signBase(_ packet: inout [UInt8]) {
        // Impossible only for packets shorter than the layout, which nobody builds.
        _ = hmac.sign(&packet, PacketLayout.covered, at: PacketLayout.code)
    }

    func verifiesBase(_ packet: [UInt8]) -> Bool {
        hmac.verifies(packet, PacketLayout.covered, at: PacketLayout.code)
    }

    /// RFC 8972 §4.8: over the sequence of the base packet and all TLVs before the HMAC TLV.
    func signExtensions(_ packet: inout [UInt8], from start: Int, code: TLV) {
        _ = hmac.sign(&packet, 0..<4, start..<code.start, at: code.value)
    }

    func verifiesExtensions(_ packet: [UInt8], from start: Int, code: TLV) -> Bool {
        code.value.count == Self.codeOctets && hmac.verifies(packet, 0..<4, start..<code.start, at: code.value)
    }
}
