import Collecting
import Metro
import Testing

@testable import GNMI

private let second: Int64 = 1_000_000_000

@Suite("A gNMI session, from Capabilities to its end")
struct GNMISessionTests {
    private static let sampled = GNMIAccess.Subscription(
        path: "/interfaces", mode: .sample, intervalMilliseconds: 10_000)
    private static let onChange = GNMIAccess.Subscription(
        path: "/interfaces/interface/state/oper-status", mode: .onChange, intervalMilliseconds: 5_000)

    private static func access(
        _ subscriptions: [GNMIAccess.Subscription] = [sampled, onChange], list: GNMIAccess.List = .stream,
        encoding: GNMIAccess.Encoding? = nil
    ) -> GNMIAccess {
        GNMIAccess(
            host: "192.0.2.1", encoding: encoding, list: list, subscriptions: subscriptions, timeoutMilliseconds: 2_000)
    }

    /// One that has its first value at `now`.
    private static func streaming(_ access: GNMIAccess = access(), now: Int64 = 100 * second) -> GNMISession {
        var session = GNMISession(access)
        _ = session.handle(.capabilities(TargetCapabilities(encodings: [.proto])), now: now)
        _ = session.handle(.update, now: now)
        return session
    }

    private static func encoding(_ actions: [GNMISession.Action]) -> GNMIAccess.Encoding? {
        actions.lazy.compactMap { if case .subscribe(let encoding) = $0 { encoding } else { nil } }.first
    }
    private static func failure(_ actions: [GNMISession.Action]) -> String? {
        actions.lazy.compactMap { if case .fail(let error) = $0 { error.description } else { nil } }.first
    }
    private static func trouble(_ actions: [GNMISession.Action]) -> String? {
        actions.lazy.compactMap { if case .trouble(let error) = $0 { error.description } else { nil } }.first
    }

    @Test(
        "The target's Capabilities decide the encoding: proto before json_ietf before json",
        arguments: [
            ([.json, .jsonIETF, .proto], .proto), ([.json, .jsonIETF], .jsonIETF), ([.json], .json), ([], .jsonIETF),
        ] as [([GNMIAccess.Encoding], GNMIAccess.Encoding)])
    func encodings(told: [GNMIAccess.Encoding], chosen: GNMIAccess.Encoding) {
        var session = GNMISession(Self.access())
        #expect(Self.encoding(session.handle(.capabilities(TargetCapabilities(encodings: told)), now: 0)) == chosen)
    }

    @Test("An encoding that is asked for is taken where the target names it, or names none")
    func wantedEncoding() {
        for told in [[.json, .proto], []] as [[GNMIAccess.Encoding]] {
            var session = GNMISession(Self.access(encoding: .json))
            #expect(Self.encoding(session.handle(.capabilities(TargetCapabilities(encodings: told)), now: 0)) == .json)
        }
    }

    @Test("An encoding that the target does not name ends the session with those that it names")
    func unsupportedEncoding() {
        var session = GNMISession(Self.access(encoding: .json))
        let actions = session.handle(.capabilities(TargetCapabilities(encodings: [.jsonIETF, .proto])), now: 0)
        #expect(
            Self.failure(actions)
                == "192.0.2.1:9339 does not speak json; it names json_ietf, proto; leave encoding out, or set one of "
                + "these")
    }

    @Test("A target without Capabilities is subscribed to in json_ietf, and a note says so")
    func withoutCapabilities() {
        var session = GNMISession(Self.access())
        let actions = session.handle(.withoutCapabilities, now: 0)
        #expect(actions == [.subscribe(.jsonIETF), .note("it has no Capabilities; encoding json_ietf")])
    }

    @Test("Version, encoding and the first models are noted")
    func notes() {
        var session = GNMISession(Self.access())
        let told = TargetCapabilities(
            encodings: [.proto], models: ["a 1", "b 2", "c 3", "d 4", "e 5"], version: "0.8.0")
        #expect(
            session.handle(.capabilities(told), now: 0) == [
                .subscribe(.proto), .note("gNMI 0.8.0, encoding proto"), .note("models: a 1, b 2, c 3 and 2 more"),
            ])
    }

    @Test("A target that takes the subscription and sends nothing is given up after the time for an answer")
    func nothingSent() {
        var session = GNMISession(Self.access())
        _ = session.handle(.withoutCapabilities, now: 0)
        #expect(session.deadline == 2 * second)
        #expect(session.handle(.tick, now: 2 * second - 1).isEmpty)
        #expect(
            Self.failure(session.handle(.tick, now: 2 * second))
                == "192.0.2.1:9339 took the subscription, but sent nothing in 2 s; check that it knows the paths, or raise "
                + "timeout")
    }

    @Test("The first sync is noted, later ones are not")
    func sync() {
        var session = Self.streaming()
        #expect(!session.isInSync)
        #expect(session.handle(.sync, now: 101 * second) == [.note("in sync: it has told everything once")])
        #expect(session.isInSync)
        #expect(session.handle(.sync, now: 102 * second).isEmpty)
    }

    @Test("A stream that misses three samples is in trouble once, and what comes again starts the count anew")
    func silence() {
        var session = Self.streaming(Self.access([Self.sampled]))
        #expect(session.deadline == 130 * second)
        #expect(session.handle(.tick, now: 130 * second - 1).isEmpty)
        #expect(
            Self.trouble(session.handle(.tick, now: 130 * second))
                == "nothing came from 192.0.2.1:9339 for 30 s, though something was asked for every 10 s; the session is "
                + "still open; check the telemetry of the device")
        #expect(session.handle(.tick, now: 200 * second).isEmpty)
        _ = session.handle(.update, now: 201 * second)
        #expect(Self.trouble(session.handle(.tick, now: 231 * second)) != nil)
    }

    @Test("Where nothing is sampled silence means nothing, unless a heartbeat was asked for")
    func quietOnChange() {
        var session = Self.streaming(Self.access([Self.onChange]))
        #expect(Self.trouble(session.handle(.tick, now: 10_000 * second)) == nil)
        var beating = Self.onChange
        beating.heartbeatMilliseconds = 60_000
        session = Self.streaming(Self.access([beating]))
        #expect(Self.trouble(session.handle(.tick, now: 280 * second)) != nil)
    }

    @Test("What is told only when it changes is told anew at its interval, while the stream is not silent")
    func refresh() {
        var session = Self.streaming()
        #expect(session.handle(.tick, now: 105 * second) == [.refresh])
        #expect(session.handle(.tick, now: 109 * second).isEmpty)
        #expect(session.handle(.tick, now: 110 * second) == [.refresh])
        // Nothing for 30 s: what it told is no longer known.
        #expect(!session.handle(.tick, now: 130 * second).contains(.refresh))
        #expect(!session.handle(.tick, now: 135 * second).contains(.refresh))
        _ = session.handle(.update, now: 136 * second)
        #expect(session.handle(.tick, now: 140 * second) == [.refresh])
    }

    @Test("Before the first value, and after the end, nothing is told anew")
    func refreshOnlyInSession() {
        var session = GNMISession(Self.access())
        _ = session.handle(.withoutCapabilities, now: 0)
        #expect(session.handle(.tick, now: second).isEmpty)
        _ = session.handle(.update, now: second)
        _ = session.handle(.closed, now: 2 * second)
        #expect(session.handle(.tick, now: 100 * second).isEmpty && session.deadline == nil)
    }

    @Test("While the ring is full nothing is judged: what is not read cannot be missed")
    func held() {
        var session = Self.streaming(Self.access([Self.sampled]))
        _ = session.handle(.held, now: 101 * second)
        #expect(session.deadline == nil)
        #expect(session.handle(.tick, now: 200 * second).isEmpty)
        _ = session.handle(.freed, now: 200 * second)
        #expect(session.handle(.tick, now: 229 * second).isEmpty)
        #expect(Self.trouble(session.handle(.tick, now: 230 * second)) != nil)
    }

    @Test("A stream that the target ends fails, for it is to be begun anew")
    func closed() {
        var session = Self.streaming()
        #expect(
            Self.failure(session.handle(.closed, now: 101 * second))
                == "192.0.2.1:9339 ended the subscription; it restarts, or its gNMI server was told to; Haomiao subscribes "
                + "again")
    }

    @Test("ONCE is done with the first sync")
    func once() {
        var session = Self.streaming(Self.access(list: .once))
        #expect(session.handle(.sync, now: 101 * second).contains(.done))
        session = Self.streaming(Self.access(list: .once))
        #expect(Self.failure(session.handle(.closed, now: 101 * second)) != nil, "not everything was told")
    }

    @Test("POLL asks at its interval, on a row that does not drift, and misses an answer with a reason")
    func poll() {
        var session = Self.streaming(Self.access([Self.sampled], list: .poll))
        #expect(session.deadline == nil, "the first answer is not complete")
        _ = session.handle(.sync, now: 100 * second)
        #expect(session.deadline == 110 * second)
        #expect(session.handle(.tick, now: 110 * second) == [.poll])
        _ = session.handle(.sync, now: 111 * second)
        #expect(session.handle(.tick, now: 137 * second) == [.poll], "what was missed is left out")
        #expect(
            Self.trouble(session.handle(.tick, now: 139 * second))
                == "192.0.2.1:9339 did not answer a poll in 2 s; it is polled again in its turn")
        #expect(session.handle(.tick, now: 140 * second) == [.poll])
    }
}
