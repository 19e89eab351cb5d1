/// The addresses that share a prefix: `10.1.0.0/16`, `2001:db8::/48`; without `/`, one address.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    /// The first one.
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
        let length = min(max(0, prefixLength), address.family == .ipv4 ? 32 : 128)
        self.address = address.network(prefixLength: length)
        self.prefixLength = length
    }

    public func contains(_ other: SocketAddress) -> Bool {
        other.family == address.family && other.network(prefixLength: prefixLength) == address
    }

    public var isOneAddress: Bool { prefixLength == (address.family == .ipv4 ? 32 : 128) }

    public var description: String { "\(address.host)/\(prefixLength)" }
}
