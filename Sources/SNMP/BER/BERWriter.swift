/// Writes BER with minimal lengths and integers into one buffer.
public struct BERWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// An element whose content `body` writes.
    public mutating func constructed(_ tag: UInt8, _ body: (inout BERWriter) -> Void) {
        bytes.append(tag)
        bytes.append(0)
        let start = bytes.count
        body(&self)
        let count = bytes.count - start
        guard count >= 0x80 else {
            bytes[start - 1] = UInt8(truncatingIfNeeded: count)
            return
        }
        // The content moves up by the octets of its length.
        let octets = (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
        bytes[start - 1] = 0x80 | UInt8(truncatingIfNeeded: octets)
        let length = (1...octets).map { UInt8(truncatingIfNeeded: count >> (8 * (octets - $0))) }
        bytes.insert(contentsOf: length, at: start)
    }

    public mutating func element(_ tag: UInt8, _ content: some Collection<UInt8>) {
        constructed(tag) { $0.bytes.append(contentsOf: content) }
    }

    /// Whole elements that were written before.
    public mutating func elements(_ encoded: [UInt8]) { bytes.append(contentsOf: encoded) }

    public mutating func integer(_ value: Int64, tag: UInt8 = BERTag.integer) {
        // As many bits as differ from the sign, and the sign.
        let bits = 65 - (value < 0 ? ~value : value).leadingZeroBitCount
        number(UInt64(bitPattern: value), octets: (bits + 7) / 8, tag)
    }

    public mutating func unsigned(_ value: UInt64, tag: UInt8) {
        number(value, octets: (65 - value.leadingZeroBitCount + 7) / 8, tag)
    }

    /// The lowest octets of `value`; the ninth is a leading zero.
    private mutating func number(_ value: UInt64, octets: Int, _ tag: UInt8) {
        bytes.append(tag)
        bytes.append(UInt8(truncatingIfNeeded: octets))
        for place in stride(from: octets - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place)))
        }
    }

    public mutating func octetString(_ value: some Collection<UInt8>) { element(BERTag.octetString, value) }
    public mutating func null(_ tag: UInt8 = BERTag.null) {
        bytes.append(tag)
        bytes.append(0)
    }

    /// X.690 §8.19. An identifier of fewer than two arcs is written as 0.0 or arc.0.
    public mutating func objectIdentifier(_ value: OID) {
        let arcs = value.arcs
        constructed(BERTag.objectIdentifier) { content in
            content.subidentifier(UInt64(arcs.first ?? 0) * 40 + UInt64(arcs.dropFirst().first ?? 0))
            for arc in arcs.dropFirst(2) { content.subidentifier(UInt64(arc)) }
        }
    }

    private mutating func subidentifier(_ value: UInt64) {
        var shift = (63 - min(value.leadingZeroBitCount, 63)) / 7 * 7
        while shift > 0 {
            bytes.append(0x80 | UInt8(truncatingIfNeeded: value >> UInt64(shift)))
            shift -= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: value) & 0x7F)
    }
}
