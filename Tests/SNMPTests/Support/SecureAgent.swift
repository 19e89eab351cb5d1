@testable import SNMP

/// A fake agent behind an SNMPv3 engine.
struct SecureAgent: Sendable {
    static let engineID: [UInt8] = [0x80, 0, 0x7E, 0xD9, 5, 1, 2, 3]

    var agent: FakeAgent
    var engine: USMEngine

    init(_ agent: FakeAgent, users: [USMUser], engineID: [UInt8] = engineID, boots: Int32 = 3, at now: Int64 = 0) {
        self.agent = agent
        engine = USMEngine(engineID: engineID, boots: boots, users: users, at: now)
    }

    mutating func answer(_ datagram: [UInt8], at now: Int64) throws -> [UInt8]? {
        switch try engine.receive(datagram, at: now) {
        case .pdu(let bytes, let range, let peer):
            var reader = BERReader(Array(bytes[range]))
            guard let response = agent.answer(try PDU(reading: &reader)) else { return nil }
            var writer = BERWriter()
            response.write(to: &writer)
            return try engine.message(writer.bytes, to: peer, at: now)
        case .report(let bytes): return bytes
        case .ignored: return nil
        }
    }
}
