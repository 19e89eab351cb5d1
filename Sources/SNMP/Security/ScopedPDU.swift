/// A PDU and the context that it is about (RFC 3412 §6.8), read in place.
struct ScopedPDU: Sendable {
    let bytes: [UInt8]
    let contextEngineID: [UInt8]
    let contextName: [UInt8]
    /// The PDU, a whole element.
    let pdu: Range<Int>
    let pduTag: UInt8

    /// Octets behind the sequence are what filled the last block of a cipher.
    init(_ bytes: [UInt8], _ range: Range<Int>) throws(BERError) {
        var outer = BERReader(bytes).nested(range)
        var reader = try outer.nested(BERTag.sequence)
        contextEngineID = try reader.octetString()
        contextName = try reader.octetString()
        let start = reader.offset
        pduTag = try reader.element().tag
        pdu = start..<reader.offset
        self.bytes = bytes
    }

    static func encoded(contextEngineID: [UInt8], contextName: [UInt8], pdu: [UInt8]) -> [UInt8] {
        var context = BERWriter()
        context.octetString(contextEngineID)
        context.octetString(contextName)
        var writer = BERWriter()
        writer.element(BERTag.sequence, context.bytes + pdu)
        return writer.bytes
    }

    /// request-id of the PDU; 0 where it cannot be read, as RFC 3412 §7.1 3c has it.
    var requestIdentifier: Int32 {
        do throws(BERError) {
            var outer = BERReader(bytes).nested(pdu)
            var body = outer.nested(try outer.element().content)
            return Int32(truncatingIfNeeded: try body.integer())
        } catch {
            return 0
        }
    }

    /// What a report says; `nil` where the PDU is something else or cannot be read.
    var report: USMReport? {
        guard pduTag == USMReport.pduTag else { return nil }
        do throws(BERError) {
            var outer = BERReader(bytes).nested(pdu)
            var body = try outer.nested(USMReport.pduTag)
            for _ in 0..<3 { _ = try body.integer() }
            var list = try body.nested(BERTag.sequence)
            var binding = try list.nested(BERTag.sequence)
            return USMReport(name: try binding.objectIdentifier())
        } catch {
            return nil
        }
    }
}
