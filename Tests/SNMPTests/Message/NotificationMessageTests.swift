import Testing

@testable import SNMP

@Suite("Notifications and reports on the wire")
struct NotificationMessageTests {
    /// A linkDown trap of 192.0.2.1 with the ifIndex 7, octet by octet from RFC 1157 §4.1.6.
    static let linkDownV1: [UInt8] =
        [0x30, 0x39, 0x02, 0x01, 0x00, 0x04, 0x06] + Array("public".utf8)
        + [0xA4, 0x2C, 0x06, 0x07, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x8F, 0x5B]
        + [0x40, 0x04, 0xC0, 0x00, 0x02, 0x01, 0x02, 0x01, 0x02, 0x02, 0x01, 0x00, 0x43, 0x02, 0x30, 0x39]
        + [0x30, 0x11, 0x30, 0x0F, 0x06, 0x0A, 0x2B, 0x06, 0x01, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01, 0x07]
        + [0x02, 0x01, 0x07]

    static let linkDown = SNMPMessage(
        version: .v1, community: Array("public".utf8),
        pdu: PDU(
            .trapV1(
                TrapV1(
                    enterprise: [1, 3, 6, 1, 4, 1, 2011], agentAddress: [192, 0, 2, 1], generic: 2, specific: 0,
                    timeStamp: 12_345)),
            requestIdentifier: 0, variables: [VariableBinding([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 7], .integer(7))]))

    /// linkDown as SNMPv2-Trap-PDU: sysUpTime.0, snmpTrapOID.0, ifIndex (RFC 3416 §4.2.6, RFC 2863 §3.1.4).
    static let variables = [
        VariableBinding([1, 3, 6, 1, 2, 1, 1, 3, 0], .timeTicks(12_345)),
        VariableBinding([1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0], .objectIdentifier([1, 3, 6, 1, 6, 3, 1, 1, 5, 3])),
        VariableBinding([1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 7], .integer(7)),
    ]

    @Test("a trap of SNMPv1 is exactly the octets of the RFC")
    func trapV1() throws {
        #expect(try SNMPMessage(decoding: Self.linkDownV1) == Self.linkDown)
        #expect(Self.linkDown.encoded() == Self.linkDownV1)
    }

    @Test(
        "traps, informs and reports survive writing and reading, each with its own tag",
        arguments: [(.informRequest, 0xA6), (.trap, 0xA7), (.report, 0xA8)] as [(PDU.Kind, UInt8)])
    func kinds(kind: PDU.Kind, tag: UInt8) throws {
        let message = SNMPMessage(
            community: [1], pdu: PDU(kind, requestIdentifier: .max, variables: Self.variables))
        let bytes = message.encoded()
        #expect(bytes[8] == tag)
        #expect(try SNMPMessage(decoding: bytes) == message)
    }

    @Test("a PDU is read from its place in a buffer, whatever stands around it")
    func place() throws {
        let pdu = Array(Self.linkDownV1[13...])
        let buffer = [0x30, 0x30] + pdu + [1, 2, 3]
        #expect(try PDU(in: buffer, at: 2..<buffer.count) == Self.linkDown.pdu)
        #expect(try PDU(in: buffer, at: 2..<buffer.count + 100) == Self.linkDown.pdu)
        #expect(throws: BERError(.lengthBeyondEnd, at: 2)) { try PDU(in: buffer, at: 2..<20) }
        #expect(throws: BERError(.truncated, at: 2)) { try PDU(in: buffer, at: 2..<2) }
    }

    @Test("a trap of SNMPv1 that ends within its own fields is an error, not half a trap")
    func truncatedTrap() {
        for length in 0..<Self.linkDownV1.count {
            #expect(throws: BERError.self) { try SNMPMessage(decoding: Array(Self.linkDownV1.prefix(length))) }
        }
        var wrong = Self.linkDownV1
        wrong[24] = 0x04
        #expect(throws: BERError(.unexpectedTag(expected: 0x40, found: 0x04), at: 24)) {
            try SNMPMessage(decoding: wrong)
        }
    }
}
