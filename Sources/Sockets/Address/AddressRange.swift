/// The addresses that share a prefix: `10.1.0.0/16`, `2001:db8::/48`; without `/`, one address.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    public let address: SocketAddress
    public let prefixLength: Int

    /// `nil` for anything that is not a numeric address with at most as many bits as it has.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = SocketAddress(numericHost: String(parts[0]), port: 0) else { return nil }
        let bits = address.family == .ipv4 ? 32 : 128
        var length = bits
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let given = Int(parts[1]), given <= bits else {
                return nil
            }
            length = given
        }
        self.init(address, prefixLength: length)
    }

    /// The range of that length around an address; a length beyond the address' bits is all of them.
    public init(_ address: SocketAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = min(max(0, prefixLength), address.family == .ipv4 ? 32 : 128)
    }

    public func contains(_ other: SocketAddress) -> Bool {
        guard other.family == address.family else { return false }
        // IPv4 stands in the low 32 bits.
        let bits = address.family == .ipv4 ? prefixLength + 96 : prefixLength
        return Self.agree(address.high, other.high, bits: min(bits, 64))
            && Self.agree(address.low, other.low, bits: max(0, bits - 64))
    }

    private static func agree(_ a: UInt64, _ b: UInt64, bits: Int) -> Bool {
        bits == 0 || (a ^ b) >> UInt64(64 - bits) == 0
    }

    public var description: String { "\(address.host)/\(prefixLength)" }
}
