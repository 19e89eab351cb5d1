extension SNMPMessage {
    /// Reads a whole datagram; octets after the message are ignored, as net-snmp does. Throws where the framing, the
    /// version or the kind of PDU is not one of the protocol; single bad values become `.unreadable`.
    public init(decoding datagram: [UInt8]) throws(BERError) {
        let envelope = try Self.envelope(in: datagram)
        version = envelope.version
        community = Array(datagram[envelope.community])
        pdu = try PDU(in: datagram, at: envelope.pdu)
    }

    /// What stands around the PDU of a v1 or v2c message: `community` is the content, `pdu` begins with the PDU.
    public static func envelope(
        in datagram: [UInt8]
    ) throws(BERError) -> (version: Version, community: Range<Int>, pdu: Range<Int>) {
        let bytes = datagram.span
        var outer = BERCursor(datagram.indices)
        var message = BERCursor(try outer.element(BERTag.sequence, in: bytes))
        let versionOffset = message.offset
        let number = try message.integer(in: bytes)
        guard let version = Version(rawValue: number) else {
            throw BERError(.unsupportedVersion(number), at: versionOffset)
        }
        return (version, try message.element(BERTag.octetString, in: bytes), message.rest)
    }

    /// The request identifier of a v1 or v2c message without decoding the rest; `nil` where there is none.
    static func requestIdentifier(in datagram: [UInt8]) -> Int32? {
        do throws(BERError) {
            let bytes = datagram.span
            var message = BERCursor(try envelope(in: datagram).pdu)
            var body = BERCursor(try message.element(in: bytes).content)
            return Int32(truncatingIfNeeded: try body.integer(in: bytes))
        } catch {
            return nil
        }
    }

    public func encoded() -> [UInt8] {
        var writer = BERWriter()
        writer.message(version, community: community) { pdu.write(to: &$0) }
        return writer.bytes
    }
}

extension BERWriter {
    /// A message of v1 or v2c around a PDU.
    mutating func message(
        _ version: SNMPMessage.Version, community: [UInt8], pdu: (inout BERWriter) -> Void
    ) {
        constructed(BERTag.sequence) { message in
            message.integer(version.rawValue)
            message.octetString(community)
            pdu(&message)
        }
    }
}
