private enum PDUTag {
    static let getRequest: UInt8 = 0xA0
    static let getNextRequest: UInt8 = 0xA1
    static let response: UInt8 = 0xA2
    static let getBulkRequest: UInt8 = 0xA5
}

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

extension PDU {
    init(reading reader: inout BERReader) throws(BERError) {
        let start = reader.offset
        let element = try reader.element()
        var body = reader.nested(element.content)
        guard
            [PDUTag.getRequest, PDUTag.getNextRequest, PDUTag.response, PDUTag.getBulkRequest].contains(element.tag)
        else { throw BERError(.unsupportedPDU(element.tag), at: start) }
        requestIdentifier = Int32(truncatingIfNeeded: try body.integer())
        let first = try body.integer()
        let second = try body.integer()
        kind =
            switch element.tag {
            case PDUTag.getRequest: .getRequest
            case PDUTag.getNextRequest: .getNextRequest
            case PDUTag.response: .response(SNMPErrorStatus(rawValue: first), errorIndex: second)
            default: .getBulkRequest(nonRepeaters: first, maxRepetitions: second)
            }
        var list = try body.nested(BERTag.sequence)
        variables = []
        while !list.isAtEnd {
            var binding = try list.nested(BERTag.sequence)
            let name = try binding.objectIdentifier()
            variables.append(VariableBinding(name, try binding.value()))
        }
    }

    func write(to writer: inout BERWriter) {
        let (tag, first, second): (UInt8, Int64, Int64) =
            switch kind {
            case .getRequest: (PDUTag.getRequest, 0, 0)
            case .getNextRequest: (PDUTag.getNextRequest, 0, 0)
            case .response(let status, let index): (PDUTag.response, status.rawValue, index)
            case .getBulkRequest(let nonRepeaters, let repetitions):
                (PDUTag.getBulkRequest, nonRepeaters, repetitions)
            }
        writer.constructed(tag) { body in
            body.integer(Int64(requestIdentifier))
            body.integer(first)
            body.integer(second)
            body.constructed(BERTag.sequence) { list in
                for variable in variables {
                    list.constructed(BERTag.sequence) { binding in
                        binding.objectIdentifier(variable.name)
                        binding.value(variable.value)
                    }
                }
            }
        }
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
