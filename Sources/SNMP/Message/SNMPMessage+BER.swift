extension SNMPMessage {
    /// Reads a whole datagram; octets after the message are ignored, as net-snmp does. Throws where the framing, the
    /// version or the kind of PDU is not one of the protocol; single bad values become `.unreadable`.
    public init(decoding datagram: [UInt8]) throws(BERError) {
        var outer = BERReader(datagram)
        var reader = try outer.nested(BERTag.sequence)
        let versionOffset = reader.offset
        let number = try reader.integer()
        guard let version = Version(rawValue: number) else {
            throw BERError(.unsupportedVersion(number), at: versionOffset)
        }
        self.version = version
        community = try reader.octetString()
        pdu = try PDU(reading: &reader)
    }

    public func encoded() -> [UInt8] {
        var writer = BERWriter()
        writer.constructed(BERTag.sequence) { message in
            message.integer(version.rawValue)
            message.octetString(community)
            pdu.write(to: &message)
        }
        return writer.bytes
    }
}

extension SNMPMessage {
    /// The request identifier of a v1 or v2c message without decoding the rest; `nil` where there is none.
    static func requestIdentifier(in datagram: [UInt8]) -> Int32? {
        do throws(BERError) {
            var outer = BERReader(datagram)
            var message = try outer.nested(BERTag.sequence)
            _ = try message.integer()
            _ = try message.element(BERTag.octetString)
            let pdu = try message.element()
            var body = message.nested(pdu.content)
            return Int32(truncatingIfNeeded: try body.integer())
        } catch {
            return nil
        }
    }
}
