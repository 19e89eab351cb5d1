/// Writes BER with minimal lengths and integers.
public struct BERWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// An element whose content `body` writes.
    public mutating func constructed(_ tag: UInt8, _ body: (inout BERWriter) -> Void) {
        var inner = BERWriter()
        body(&inner)
        element(tag, inner.bytes)
    }

    public mutating func element(_ tag: UInt8, _ content: some Collection<UInt8>) {
        bytes.append(tag)
        let count = content.count
        if count < 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: count))
        } else {
            let octets = Self.bigEndian(UInt64(count))
            bytes.append(0x80 | UInt8(truncatingIfNeeded: octets.count))
            bytes.append(contentsOf: octets)
        }
        bytes.append(contentsOf: content)
    }

    public mutating func integer(_ value: Int64, tag: UInt8 = BERTag.integer) {
        var octets = (0..<8).map { UInt8(truncatingIfNeeded: value >> Int64(56 - 8 * $0)) }[...]
        while let first = octets.first, let second = octets.dropFirst().first,
            (first == 0 && second < 0x80) || (first == 0xFF && second >= 0x80)
        {
            octets.removeFirst()
        }
        element(tag, octets)
    }

    public mutating func unsigned(_ value: UInt64, tag: UInt8) {
        let octets = Self.bigEndian(value)
        element(tag, (octets.first ?? 0) >= 0x80 ? [0] + octets : octets)
    }

    public mutating func octetString(_ value: some Collection<UInt8>) { element(BERTag.octetString, value) }
    public mutating func null(_ tag: UInt8 = BERTag.null) { element(tag, []) }

    /// X.690 §8.19. An identifier of fewer than two arcs is written as 0.0 or arc.0.
    public mutating func objectIdentifier(_ value: OID) {
        let arcs = value.arcs
        let first = UInt64(arcs.first ?? 0)
        let second = UInt64(arcs.dropFirst().first ?? 0)
        var content: [UInt8] = []
        Self.append(first * 40 + second, to: &content)
        for arc in arcs.dropFirst(2) { Self.append(UInt64(arc), to: &content) }
        element(BERTag.objectIdentifier, content)
    }

    private static func append(_ subidentifier: UInt64, to content: inout [UInt8]) {
        var shift: UInt64 = 63
        while shift > 0, subidentifier >> shift == 0 { shift -= 7 }
        while shift > 0 {
            content.append(0x80 | UInt8(truncatingIfNeeded: subidentifier >> shift))
            shift -= 7
        }
        content.append(UInt8(truncatingIfNeeded: subidentifier) & 0x7F)
    }

    /// At least one octet, no leading zeros.
    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        let count = max(1, (64 - value.leadingZeroBitCount + 7) / 8)
        return (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * (count - 1 - $0))) }
    }
}
