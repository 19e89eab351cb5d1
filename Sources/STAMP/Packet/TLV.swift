/// What stands behind the base packet (RFC 8972 §4): flags 0, type 1, length of the value 2, value 4.
struct TLV: Hashable, Sendable {
    /// Those that this program knows; others are `nil`.
    enum Kind: UInt8, Hashable, Sendable {
        case padding = 1
        case timestampInformation = 3
        case classOfService = 4
        case followUp = 7
        case hmac = 8

        /// Octets of the value; `nil`: any number (RFC 8972 §4.1, §4.3, §4.4, §4.7, §4.8).
        var valueOctets: Int? {
            switch self {
            case .padding: nil
            case .timestampInformation, .classOfService: 4
            case .followUp, .hmac: 16
            }
        }
    }

    /// Octets before the value.
    static let header = 4

    /// Where its flags stand.
    var start: Int
    var flags: TLVFlags
    var kind: Kind?
    /// Where its value stands, as far as the packet goes.
    var value: Range<Int>
    /// The packet ends before the TLV does, or the length is not one that its type can have.
    var isMalformed: Bool
}

/// RFC 8972 §4. A sender sends `unrecognised`; a reflector that understands the TLV clears it.
public struct TLVFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// U: the reflector does not know the type.
    public static let unrecognised = TLVFlags(rawValue: 0x80)
    /// M: the reflector found its length impossible.
    public static let malformed = TLVFlags(rawValue: 0x40)
    /// I: its HMAC was wrong or missing.
    public static let unauthentic = TLVFlags(rawValue: 0x20)
}

extension TLV {
    /// The TLV that begins at `start`; `nil` at the end of the packet.
    init?(in packet: [UInt8], at start: Int) {
        guard start >= 0, start < packet.count else { return nil }
        self.start = start
        flags = TLVFlags(rawValue: packet[start])
        guard let type = packet.field(UInt8.self, at: start + 1), let length = packet.field(UInt16.self, at: start + 2)
        else {
            kind = nil
            value = packet.count..<packet.count
            isMalformed = true
            return
        }
        kind = Kind(rawValue: type)
        let end = start + Self.header + Int(length)
        value = start + Self.header..<min(end, packet.count)
        let isPossible = kind?.valueOctets.map { $0 == Int(length) } ?? true
        isMalformed = end > packet.count || !isPossible
    }

    /// Where the next one begins.
    var end: Int { value.upperBound }
}

/// The TLVs of a packet in their order, up to and with the first that does not end within it.
struct TLVs: Sequence, IteratorProtocol {
    private let packet: [UInt8]
    private var position: Int

    init(_ packet: [UInt8], from start: Int) {
        self.packet = packet
        position = start
    }

    mutating func next() -> TLV? {
        guard let tlv = TLV(in: packet, at: position) else { return nil }
        position = tlv.end
        return tlv
    }
}
