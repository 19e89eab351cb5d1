import Testing

@testable import SNMP

@Suite("Messages")
struct SNMPMessageTests {
    /// A GetRequest for sysUpTime.0 with community public, octet by octet from RFC 1901 §3 and RFC 3416 §3.
    static let getRequest: [UInt8] =
        [0x30, 0x26, 0x02, 0x01, 0x01, 0x04, 0x06] + Array("public".utf8)
        + [0xA0, 0x19, 0x02, 0x01, 0x01, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30, 0x0E, 0x30, 0x0C]
        + [0x06, 0x08, 0x2B, 0x06, 0x01, 0x02, 0x01, 0x01, 0x03, 0x00, 0x05, 0x00]

    /// One variable of every type.
    static let everyValue: [SNMPValue] = [
        .integer(-1), .octetString(Array("上海".utf8)), .null, .objectIdentifier([1, 3, 6, 1, 4, 1, 2011]),
        .ipAddress([10, 0, 0, 1]), .counter32(.max), .gauge32(4_294_967_295), .timeTicks(.max),
        .opaque([0x9F, 0x78, 4, 0, 0, 0, 0]), .counter64(.max), .noSuchObject, .noSuchInstance, .endOfMibView,
    ]
    static let fullResponse = SNMPMessage(
        community: Array("public".utf8),
        pdu: PDU(
            .response(.genErr, errorIndex: 3), requestIdentifier: -77,
            variables: everyValue.enumerated().map { VariableBinding([1, 3, 6, 1, UInt32($0.offset)], $0.element) }))

    @Test("a GetRequest is exactly the octets of the RFC")
    func getRequestOctets() throws {
        let message = SNMPMessage(
            community: Array("public".utf8),
            pdu: PDU(.getRequest, requestIdentifier: 1, variables: [VariableBinding(KnownObjects.systemUpTime)]))
        #expect(message.encoded() == Self.getRequest)
        #expect(try SNMPMessage(decoding: Self.getRequest) == message)
        #expect(SNMPMessage.requestIdentifier(in: Self.getRequest) == 1)
    }

    @Test("a GetBulkRequest carries non-repeaters and max-repetitions where a request has its error fields")
    func getBulkOctets() throws {
        let request = SNMPRequest.getBulk(nonRepeaters: [[1, 3]], repeaters: [[1, 3, 6]], maxRepetitions: 300)
        var writer = BERWriter()
        writer.message(.v2c, community: []) { request.write(to: &$0, identifier: 5, repetitionLimit: 400) }
        let bytes = writer.bytes
        #expect(
            bytes == [0x30, 0x22, 0x02, 0x01, 0x01, 0x04, 0x00, 0xA5, 0x1B, 0x02, 0x01, 0x05, 0x02, 0x01, 0x01]
                + [0x02, 0x02, 0x01, 0x2C, 0x30, 0x0F, 0x30, 0x05, 0x06, 0x01, 0x2B, 0x05, 0x00]
                + [0x30, 0x06, 0x06, 0x02, 0x2B, 0x06, 0x05, 0x00])
        #expect(try SNMPMessage(decoding: bytes).pdu.kind == .getBulkRequest(nonRepeaters: 1, maxRepetitions: 300))
    }

    @Test("every kind of value survives writing and reading")
    func roundTrip() throws {
        #expect(try SNMPMessage(decoding: Self.fullResponse.encoded()) == Self.fullResponse)
    }

    @Test("octets after the message are ignored")
    func trailingOctets() throws {
        #expect(try SNMPMessage(decoding: Self.getRequest + [0, 1, 2]).pdu.requestIdentifier == 1)
    }

    @Test(
        "values that are too long or too short are read as net-snmp reads them",
        arguments: [
            ([0x41, 0x05, 0x00, 0xFF, 0xFF, 0xFF, 0xFE], .counter32(4_294_967_294)),
            ([0x41, 0x04, 0xFF, 0xFF, 0xFF, 0xFE], .counter32(4_294_967_294)),
            ([0x41, 0x01, 0xFF], .counter32(.max)),
            ([0x41, 0x05, 0x01, 0x00, 0x00, 0x00, 0x02], .counter32(2)),
            ([0x42, 0x04, 0xFF, 0xFF, 0xFF, 0xFF], .gauge32(4_294_967_295)),
            ([0x47, 0x01, 0x05], .gauge32(5)),
            ([0x43, 0x04, 0x80, 0x00, 0x00, 0x00], .timeTicks(1 << 31)),
            ([0x46, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .counter64(.max)),
        ] as [([UInt8], SNMPValue)])
    func lenientNumbers(element: [UInt8], value: SNMPValue) throws {
        var reader = BERReader(element)
        #expect(try reader.value() == value)
    }

    @Test("a gauge over 32 bits is kept whole, since the oddity is in its size")
    func longGauge() throws {
        var reader = BERReader([0x42, 0x05, 0x02, 0x54, 0x0B, 0xE4, 0x00])
        #expect(try reader.value() == .gauge32(10_000_000_000))
    }

    @Test("a value that cannot be understood does not cost the others")
    func unreadableValue() throws {
        var message = Self.fullResponse
        message.pdu.variables = [
            VariableBinding([1, 3], .unreadable(tag: 0x41, content: [])),
            VariableBinding([1, 4], .unreadable(tag: 0x49, content: [1, 2])),
            VariableBinding([1, 5], .unreadable(tag: 0x06, content: [0x2B, 0x81])),
            VariableBinding([1, 6], .integer(9)),
        ]
        #expect(try SNMPMessage(decoding: message.encoded()) == message)
    }

    @Test("other versions and kinds of PDU are errors")
    func unsupported() {
        var wrongVersion = Self.getRequest
        wrongVersion[4] = 3
        #expect(throws: BERError(.unsupportedVersion(3), at: 2)) { try SNMPMessage(decoding: wrongVersion) }
        var setRequest = Self.getRequest
        setRequest[13] = 0xA3
        #expect(throws: BERError(.unsupportedPDU(0xA3), at: 13)) { try SNMPMessage(decoding: setRequest) }
        for length in 0..<Self.getRequest.count {
            #expect(throws: BERError.self) { try SNMPMessage(decoding: Array(Self.getRequest.prefix(length))) }
        }
    }

    @Test("error statuses have the names of RFC 3416")
    func errorNames() {
        #expect(SNMPErrorStatus.tooBig.description == "tooBig")
        #expect(SNMPErrorStatus(rawValue: 18).description == "inconsistentName")
        #expect(SNMPErrorStatus(rawValue: 19).description == "error-status 19")
        #expect(SNMPErrorStatus(rawValue: .min).description == "error-status \(Int64.min)")
    }
}
