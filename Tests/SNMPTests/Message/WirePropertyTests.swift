import Testing

@testable import SNMP

/// Whatever comes, every decoder ends with a value or an error, and they agree with each other.
@Suite("The wire under fuzz")
struct WirePropertyTests {
    #if DEBUG
        private static let packets = 20_000
    #else
        private static let packets = 1_000_000
    #endif

    /// What a round of decoding found.
    private struct Tally {
        var messages = 0, responses = 0, traps = 0, values = 0, unreadable = 0, names = 0
    }

    /// v1 and v2c requests, answers, traps and informs, and what stands in a v3 message: a header around a ScopedPDU.
    private static let seeds: [[UInt8]] = [
        SNMPMessageTests.getRequest, SNMPMessageTests.fullResponse.encoded(), NotificationMessageTests.linkDownV1,
        notification(.trap), notification(.informRequest), notification(.report), bulkRequest, interfaces, version3,
    ]

    private static func notification(_ kind: PDU.Kind) -> [UInt8] {
        let pdu = PDU(kind, requestIdentifier: 300, variables: NotificationMessageTests.variables)
        return SNMPMessage(community: Array("public".utf8), pdu: pdu).encoded()
    }

    private static let bulkRequest: [UInt8] = {
        var writer = BERWriter()
        writer.message(.v2c, community: []) {
            $0.getBulkRequest(nonRepeaters: [[1, 3]], repeaters: [[1, 3, 6]], maxRepetitions: 10, identifier: 5)
        }
        return writer.bytes
    }()

    /// Counters and names of two interfaces.
    private static let interfaces: [UInt8] = {
        let variables = (1...2).flatMap { (index: UInt32) in
            [
                VariableBinding([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 6, index << 20], .counter64(1 << 50)),
                VariableBinding([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, index << 20], .octetString(Array("城域-1".utf8))),
                VariableBinding([1, 3, 6, 1, 2, 1, 2, 2, 1, 8, index << 20], .integer(1)),
            ]
        }
        let pdu = PDU(.response(.noError, errorIndex: 0), requestIdentifier: 1, variables: variables)
        return SNMPMessage(community: Array("public".utf8), pdu: pdu).encoded()
    }()

    /// RFC 3412 §6: version, msgGlobalData, security parameters, ScopedPDU.
    private static let version3: [UInt8] = {
        var writer = BERWriter()
        writer.constructed(BERTag.sequence) { message in
            message.integer(3)
            message.constructed(BERTag.sequence) { global in
                global.integer(77)
                global.integer(65_507)
                global.octetString([4])
                global.integer(3)
            }
            message.octetString([UInt8](repeating: 0x30, count: 20))
            message.constructed(BERTag.sequence) { scoped in
                scoped.octetString([0x80, 0, 0, 1])
                scoped.octetString([])
                scoped.getRequest([KnownObjects.systemUpTime], identifier: 12)
            }
        }
        return writer.bytes
    }()

    @Test("packets mutated at random never trap, and what reads in place reads the same as a whole")
    func mutations() {
        var random = Seeded(0x5EED)
        var tally = Tally()
        for round in 0..<Self.packets {
            Self.decode(random.mutated(Self.seeds[round % Self.seeds.count]), &tally)
        }
        // Were the mutations too harsh, only the outermost header would be tested; too mild, nothing would.
        #expect(tally.messages > Self.packets / 20 && tally.messages < Self.packets, "\(tally)")
        #expect(tally.responses > Self.packets / 50 && tally.traps > Self.packets / 100, "\(tally)")
        #expect(tally.values > Self.packets / 10 && tally.names > Self.packets / 10, "\(tally)")
        #expect(tally.unreadable > Self.packets / 1_000, "\(tally)")
        print("wire fuzz: \(Self.packets) packets, \(tally)")
    }

    /// #expect for a million packets: it costs nothing where the promise is kept.
    private static func promise(_ isKept: Bool, _ packet: [UInt8], line: Int = #line) {
        if !isKept { Issue.record("line \(line) does not hold for \(packet)") }
    }

    private static func decode(_ packet: [UInt8], _ tally: inout Tally) {
        let whole = try? SNMPMessage(decoding: packet)
        if let whole {
            tally.messages += 1
            if case .trapV1 = whole.pdu.kind {
                tally.traps += 1
            } else {
                promise(SNMPMessage.requestIdentifier(in: packet) == whole.pdu.requestIdentifier, packet)
            }
        }
        inPlace(packet, whole, &tally)
        framing(packet, &tally)
    }

    /// The answer's header and variables without a whole message.
    private static func inPlace(_ packet: [UInt8], _ whole: SNMPMessage?, _ tally: inout Tally) {
        guard let envelope = try? SNMPMessage.envelope(in: packet),
            let response = try? PDU.response(in: packet, at: envelope.pdu)
        else {
            if case .response = whole?.pdu.kind { Issue.record("read as a whole but not in place: \(packet)") }
            return
        }
        tally.responses += 1
        var arcs = ArcBuffer()
        var hasBrokenName = false
        for field in response.list.fields {
            do throws(BERError) {
                try response.list.readName(field, into: &arcs)
                tally.names += 1
                promise(response.list.name(field).arcs.elementsEqual(arcs), packet)
            } catch {
                hasBrokenName = true
            }
            tally.values += 1
            if case .unreadable = response.list.value(field) { tally.unreadable += 1 }
        }
        // The whole message wants every name.
        promise((whole == nil) == hasBrokenName, packet)
        guard let whole else { return }
        promise(whole.pdu.variables == response.list.bindings, packet)
        promise(whole.pdu.requestIdentifier == response.requestIdentifier, packet)
        promise(whole.pdu.kind == .response(response.status, errorIndex: response.index), packet)
    }

    /// Elements within elements, to any depth, as the header of a v3 message is read.
    private static func framing(_ packet: [UInt8], _ tally: inout Tally) {
        var open = [BERReader(packet)]
        var steps = 0
        while var reader = open.popLast(), steps < 1_000 {
            while !reader.isAtEnd, let element = try? reader.element() {
                steps += 1
                promise(element.content.upperBound == reader.offset && reader.offset <= packet.count, packet)
                if element.tag & 0x20 != 0 || element.tag == BERTag.octetString {
                    open.append(reader.nested(element.content))
                }
                if PDUTag.getRequest...PDUTag.report ~= element.tag {
                    _ = try? PDU(in: packet, at: element.content.lowerBound - 2..<packet.count)
                }
            }
        }
    }

    @Test("random octets behind a believable header never trap")
    func randomOctets() {
        var random = Seeded(3)
        var tally = Tally()
        for _ in 0..<Self.packets / 4 {
            let count = Int.random(in: 0..<100, using: &random)
            let octets = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let tag = UInt8.random(in: PDUTag.getRequest...PDUTag.report, using: &random)
            Self.decode([0x30, UInt8(count + 7), 0x02, 1, 1, 0x04, 0, tag, UInt8(count)] + octets, &tally)
            Self.decode(octets, &tally)
        }
    }

    @Test("messages made at random survive writing and reading, in place and as a whole")
    func roundTrips() throws {
        var random = Seeded(0xB0B)
        for _ in 0..<Self.packets / 20 {
            let message = random.message()
            let bytes = message.encoded()
            #expect(try SNMPMessage(decoding: bytes) == message)
            let list = VariableList(message.pdu.variables)
            #expect(list.bindings == message.pdu.variables)
            let behind = try VariableList(in: bytes + list.bytes, at: bytes.count..<bytes.count + list.bytes.count)
            #expect(behind.bindings == message.pdu.variables)
        }
    }
}

extension Seeded {
    fileprivate mutating func message() -> SNMPMessage {
        let variables = (0..<Int.random(in: 0...40, using: &self)).map { _ in VariableBinding(name(), value()) }
        let number = Int64(truncatingIfNeeded: next()) >> Int64.random(in: 0..<64, using: &self)
        let identifier = Int32(truncatingIfNeeded: next())
        let kinds: [PDU.Kind] = [
            .getRequest, .getNextRequest, .response(SNMPErrorStatus(rawValue: number), errorIndex: number),
            .getBulkRequest(nonRepeaters: number, maxRepetitions: number), .informRequest, .trap, .report,
            .trapV1(
                TrapV1(
                    enterprise: name(), agentAddress: octets(4), generic: number, specific: number,
                    timeStamp: UInt32(truncatingIfNeeded: next()))),
        ]
        let kind = kinds[Int.random(in: 0..<kinds.count, using: &self)]
        var isTrapV1 = false
        if case .trapV1 = kind { isTrapV1 = true }
        return SNMPMessage(
            version: isTrapV1 ? .v1 : .v2c, community: octets(Int.random(in: 0...200, using: &self)),
            pdu: PDU(kind, requestIdentifier: isTrapV1 ? 0 : identifier, variables: variables))
    }

    private mutating func octets(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// First arc 0 to 2, second below 40 under 0 and 1 (X.690 §8.19.4), then arcs of every length.
    private mutating func name() -> OID {
        let first = UInt32.random(in: 0...2, using: &self)
        let second = UInt32.random(in: 0..<(first < 2 ? 40 : .max), using: &self)
        let more = (0..<Int.random(in: 0...20, using: &self)).map { _ in
            UInt32(truncatingIfNeeded: next()) >> UInt32.random(in: 0..<32, using: &self)
        }
        return OID([first, second] + more)
    }

    private mutating func value() -> SNMPValue {
        let number = next() >> UInt64.random(in: 0..<64, using: &self)
        let values: [SNMPValue] = [
            .integer(Int64(bitPattern: number)), .octetString(octets(Int.random(in: 0...300, using: &self))), .null,
            .objectIdentifier(name()), .ipAddress(octets(4)), .counter32(UInt32(truncatingIfNeeded: number)),
            // From 2⁶⁴ − 2³¹ on a gauge reads as a 32-bit one whose leading zero was left out.
            .gauge32(min(number, UInt64(bitPattern: Int64(Int32.min)) - 1)),
            .timeTicks(UInt32(truncatingIfNeeded: number)), .opaque(octets(7)), .counter64(number), .noSuchObject,
            .noSuchInstance, .endOfMibView, .unreadable(tag: 0x49, content: octets(3)),
        ]
        return values[Int.random(in: 0..<values.count, using: &self)]
    }
}
