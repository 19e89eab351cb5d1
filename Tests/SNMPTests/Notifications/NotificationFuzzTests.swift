import Foundation
import Metro
import Sockets
import Testing

@testable import SNMP

/// A receiver with limits that let everything through, and packets of every kind.
private struct Fuzz {
    let receiver: TestReceiver
    var seeds: [[UInt8]]

    init() throws {
        let user = USMUser(
            name: Array("ops".utf8), authentication: .init(.sha256, password: Array("authpass12345".utf8)),
            privacy: .init(.aes128, password: Array("privpass12345".utf8)))
        var limits = NotificationLimits()
        limits.source = TokenBucket.Size(perSecond: 1, burst: .infinity)
        limits.all = limits.source
        receiver = Traps.receiver(
            Traps.access(users: [user], forwarders: [Traps.forwarder.withoutPort]), limits: limits)
        let down = Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2))
        var inform = Traps.pdu(NotificationNames.linkUp, Traps.link(3, operational: 1), identifier: 9, isInform: true)
        let agent = USMEngine(engineID: [0x80, 0, 0, 1, 5, 9, 9], boots: 2, users: [user], at: 0)
        let peer = USMPeer(user: user, identifier: 3, engineID: [0x80, 0, 0, 1, 5, 9, 9])
        var device = USMClient(user)
        let discovery = device.discovery(identifier: 4)
        _ = try receiver.take(discovery).replies.first.map { try device.receive($0, at: Traps.second) }
        let secured = try device.message(Traps.bytes(inform), identifier: 5, at: Traps.second)
        inform.variables += (0..<12).map { VariableBinding([1, 3, 6, $0], .octetString(Array("南山 DC2".utf8))) }
        seeds = [
            Traps.v2(down), Traps.v2(inform), Traps.v1(generic: 2, Traps.link(3, operational: 2)),
            Traps.v1(generic: 6, specific: 9, down.variables), discovery, secured,
            try agent.message(Traps.bytes(down), to: peer, at: Traps.second),
        ]
    }

    /// Mutated packets one after the other; every one must be accounted for.
    func run(_ count: Int, seed: UInt64) {
        var random = Seeded(seed)
        let sources = [Traps.pe1, Traps.pe2, Traps.forwarder, Traps.stranger]
        for round in 0..<count {
            let bytes =
                round.isMultiple(of: 16) ? seeds[round / 16 % seeds.count] : random.mutated(seeds[round % seeds.count])
            let source = round.isMultiple(of: 5) ? sources[round / 5 % sources.count] : Traps.pe1
            for action in receiver.take(bytes, from: source) {
                // What is sent is a message of SNMP, no longer than what asked for it would suggest.
                if case .reply(let reply) = action {
                    if reply.count > 65_507 || reply.first != BERTag.sequence { Issue.record("reply \(reply)") }
                }
            }
        }
    }
}

@Suite("Receiver of notifications under fuzz")
struct NotificationFuzzTests {
    @Test("forty thousand mutations of notifications of all versions never trap and are all accounted for")
    func mutations() throws {
        let fuzz = try Fuzz()
        fuzz.run(40_000, seed: 5)
        let picture = fuzz.receiver.picture()
        let counters = picture.counters
        #expect(counters.received == 40_001 && counters.accounted == counters.received)
        // Were mutations too harsh, only the outermost header would be tested.
        let outcomes = [
            counters.malformed, counters.unexpected, counters.wrongCommunity, counters.delivered, counters.unknown,
            counters.duplicates, counters.discoveries, counters.wrongDigest, counters.unknownUser,
            counters.unknownSource,
        ]
        #expect(outcomes.allSatisfy { $0 > 20 }, "\(counters)")
        #expect(picture.unknown.count <= 256 && picture.sources.count <= 64)
        #expect(picture.unknown.allSatisfy { $0.variables.count <= 9 && $0.name.count <= 160 })
    }

    @Test("garbage changes no state: what was known before is known after, and notifications go on")
    func unchanged() {
        let receiver = Traps.receiver()
        let inform = Traps.v2(Traps.pdu(NotificationNames.coldStart, identifier: 5, isInform: true))
        #expect(receiver.take(inform).delivered.count == 1)
        var random = Seeded(6)
        for _ in 0..<400 {
            let count = Int.random(in: 0..<200, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            #expect(receiver.take(bytes).isEmpty)
        }
        #expect(receiver.take(inform).delivered.isEmpty)
        #expect(receiver.take(Traps.v2(Traps.pdu(NotificationNames.coldStart))).delivered.count == 1)
        #expect(receiver.picture().unknown.isEmpty && receiver.counters().malformed == 400)
    }

    private static let capture = ProcessInfo.processInfo.environment["HAOMIAO_CORPUS"]
        .map { $0 + "/pcap/protos-c06-snmpv1-trap-enc-r1.pcap.gz" }

    @Test(
        "the PROTOS traps never trap and are all accounted for",
        .enabled(if: capture != nil, "skipped: no corpus (set HAOMIAO_CORPUS to its folder)"))
    func protos() throws {
        let packets = try udpPayloads(ofCompressed: try #require(Self.capture))
        try #require(packets.count > 8_000)
        var limits = NotificationLimits()
        limits.source = TokenBucket.Size(perSecond: 1, burst: .infinity)
        limits.all = limits.source
        let receiver = Traps.receiver(
            Traps.access(communities: [Traps.community("public")]), limits: limits)
        for packet in packets { _ = receiver.take(packet) }
        let counters = receiver.counters()
        #expect(counters.received == UInt64(packets.count) && counters.accounted == counters.received)
        #expect(counters.malformed > 0 && counters.delivered + counters.unknown > 0, "\(counters)")
        print(
            "PROTOS: \(counters.received) traps, \(counters.delivered) known, \(counters.unknown) unknown,",
            "\(counters.malformed) malformed, \(counters.unexpected) unexpected, \(counters.wrongCommunity) of another community"
        )
    }

    /// pcap of Ethernet and IPv4, either byte order; what is no UDP is left out.
    private func udpPayloads(ofCompressed path: String) throws -> [[UInt8]] {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-dc", path]
        gzip.standardOutput = output
        try gzip.run()
        let file = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
        let isLittle = file.first == 0xD4
        func word(_ offset: Int) -> Int {
            let octets = file[offset..<offset + 4]
            return (isLittle ? octets.reversed() : Array(octets)).reduce(0) { $0 << 8 | Int($1) }
        }
        var packets: [[UInt8]] = []
        var offset = 24
        while offset + 16 <= file.count {
            let start = offset + 16
            let end = min(file.count, start + word(offset + 8))
            offset = end
            // Ethernet 14, IPv4 header of its own length, UDP 8.
            guard end - start > 42, file[start + 12] == 0x08, file[start + 13] == 0, file[start + 23] == 17 else {
                continue
            }
            let payload = start + 14 + Int(file[start + 14] & 0x0F) * 4 + 8
            if payload <= end { packets.append(Array(file[payload..<end])) }
        }
        return packets
    }
}

@Suite("Receiver of notifications, at length")
struct NotificationPropertyTests {
    #if DEBUG
        static let count = 20_000
    #else
        static let count = 1_000_000
    #endif

    @Test(
        "a million mutated packets (fewer without the optimiser) never trap, are all accounted for, and leave tables of bounded size"
    )
    func million() throws {
        let fuzz = try Fuzz()
        fuzz.run(Self.count, seed: 11)
        let picture = fuzz.receiver.picture()
        #expect(picture.counters.accounted == UInt64(Self.count) + 1)
        #expect(picture.unknown.count <= 256 && picture.sources.count <= 64)
    }
}
