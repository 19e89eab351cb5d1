/// The identifier octets of PDUs (RFC 3416 §3; Trap-PDU RFC 1157 §4.1). SetRequest, 0xA3, is none of them: nothing here
/// changes an agent.
enum PDUTag {
    static let getRequest: UInt8 = 0xA0
    static let getNextRequest: UInt8 = 0xA1
    static let response: UInt8 = 0xA2
    static let trapV1: UInt8 = 0xA4
    static let getBulkRequest: UInt8 = 0xA5
    static let informRequest: UInt8 = 0xA6
    static let trap: UInt8 = 0xA7
    static let report: UInt8 = 0xA8
}

extension PDU {
    /// Reads the PDU that begins where `range` does; octets after it are ignored.
    public init(in bytes: [UInt8], at range: Range<Int>) throws(BERError) {
        var reader = BERReader(bytes).nested(range.clamped(to: bytes.indices))
        try self.init(reading: &reader)
    }

    init(reading reader: inout BERReader) throws(BERError) {
        let start = reader.offset
        let element = try reader.element()
        var body = reader.nested(element.content)
        switch element.tag {
        case PDUTag.trapV1:
            kind = .trapV1(try TrapV1(reading: &body))
            requestIdentifier = 0
        case PDUTag.getRequest, PDUTag.getNextRequest, PDUTag.response, PDUTag.getBulkRequest, PDUTag.informRequest,
            PDUTag.trap, PDUTag.report:
            requestIdentifier = Int32(truncatingIfNeeded: try body.integer())
            let first = try body.integer()
            let second = try body.integer()
            kind =
                switch element.tag {
                case PDUTag.getRequest: .getRequest
                case PDUTag.getNextRequest: .getNextRequest
                case PDUTag.response: .response(SNMPErrorStatus(rawValue: first), errorIndex: second)
                case PDUTag.getBulkRequest: .getBulkRequest(nonRepeaters: first, maxRepetitions: second)
                case PDUTag.informRequest: .informRequest
                case PDUTag.trap: .trap
                default: .report
                }
        default: throw BERError(.unsupportedPDU(element.tag), at: start)
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
        switch kind {
        case .getRequest: write(PDUTag.getRequest, 0, 0, to: &writer)
        case .getNextRequest: write(PDUTag.getNextRequest, 0, 0, to: &writer)
        case .response(let status, let index): write(PDUTag.response, status.rawValue, index, to: &writer)
        case .getBulkRequest(let nonRepeaters, let repetitions):
            write(PDUTag.getBulkRequest, nonRepeaters, repetitions, to: &writer)
        case .informRequest: write(PDUTag.informRequest, 0, 0, to: &writer)
        case .trap: write(PDUTag.trap, 0, 0, to: &writer)
        case .report: write(PDUTag.report, 0, 0, to: &writer)
        case .trapV1(let trap):
            writer.constructed(PDUTag.trapV1) { body in
                trap.write(to: &body)
                writeVariables(to: &body)
            }
        }
    }

    private func write(_ tag: UInt8, _ first: Int64, _ second: Int64, to writer: inout BERWriter) {
        writer.constructed(tag) { body in
            body.integer(Int64(requestIdentifier))
            body.integer(first)
            body.integer(second)
            writeVariables(to: &body)
        }
    }

    private func writeVariables(to writer: inout BERWriter) {
        writer.constructed(BERTag.sequence) { list in
            for variable in variables {
                list.constructed(BERTag.sequence) { binding in
                    binding.objectIdentifier(variable.name)
                    binding.value(variable.value)
                }
            }
        }
    }
}

extension TrapV1 {
    init(reading body: inout BERReader) throws(BERError) {
        enterprise = try body.objectIdentifier()
        agentAddress = body.octets(try body.element(BERTag.ipAddress))
        generic = try body.integer()
        specific = try body.integer()
        timeStamp = UInt32(truncatingIfNeeded: try body.unsigned(try body.element(BERTag.timeTicks)))
    }

    func write(to body: inout BERWriter) {
        body.objectIdentifier(enterprise)
        body.element(BERTag.ipAddress, agentAddress)
        body.integer(generic)
        body.integer(specific)
        body.unsigned(UInt64(timeStamp), tag: BERTag.timeTicks)
    }
}
