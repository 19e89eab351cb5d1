import Testing

@testable import SNMP

@Suite("Requests on the wire")
struct RequestEncodingTests {
    private func message(_ pdu: (inout BERWriter) -> Void) -> [UInt8] {
        var writer = BERWriter()
        writer.message(.v2c, community: Array("public".utf8), pdu: pdu)
        return writer.bytes
    }

    @Test("a GetRequest written from names is exactly the octets of the RFC")
    func get() {
        let names: NameList = [KnownObjects.systemUpTime]
        #expect(message { $0.getRequest(names, identifier: 1) } == SNMPMessageTests.getRequest)
    }

    @Test("requests written from names are those written from bindings, however long")
    func sameAsBindings() {
        for count in [0, 1, 8, 60, 3_000] {
            let names = (0..<count).map { OID([1, 3, 6, 1, 2, 1, 2, 2, 1, 10, UInt32($0) &* 1_234_567]) }
            func expected(_ kind: PDU.Kind) -> [UInt8] {
                let pdu = PDU(kind, requestIdentifier: -9, variables: names.map { VariableBinding($0) })
                return SNMPMessage(community: Array("public".utf8), pdu: pdu).encoded()
            }
            #expect(message { $0.getRequest(NameList(names), identifier: -9) } == expected(.getRequest))
            let bulk = message {
                $0.getBulkRequest(
                    nonRepeaters: Array(names.prefix(2)), repeaters: Array(names.dropFirst(2)), maxRepetitions: 40,
                    identifier: -9)
            }
            #expect(bulk == expected(.getBulkRequest(nonRepeaters: Int64(min(count, 2)), maxRepetitions: 40)))
        }
    }
}
