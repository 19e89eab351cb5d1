import Metro
import Sockets
import Testing

@testable import SNMP

@Suite("Receiver of traps and informs")
struct NotificationReceiverTests {
    private func link(_ actions: [NotificationReceiver.Action]) -> LinkChange? {
        if case .link(let change) = actions.delivered.first?.meaning { change } else { nil }
    }

    @Test("a linkDown of v2c is delivered with its device, interface and state")
    func version2() {
        let receiver = Traps.receiver()
        let actions = receiver.take(Traps.v2(Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2))))
        #expect(actions.count == 1 && actions.devices == [0])
        let change = link(actions)
        #expect(change?.isUp == false && change?.interface == 3 && change?.status == .down)
        #expect(actions.delivered.first?.agentTicks == 1_000 && actions.delivered.first?.version == .v2c)
        let counters = receiver.counters()
        #expect(counters.received == 1 && counters.delivered == 1 && counters.links == 1 && counters.version2 == 1)
    }

    @Test("traps of v1 are brought into the form of v2, RFC 3584 §3.1", arguments: 0...5)
    func version1Generic(generic: Int64) {
        let receiver = Traps.receiver()
        let actions = receiver.take(Traps.v1(generic: generic, Traps.link(3, operational: 1)))
        let names = [
            NotificationNames.coldStart, NotificationNames.warmStart, NotificationNames.linkDown,
            NotificationNames.linkUp, NotificationNames.authenticationFailure,
        ]
        if generic < 5 {
            #expect(actions.delivered.map(\.name) == [names[Int(generic)]])
            #expect(actions.delivered.first?.agentTicks == 1_000)
            #expect(actions.delivered.first?.agentAddress == SocketAddress(ipv4: 192, 0, 2, 1, port: 0))
        } else {
            #expect(actions.isEmpty && receiver.picture().unknown.first?.name == "1.3.6.1.6.3.1.1.5.6")
        }
        #expect(receiver.counters().version1 == 1)
    }

    @Test("an enterprise's trap of v1 is named by enterprise, 0 and number, and kept to be looked at")
    func version1Specific() {
        let receiver = Traps.receiver()
        #expect(
            receiver.take(
                Traps.v1(generic: 6, specific: 42, [VariableBinding([1, 3, 6, 1, 4, 1, 9, 1], .integer(5))])
            ).isEmpty)
        let unknown = receiver.picture().unknown
        #expect(
            unknown == [
                TrapPicture.Unknown(
                    timeNanoseconds: Traps.second, source: "192.0.2.1:50001", device: "pe1", version: "v1",
                    name: "1.3.6.1.4.1.2011.5.25.0.42", variables: ["1.3.6.1.4.1.9.1 = 5"])
            ])
        #expect(receiver.counters().unknown == 1 && receiver.counters().delivered == 0)
    }

    @Test("an inform is answered with its own identifier and variables; sent again it is answered, not delivered again")
    func inform() throws {
        let receiver = Traps.receiver()
        let pdu = Traps.pdu(
            NotificationNames.linkUp, Traps.link(3, operational: 1), identifier: 77, isInform: true)
        let first = receiver.take(Traps.v2(pdu))
        #expect(link(first)?.status == .up)
        let answer = try SNMPMessage(decoding: try #require(first.replies.first))
        #expect(answer.pdu.kind == .response(.noError, errorIndex: 0) && answer.version == .v2c)
        #expect(answer.pdu.requestIdentifier == 77 && answer.pdu.variables == pdu.variables)
        #expect(answer.community == Array("s3cret".utf8))
        let again = receiver.take(Traps.v2(pdu), at: 16)
        #expect(again.replies == first.replies && again.delivered.isEmpty)
        let counters = receiver.counters()
        #expect(counters.informsAnswered == 2 && counters.duplicates == 1 && counters.delivered == 1)
    }

    @Test("an inform with a known identifier is news where sender, time or name are others, or minutes have passed")
    func similarInforms() {
        let down = Traps.link(3, operational: 2)
        func inform(_ name: OID = NotificationNames.linkDown, ticks: UInt32 = 1_000) -> [UInt8] {
            Traps.v2(Traps.pdu(name, down, ticks: ticks, identifier: 1, isInform: true), community: "shared")
        }
        let receiver = Traps.receiver(Traps.access(communities: [Traps.community("shared")]))
        #expect(receiver.take(inform()).delivered.count == 1)
        #expect(receiver.take(inform(), from: Traps.pe2).delivered.count == 1)
        #expect(receiver.take(inform(ticks: 5)).delivered.count == 1)
        #expect(receiver.take(inform(NotificationNames.linkUp)).delivered.count == 1)
        #expect(receiver.take(inform(), at: 200).delivered.isEmpty)
        #expect(receiver.take(inform(), at: 501).delivered.count == 1)
        #expect(receiver.counters().duplicates == 1)
    }

    @Test("authentication failures that devices report are counted for their device; wrong communities apart from them")
    func authenticationFailures() {
        let receiver = Traps.receiver()
        let failure = Traps.pdu(NotificationNames.authenticationFailure)
        for _ in 0..<3 { _ = receiver.take(Traps.v2(failure)) }
        #expect(receiver.take(Traps.v2(failure, community: "public")).isEmpty)
        let picture = receiver.picture()
        #expect(picture.counters.authenticationFailures == 3 && picture.counters.wrongCommunity == 1)
        #expect(picture.sources.map(\.authenticationFailures) == [3] && picture.sources.first?.device == "pe1")
    }

    @Test("a forged trap changes nothing: not by address, not by community, not by the address that it names")
    func forged() {
        let receiver = Traps.receiver()
        let down = Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2))
        #expect(receiver.take(Traps.v2(down), from: Traps.stranger).isEmpty)
        #expect(receiver.take(Traps.v2(down, community: "public")).isEmpty)
        // Another device's community.
        #expect(receiver.take(Traps.v2(down, community: "other")).isEmpty)
        #expect(receiver.take(Traps.v2(down), from: Traps.pe2).isEmpty)
        // pe2, with its own community, in the name of pe1: it is taken for what it is.
        let named = receiver.take(
            Traps.v1(generic: 2, Traps.link(3, operational: 2), community: "other"), from: Traps.pe2)
        #expect(named.devices == [1])
        // An inform of somebody who may not send is not answered either.
        let inform = Traps.pdu(NotificationNames.linkDown, isInform: true)
        #expect(receiver.take(Traps.v2(inform, community: "public")).isEmpty)
        let counters = receiver.counters()
        #expect(counters.unknownSource == 1 && counters.wrongCommunity == 4 && counters.delivered == 1)
        #expect(counters.received == counters.accounted)
    }

    @Test("a device without a secret of its own is believed only with the receiver's")
    func receiversCommunity() {
        let down = Traps.v2(Traps.pdu(NotificationNames.linkDown), community: "shared")
        let without = Traps.receiver(Traps.access(pe1: nil))
        #expect(without.take(down).isEmpty)
        let with = Traps.receiver(Traps.access(pe1: nil, communities: [Traps.community("shared")]))
        #expect(with.take(down).devices == [0])
        #expect(with.take(down, from: Traps.pe2).devices == [1])
    }

    @Test("a forwarder speaks for the device that it names, by agent-addr or snmpTrapAddress; for no other")
    func forwarders() {
        let receiver = Traps.receiver(
            Traps.access(
                communities: [Traps.community("relay")], forwarders: [Traps.forwarder.withoutPort]))
        let address: OID = [1, 3, 6, 1, 6, 3, 18, 1, 3, 0]
        func v2(_ last: UInt8) -> [UInt8] {
            Traps.v2(
                Traps.pdu(
                    NotificationNames.coldStart, [VariableBinding(address, .ipAddress([192, 0, 2, last]))]),
                community: "relay")
        }
        let old = Traps.v1(generic: 0, agent: [192, 0, 2, 2], community: "relay")
        #expect(receiver.take(old, from: Traps.forwarder).devices == [1])
        #expect(receiver.take(v2(1), from: Traps.forwarder).devices == [0])
        #expect(receiver.take(v2(99), from: Traps.forwarder).isEmpty)
        let nameless = Traps.v2(Traps.pdu(NotificationNames.coldStart), community: "relay")
        #expect(receiver.take(nameless, from: Traps.forwarder).isEmpty)
        #expect(receiver.counters().unknownSource == 2)
    }

    @Test("devices that share an address are told apart by community, and left alone where that does not suffice")
    func sharedAddress() {
        let access = NotificationAccess(
            devices: [
                .init(id: "a", addresses: [Traps.pe1], credentials: .community(Traps.community("one"))),
                .init(id: "b", addresses: [Traps.pe1], credentials: .community(Traps.community("two"))),
            ], communities: [Traps.community("both")], engineID: Traps.engineID, engineBoots: 1)
        let receiver = Traps.receiver(access)
        let start = Traps.pdu(NotificationNames.warmStart)
        #expect(receiver.take(Traps.v2(start, community: "two")).devices == [1])
        #expect(receiver.take(Traps.v2(start, community: "both")).isEmpty)
        #expect(receiver.counters().ambiguous == 1 && receiver.picture().sources.first?.device == nil)
    }

    @Test("requests, responses and notifications of another version are unexpected; what cannot be read is malformed")
    func notNotifications() {
        let receiver = Traps.receiver()
        let kinds: [PDU.Kind] = [.getRequest, .getNextRequest, .response(.noError, errorIndex: 0), .report]
        for kind in kinds { #expect(receiver.take(Traps.v2(PDU(kind, requestIdentifier: 1, variables: []))).isEmpty) }
        let v1InV2 = SNMPMessage(
            version: .v2c, community: Array("s3cret".utf8),
            pdu: PDU(
                .trapV1(
                    TrapV1(
                        enterprise: Traps.enterprise, agentAddress: [], generic: 2, specific: 0, timeStamp: 0)),
                requestIdentifier: 0, variables: []))
        #expect(receiver.take(v1InV2.encoded()).isEmpty)
        var set = Traps.v2(Traps.pdu(NotificationNames.linkDown))
        set[set.firstIndex(of: 0xA7) ?? 0] = 0xA3
        #expect(receiver.take(set).isEmpty)
        #expect(receiver.counters().unexpected == 6)
        let nameless = PDU(.trap, requestIdentifier: 1, variables: [])
        for bytes in [[], [0x30], Array("GET / HTTP/1.1".utf8), Traps.v2(nameless), Traps.v1(generic: 7)] {
            #expect(receiver.take(bytes).isEmpty)
        }
        #expect(receiver.counters().malformed == 5 && receiver.counters().accounted == 11)
    }

    @Test("agents that put sysUpTime and snmpTrapOID elsewhere, or leave the time out, are understood")
    func order() {
        let receiver = Traps.receiver()
        var pdu = Traps.pdu(NotificationNames.linkDown, Traps.link(3, operational: 2))
        pdu.variables = Array(pdu.variables.dropFirst().reversed())
        let actions = receiver.take(Traps.v2(pdu))
        #expect(link(actions)?.interface == 3 && actions.delivered.first?.agentTicks == nil)
    }
}
