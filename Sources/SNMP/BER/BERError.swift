/// Why bytes are not the BER that SNMP allows, and where.
public struct BERError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Hashable, Sendable {
        /// The element ends before its content does.
        case truncated
        /// High-tag-number form (X.690 §8.1.2.4), which SNMP never uses.
        case unsupportedTag
        case unexpectedTag(expected: UInt8, found: UInt8)
        /// RFC 3417 §8 forbids the indefinite form.
        case indefiniteLength
        /// The element claims more octets than are left.
        case lengthBeyondEnd
        /// Empty, or longer than eight octets of value.
        case integerLength
        /// An arc over 2³² − 1, an unfinished arc, or more than 128 arcs (RFC 2578 §3.5).
        case objectIdentifier
        case unsupportedVersion(Int64)
        case unsupportedPDU(UInt8)
        case unsupportedSecurityModel(Int64)
        /// A number or string of a v3 header beyond what RFC 3412 §6 and RFC 3414 §2.4 allow.
        case fieldOutOfRange
    }
    public var kind: Kind
    /// Octets from the start of the message.
    public var offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    public var description: String { "\(sentence) at octet \(offset)" }

    private var sentence: String {
        switch kind {
        case .truncated: "the message ends early"
        case .unsupportedTag: "a tag of more than one octet"
        case .unexpectedTag(let expected, let found): "tag \(hex(found)) where \(hex(expected)) was expected"
        case .indefiniteLength: "an indefinite length"
        case .lengthBeyondEnd: "a length beyond the end of the message"
        case .integerLength: "an integer of impossible length"
        case .objectIdentifier: "an object identifier that cannot be read"
        case .unsupportedVersion(let version): "SNMP version number \(version)"
        case .unsupportedPDU(let tag): "PDU type \(hex(tag))"
        case .unsupportedSecurityModel(let model): "SNMPv3 security model \(model)"
        case .fieldOutOfRange: "a header field out of range"
        }
    }
    private func hex(_ tag: UInt8) -> String { "0x" + (tag < 16 ? "0" : "") + String(tag, radix: 16) }
}
