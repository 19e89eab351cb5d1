import CSockets

/// An IPv4 or IPv6 address with a UDP port. IPv4-mapped IPv6 addresses are IPv4 here, on dual-stack sockets too.
public struct SocketAddress: Hashable, Sendable, Comparable {
    public enum Family: Hashable, Sendable { case ipv4, ipv6 }

    public let family: Family
    public var port: UInt16
    /// Network order as two numbers; IPv4 stands in the low 32 bits of `low`.
    let high: UInt64
    let low: UInt64
    /// Interface index of a link-local IPv6 address, else 0.
    let scope: UInt32

    public init(ipv4 a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16) {
        family = .ipv4
        self.port = port
        high = 0
        low = UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
        scope = 0
    }

    /// A numeric address, IPv4 or IPv6 without brackets (`fe80::1%eth0` with zone); `nil` for anything else.
    public init?(numericHost text: String, port: UInt16) {
        // A NUL would cut the text for C.
        guard !text.utf8.contains(0) else { return nil }
        var raw = csockets_address()
        guard csockets_parse(text, &raw) == 0 else { return nil }
        raw.port = port
        self.init(raw)
    }

    init?(_ raw: csockets_address) {
        switch raw.family {
        case 4: family = .ipv4
        case 6: family = .ipv6
        default: return nil
        }
        port = raw.port
        high = raw.high
        low = raw.low
        scope = raw.scope
    }

    /// Every address of both families (`[::]:port`).
    public static func any(port: UInt16) -> SocketAddress {
        SocketAddress(family: .ipv6, port: port, high: 0, low: 0)
    }
    public static func loopback(port: UInt16) -> SocketAddress {
        SocketAddress(ipv4: 127, 0, 0, 1, port: port)
    }
    static func anyIPv4(port: UInt16) -> SocketAddress { SocketAddress(ipv4: 0, 0, 0, 0, port: port) }

    /// Whether it is of 127.0.0.0/8, or ::1.
    public var isLoopback: Bool {
        family == .ipv4 ? low >> 24 == 127 : high == 0 && low == 1
    }

    private init(family: Family, port: UInt16, high: UInt64, low: UInt64) {
        self.family = family
        self.port = port
        self.high = high
        self.low = low
        scope = 0
    }

    /// By number: IPv4 first, then by address and port.
    public static func < (left: SocketAddress, right: SocketAddress) -> Bool {
        if left.family != right.family { return left.family == .ipv4 }
        return (left.high, left.low, left.port, left.scope) < (right.high, right.low, right.port, right.scope)
    }

    var raw: csockets_address {
        csockets_address(high: high, low: low, scope: scope, port: port, family: family == .ipv4 ? 4 : 6)
    }

    /// The first address that shares the prefix, with port 0.
    func network(prefixLength: Int) -> SocketAddress {
        // IPv4 stands in the low 32 bits.
        let bits = family == .ipv4 ? prefixLength + 96 : prefixLength
        return SocketAddress(
            family: family, port: 0, high: high & Self.mask(min(bits, 64)), low: low & Self.mask(max(0, bits - 64)))
    }
    private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : .max << UInt64(64 - bits) }

    public var isAny: Bool { high == 0 && low == 0 }

    /// The address without its port: `10.0.0.1`, `fe80::1%2`.
    public var host: String {
        var copy = raw
        // 64 octets hold the longest IPv6 text (46); the text is NUL-terminated by csockets_print.
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer -> String in
            guard let start = buffer.baseAddress else { return "" }
            csockets_print(&copy, start, buffer.count)
            return String(cString: start)
        }
        return scope == 0 ? text : "\(text)%\(scope)"
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `10.0.0.1:161`, `[::1]:862`; `init(parsing:)` reads it back.
    public var description: String { Self.text(host: host, port: port) }

    /// Host and port as people write them; a host that has colons stands in brackets.
    public static func text(host: String, port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension SocketAddress {
    /// `1.2.3.4:161`, `[::1]:862`, `:862` (every address), and without a port where `defaultPort` is given.
    /// Throws `SocketError` with cause `.address`. Names are for `resolve`.
    public init(parsing text: String, defaultPort: UInt16? = nil) throws(SocketError) {
        guard let address = Self.parse(text, defaultPort: defaultPort) else {
            let expected = "ADDRESS:PORT, as 192.0.2.1:862, [2001:db8::1]:862 or :862"
            throw SocketError("address", subject: "\"\(text)\"", cause: .address(expected: expected))
        }
        self = address
    }

    private static func parse(_ text: String, defaultPort: UInt16?) -> SocketAddress? {
        if let port = defaultPort, let address = SocketAddress(numericHost: text, port: port) { return address }
        if text.hasPrefix("[") {
            guard let close = text.lastIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<close])
            let rest = text[text.index(after: close)...]
            guard host.contains(":"), let port = rest.isEmpty ? defaultPort : port(rest) else { return nil }
            return SocketAddress(numericHost: host, port: port)
        }
        guard let colon = text.firstIndex(of: ":"), let port = port(text[colon...]) else { return nil }
        let host = String(text[..<colon])
        return host.isEmpty ? .any(port: port) : SocketAddress(numericHost: host, port: port)
    }

    private static func port(_ text: Substring) -> UInt16? {
        let digits = text.dropFirst()
        guard text.first == ":", digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return UInt16(digits)
    }
}
