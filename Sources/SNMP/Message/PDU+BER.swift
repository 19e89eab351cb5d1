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

    /// What a Response-PDU says, its variables read in place; octets after it are ignored.
    public static func response(
        in bytes: [UInt8], at range: Range<Int>
    ) throws(BERError) -> (requestIdentifier: Int32, status: SNMPErrorStatus, index: Int64, list: VariableList) {
        let span = bytes.span
        var outer = BERCursor(range.clamped(to: bytes.indices))
        var body = BERCursor(try outer.element(PDUTag.response, in: span))
        let requestIdentifier = Int32(truncatingIfNeeded: try body.integer(in: span))
        let status = SNMPErrorStatus(rawValue: try body.integer(in: span))
        let index = try body.integer(in: span)
        let list = try VariableList(in: bytes, at: try body.element(BERTag.sequence, in: span))
        return (requestIdentifier, status, index, list)
    }

    func write(to writer: inout BERWriter) {
        let (tag, first, second): (UInt8, Int64, Int64) =
            switch kind {
            case .getRequest: (PDUTag.getRequest, 0, 0)
            case .getNextRequest: (PDUTag.getNextRequest, 0, 0)
            case .response(let status, let index): (PDUTag.response, status.rawValue, index)
            case .getBulkRequest(let nonRepeaters, let repetitions):
                (PDUTag.getBulkRequest, nonRepeaters, repetitions)
            case .informRequest: (PDUTag.informRequest, 0, 0)
            case .trap: (PDUTag.trap, 0, 0)
            case .report: (PDUTag.report, 0, 0)
            case .trapV1: (PDUTag.trapV1, 0, 0)
            }
        writer.constructed(tag) { body in
            if case .trapV1(let trap) = kind {
                trap.write(to: &body)
            } else {
                body.integer(Int64(requestIdentifier))
                body.integer(first)
                body.integer(second)
            }
            body.constructed(BERTag.sequence) { $0.bindings(variables) }
        }
    }
}

extension BERWriter {
    /// A GetRequest-PDU.
    mutating func getRequest(_ names: NameList, identifier: Int32) {
        request(PDUTag.getRequest, identifier, 0, 0) { $0.elements(names.encoded) }
    }

    /// A GetBulkRequest-PDU (RFC 3416 §4.2.3).
    mutating func getBulkRequest(nonRepeaters: [OID], repeaters: [OID], maxRepetitions: Int, identifier: Int32) {
        request(PDUTag.getBulkRequest, identifier, Int64(nonRepeaters.count), Int64(maxRepetitions)) {
            $0.bindings(nonRepeaters)
            $0.bindings(repeaters)
        }
    }

    private mutating func request(
        _ tag: UInt8, _ identifier: Int32, _ first: Int64, _ second: Int64, _ list: (inout BERWriter) -> Void
    ) {
        constructed(tag) { body in
            body.integer(Int64(identifier))
            body.integer(first)
            body.integer(second)
            body.constructed(BERTag.sequence, list)
        }
    }

    /// Names to be asked for, with NULL values.
    mutating func bindings(_ names: [OID]) {
        for name in names {
            constructed(BERTag.sequence) { binding in
                binding.objectIdentifier(name)
                binding.null()
            }
        }
    }

    mutating func bindings(_ variables: [VariableBinding]) {
        for variable in variables {
            constructed(BERTag.sequence) { binding in
                binding.objectIdentifier(variable.name)
                binding.value(variable.value)
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
