/// How the questions of a session look, and how its answers are read. As it stands, the 44 octets of RFC 8762, which
/// TWAMP-Light reflectors (RFC 5357 appendix I) take for a question with padding.
public struct ProbeForm: Sendable {
    /// Authenticated mode (RFC 8762 §4.2.2); `nil`: unauthenticated.
    public var key: StampKey?
    /// For reflectors that know RFC 8972; `nil`: none, and what stands behind the base packet of answers is not read.
    public var extensions: ProbeExtensions?
    /// UDP payload, octets, filled up with an Extra Padding TLV (RFC 8972 §4.1); below `leastOctets`, those.
    public var size: Int

    public init(key: StampKey? = nil, extensions: ProbeExtensions? = nil, size: Int = 0) {
        self.key = key
        self.extensions = extensions
        self.size = size
    }

    /// UDP payload without padding, octets.
    public var leastOctets: Int {
        var octets = layout.size
        guard let extensions else { return octets }
        if extensions.timestampInformation { octets += TLV.header + 4 }
        if extensions.answerDSCP != nil { octets += TLV.header + 4 }
        if extensions.followUp { octets += TLV.header + 16 }
        // Extensions of authenticated packets must have a code of their own (RFC 8972 §4.8).
        if octets > layout.size, key != nil { octets += TLV.header + StampKey.codeOctets }
        return octets
    }

    /// UDP payload of every question, octets. The header of the padding needs four, so it may be up to three more than
    /// `size`.
    public var octets: Int {
        let least = leastOctets
        guard size > least else { return least }
        return min(max(size, least + TLV.header), Self.largestPayload)
    }

    /// Of UDP over IPv4.
    static let largestPayload = 65_507

    private var layout: PacketLayout { key == nil ? .unauthenticated : .authenticated }

    public func question(_ packet: SenderPacket) -> [UInt8] {
        let layout = layout
        let least = leastOctets
        var bytes = [UInt8](repeating: 0, count: octets)
        bytes.setField(packet.sequence, at: 0)
        bytes.setField(packet.timestamp.bits, at: layout.timestamp)
        bytes.setField(packet.errorEstimate.bits, at: layout.errorEstimate)
        bytes.setField(packet.ssid, at: layout.ssid)
        key?.signBase(&bytes)

        var next = layout.size
        func append(_ kind: TLV.Kind, _ valueOctets: Int) -> TLV {
            let tlv = TLV(
                start: next, flags: .unrecognised, kind: kind,
                value: next + TLV.header..<next + TLV.header + valueOctets, isMalformed: false)
            bytes.setField(tlv.flags.rawValue, at: tlv.start)
            bytes.setField(kind.rawValue, at: tlv.start + 1)
            bytes.setField(UInt16(clamping: valueOctets), at: tlv.start + 2)
            next = tlv.value.upperBound
            return tlv
        }
        if extensions?.timestampInformation == true { _ = append(.timestampInformation, 4) }
        if let dscp = extensions?.answerDSCP {
            let asked = ClassOfService(askedDSCP: dscp, receivedDSCP: 0, receivedECN: 0, isRefused: false)
            bytes.setField(asked.bits, at: append(.classOfService, 4).value.lowerBound)
        }
        if extensions?.followUp == true { _ = append(.followUp, 16) }
        let isSigned = key != nil && least > layout.size
        if bytes.count > least { _ = append(.padding, bytes.count - least - TLV.header) }
        // Last: some reflectors take nothing behind it, not even padding, which RFC 8972 §4.8 allows there.
        if isSigned { key?.signExtensions(&bytes, from: layout.size, code: append(.hmac, StampKey.codeOctets)) }
        return bytes
    }

    /// Why an answer is not read.
    public enum Refusal: Error, Hashable, Sendable {
        /// Too short for its fields.
        case malformed
        /// The HMAC of its base packet is missing or wrong.
        case unauthentic
    }

    /// Reads answers of 38 octets and more, of authenticated mode 112 and more. What is wrong with extensions alone
    /// leaves the rest of the answer valid.
    public func read(_ answer: [UInt8]) throws(Refusal) -> ReflectedPacket {
        let layout = layout
        if let key {
            guard answer.count >= ReflectedPacket.minimumSize else { throw .malformed }
            guard answer.count >= layout.size, key.verifiesBase(answer) else { throw .unauthentic }
        }
        guard var packet = ReflectedPacket(answer, layout: layout) else { throw .malformed }
        if extensions != nil, answer.count > layout.size {
            packet.extensions = ReflectedExtensions(of: answer, from: layout.size, key: key)
        }
        return packet
    }
}
