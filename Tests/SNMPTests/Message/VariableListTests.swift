import Testing

@testable import SNMP

@Suite("Variables read in place")
struct VariableListTests {
    private static let response = SNMPMessageTests.fullResponse.encoded()

    private func response(
        in datagram: [UInt8]
    ) throws -> (requestIdentifier: Int32, status: SNMPErrorStatus, index: Int64, list: VariableList) {
        try PDU.response(in: datagram, at: try SNMPMessage.envelope(in: datagram).pdu)
    }

    @Test("an answer read in place says what the whole message says")
    func inPlace() throws {
        let message = SNMPMessageTests.fullResponse
        let envelope = try SNMPMessage.envelope(in: Self.response)
        #expect(envelope.version == .v2c && Array(Self.response[envelope.community]) == message.community)
        let read = try response(in: Self.response)
        #expect(read.requestIdentifier == -77 && read.status == .genErr && read.index == 3)
        #expect(read.list.bindings == message.pdu.variables)
        #expect(read.list.bytes == Self.response)
    }

    @Test("what is no response is an error where it stands: a report, a request, an early end")
    func notAResponse() throws {
        #expect(throws: BERError(.unexpectedTag(expected: 0xA2, found: 0xA0), at: 13)) {
            try response(in: SNMPMessageTests.getRequest)
        }
        for length in 0..<Self.response.count {
            #expect(throws: BERError.self) { try response(in: Array(Self.response.prefix(length))) }
        }
    }

    @Test("a binding whose octets claim more than there are costs the list, one whose value makes no sense only itself")
    func brokenParts() throws {
        let odd = VariableList([
            VariableBinding([1, 3, 1], .unreadable(tag: 0x41, content: [])), VariableBinding([1, 3, 2], .integer(5)),
        ])
        #expect(odd.bindings.map(\.value) == [.unreadable(tag: 0x41, content: []), .integer(5)])
        var bytes = odd.bytes
        bytes[bytes.count - 2] = 2
        #expect(throws: BERError(.lengthBeyondEnd, at: bytes.count - 3)) {
            try VariableList(in: bytes, at: bytes.indices)
        }
        let beyond = try VariableList(in: odd.bytes, at: 0..<odd.bytes.count + 50)
        #expect(beyond == odd)
    }

    @Test("one buffer takes name after name, and nothing is left in it of one that cannot be read")
    func names() throws {
        let names: [OID] = [[1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6, 4_294_967_295], [2, 100, 3], [1, 3], [0, 0]]
        let list = VariableList(names.map { VariableBinding($0) })
        var arcs = ArcBuffer()
        for (field, name) in zip(list.fields, names) {
            try list.readName(field, into: &arcs)
            #expect(Array(arcs) == name.arcs)
            #expect(list.name(field) == name && OID(arcs) == name)
        }
        // 06 02 2B 81: an arc that does not end.
        let broken = try VariableList(in: [0x30, 0x06, 0x06, 0x02, 0x2B, 0x81, 0x05, 0x00], at: 0..<8)
        try list.readName(list.fields[0], into: &arcs)
        #expect(throws: BERError(.objectIdentifier, at: 4)) { try broken.readName(broken.fields[0], into: &arcs) }
        #expect(arcs.isEmpty && broken.name(broken.fields[0]) == [0, 0])
    }

    @Test("an identifier of 128 arcs is read, one of 129 is not")
    func longestName() throws {
        var arcs = ArcBuffer()
        let longest = OID([1, 3] + [UInt32](repeating: 300, count: 126))
        let list = VariableList([VariableBinding(longest), VariableBinding(longest.appending(1))])
        try list.readName(list.fields[0], into: &arcs)
        #expect(OID(arcs) == longest && OID.maximumArcs == 128)
        #expect(throws: BERError.self) { try list.readName(list.fields[1], into: &arcs) }
    }

    @Test("names that were asked for are known again by their octets")
    func askedNames() {
        let names: NameList = [[1, 3, 6, 1, 4, 300], [1, 3, 6, 1, 4, 301], [1, 3, 6, 1, 4]]
        let answer = VariableList(names.names.map { VariableBinding($0, .integer(1)) })
        for (asked, field) in answer.fields.enumerated() {
            for place in 0..<names.count {
                #expect(answer.isNamed(field, names.contents(place)) == (asked == place))
            }
        }
    }
}
