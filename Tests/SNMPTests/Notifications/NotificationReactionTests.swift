import Collecting
import Metro
import Synchronization
import Telemetry
import Testing

@testable import SNMP

/// What a poller knows, as the test says.
final class KnownInterfaces: PolledInterfaces {
    struct State: Sendable {
        var subjects: [UInt32: UInt32] = [:]
        var ticks: UInt32?
    }
    let state: Mutex<State>

    init(_ subjects: [UInt32: UInt32], ticks: UInt32?) { state = Mutex(State(subjects: subjects, ticks: ticks)) }

    func subject(ofInterface ifIndex: UInt32) -> UInt32? { state.withLock { $0.subjects[ifIndex] } }
    var lastAgentTicks: UInt32? { state.withLock { $0.ticks } }
}

/// A reaction under test.
private final class TestReaction {
    private var reaction = NotificationReaction()
    var outdated: UInt64 { reaction.outdated }
    var otherInterfaces: UInt64 { reaction.otherInterfaces }

    func react(
        to notification: SNMP.Notification, of device: NotificationAccess.Device, wallNanoseconds: Int64
    ) -> NotificationReaction.Effects {
        reaction.react(to: notification, of: device, wallNanoseconds: wallNanoseconds)
    }
}

@Suite("What notifications change")
struct NotificationReactionTests {
    private static let news = Finding.news(of: "snmp/pe1")

    private func device(_ poller: KnownInterfaces?) -> NotificationAccess.Device {
        .init(id: "pe1", addresses: [], credentials: nil, poller: poller)
    }
    private func notification(
        _ name: OID, _ variables: [VariableBinding] = [], ticks: UInt32? = 5_000
    ) -> SNMP.Notification {
        SNMP.Notification(
            version: .v2c, isInform: false, name: name, agentTicks: ticks, agentAddress: nil, variables: variables)
    }
    private func link(_ isUp: Bool, _ index: UInt32 = 3, ticks: UInt32? = 5_000) -> SNMP.Notification {
        notification(
            isUp ? NotificationNames.linkUp : NotificationNames.linkDown,
            Traps.link(index, operational: isUp ? 1 : 2), ticks: ticks)
    }

    @Test("a linkDown is a state of the interface at its time, is noted, and has the device asked")
    func down() {
        let reaction = TestReaction()
        let effects = reaction.react(
            to: link(false), of: device(KnownInterfaces([3: 17], ticks: 4_000)), wallNanoseconds: 99)
        #expect(effects.samples == [.gauge(.operationalStatus, subject: 17, value: 2, at: 99)])
        #expect(
            effects.findings == [.interfaceTold(subject: 17, isUp: false, atNanoseconds: 99), Self.news])
    }

    @Test("a linkUp into another state than up tells that state")
    func dormant() {
        let reaction = TestReaction()
        let up = notification(NotificationNames.linkUp, Traps.link(3, operational: 5))
        let effects = reaction.react(
            to: up, of: device(KnownInterfaces([3: 17], ticks: nil)), wallNanoseconds: 99)
        #expect(effects.samples.map(\.payload) == [5])
    }

    @Test("news older than the last poll, or than the last news of that interface, change nothing; the device is asked")
    func outdated() {
        let reaction = TestReaction()
        let poller = KnownInterfaces([3: 17, 4: 18], ticks: 6_000)
        let late = reaction.react(to: link(false), of: device(poller), wallNanoseconds: 99)
        #expect(late.samples.isEmpty && late.findings == [Self.news])
        // An inform of the time before a linkUp, sent again after it.
        poller.state.withLock { $0.ticks = 1_000 }
        #expect(
            reaction.react(to: link(true, ticks: 7_000), of: device(poller), wallNanoseconds: 100).samples.count == 1)
        #expect(reaction.react(to: link(false, ticks: 6_500), of: device(poller), wallNanoseconds: 101).samples.isEmpty)
        // Of another interface nothing newer is known; news of one instant come in their order.
        #expect(
            reaction.react(to: link(false, 4, ticks: 6_500), of: device(poller), wallNanoseconds: 102).samples.count
                == 1)
        #expect(
            reaction.react(to: link(false, ticks: 7_000), of: device(poller), wallNanoseconds: 103).samples.count == 1)
        #expect(reaction.outdated == 2 && reaction.otherInterfaces == 0)
    }

    @Test("a device that started again is not held to its former time, nor to one before sysUpTime went round")
    func restart() {
        let reaction = TestReaction()
        let poller = KnownInterfaces([3: 17], ticks: 900_000_000)
        #expect(reaction.react(to: link(false, ticks: 300), of: device(poller), wallNanoseconds: 1).samples.count == 1)
        let round = KnownInterfaces([3: 18], ticks: .max - 5)
        #expect(reaction.react(to: link(false, ticks: 20), of: device(round), wallNanoseconds: 1).samples.count == 1)
        let unknown = KnownInterfaces([3: 19], ticks: 7)
        #expect(reaction.react(to: link(false, ticks: nil), of: device(unknown), wallNanoseconds: 1).samples.count == 1)
    }

    @Test("an interface that nothing uses changes nothing and costs no poll; before the first walk one finds out")
    func otherInterfaces() {
        let reaction = TestReaction()
        let walked = device(KnownInterfaces([3: 17], ticks: 10))
        #expect(reaction.react(to: link(false, 8), of: walked, wallNanoseconds: 1).findings.isEmpty)
        let starting = device(KnownInterfaces([:], ticks: nil))
        #expect(reaction.react(to: link(false), of: starting, wallNanoseconds: 1).findings == [Self.news])
        let nameless = notification(NotificationNames.linkDown)
        #expect(reaction.react(to: nameless, of: walked, wallNanoseconds: 1).findings == [Self.news])
        #expect(reaction.react(to: link(false), of: device(nil), wallNanoseconds: 1).samples.isEmpty)
        #expect(reaction.otherInterfaces == 4)
    }

    @Test("a linkUp that says down changes nothing but has the device asked")
    func contradiction() {
        let reaction = TestReaction()
        let effects = reaction.react(
            to: notification(NotificationNames.linkUp, Traps.link(3, operational: 2)),
            of: device(KnownInterfaces([3: 17], ticks: nil)), wallNanoseconds: 1)
        #expect(effects.samples.isEmpty && effects.findings == [Self.news])
    }

    @Test("a start has the device asked; an authentication failure does not")
    func others() {
        let reaction = TestReaction()
        let device = device(KnownInterfaces([:], ticks: nil))
        for name in [NotificationNames.coldStart, NotificationNames.warmStart] {
            #expect(
                reaction.react(to: notification(name), of: device, wallNanoseconds: 1).findings == [Self.news])
        }
        let failure = notification(NotificationNames.authenticationFailure)
        #expect(reaction.react(to: failure, of: device, wallNanoseconds: 1).findings.isEmpty)
    }
}
