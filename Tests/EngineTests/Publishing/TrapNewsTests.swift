import Collecting
import Foundation
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("What traps change in the picture")
struct TrapNewsTests {
    /// A measured city with a receiver of traps; the first link's A end is subject 0.
    private struct City {
        let core: EngineCore
        var board = SubjectBoard(interfaces: 5, paths: 2)

        init() {
            var setup = SmallCity.measured()
            setup.collectors.traps.isEnabled = true
            core = EngineCore(setup)
        }

        func status(_ kind: CollectorKind, _ status: UInt64, at seconds: Double) {
            let now = midnight + Int64(seconds * 1e9)
            core.lanes.offer(kind, [.gauge(.operationalStatus, subject: 0, value: status, at: now)])
        }
        func picture(_ seconds: Double) -> MetroSnapshot {
            let now = midnight + Int64(seconds * 1e9)
            core.drain(wallNanoseconds: now, monotonicNanoseconds: now)
            let board = board
            return core.snapshot(
                wallNanoseconds: now, monotonicNanoseconds: now, targets: [], board: board,
                clock: SimulatedRun.clock)
        }
        func state(_ seconds: Double) -> OperationalStatus? {
            picture(seconds).links[0].forward.operationalStatus.value
        }
    }

    @Test("a state that a trap tells holds from the next picture on, until a newer poll says otherwise")
    func state() {
        let city = City()
        city.status(.snmp, 1, at: 1)
        #expect(city.state(2) == .up)
        city.status(.trap, 2, at: 3)
        #expect(city.state(3.1) == .down)
        // A poll that was under way, and is older than the news.
        city.status(.snmp, 1, at: 2.9)
        #expect(city.state(3.3) == .down)
        city.status(.snmp, 1, at: 4)
        #expect(city.state(4.1) == .up)
        // News older than that poll.
        city.status(.trap, 2, at: 3.9)
        let picture = city.picture(4.3)
        #expect(picture.links[0].forward.operationalStatus.value == .up)
        #expect(picture.pipeline.dropped.first { $0.reason == "late" }?.count == 2)
        #expect(picture.pipeline.lanes.map(\.name) == ["snmp", "stamp", "trap"])
    }

    @Test("a link that goes down is an event, and says that a trap told it")
    func event() throws {
        var city = City()
        city.status(.snmp, 1, at: 1)
        _ = city.picture(2)
        city.status(.trap, 2, at: 2.5)
        city.board.apply(.interfaceTold(subject: 0, isUp: false, atNanoseconds: midnight + 5 * second / 2))
        let events = (3...8).map { city.picture(Double($0)).events }.last ?? []
        let down = try #require(events.first { $0.kind == .linkDown })
        #expect(down.subject == .link("east-middle") && down.severity == .breach && down.isToldByTrap)
        let document = try decoded(SnapshotDocument(city.picture(9), seconds: 1, version: "1").json())
        let entry = try #require(document.list("events").first { $0.text("kind") == "link_down" })
        #expect(entry.text("told_by") == "trap")
    }

    @Test(
        "a link that a poll found down is no news of a trap, where the trap is old or says that it came up",
        arguments: [(false, -60.0), (true, 1.4)])
    func foundByPoll(isUp: Bool, told: Double) throws {
        var city = City()
        city.status(.snmp, 2, at: 1.5)
        city.board.apply(
            .interfaceTold(subject: 0, isUp: isUp, atNanoseconds: midnight + Int64(told * Double(second))))
        let events = (2...7).map { city.picture(Double($0)).events }.last ?? []
        #expect(events.first { $0.kind == .linkDown }?.isToldByTrap == false)
        let document = try decoded(SnapshotDocument(city.picture(9), seconds: 1, version: "1").json())
        #expect(document.list("events").contains { $0.text("kind") == "link_down" })
        #expect(document.list("events").allSatisfy { $0["told_by"] == nil } && document["traps"] == nil)
    }

    @Test("what the receiver has seen stands in the picture and in JSON, its outcomes adding up")
    func document() throws {
        var city = City()
        var counters = TrapPicture.Counters()
        for (path, count) in [
            (\TrapPicture.Counters.limited, UInt64(1)), (\.unknownSource, 2), (\.malformed, 3), (\.unexpected, 4),
            (\.wrongCommunity, 5), (\.discoveries, 6), (\.unknownUser, 7), (\.wrongDigest, 8), (\.lowLevel, 9),
            (\.outsideTimeWindow, 10), (\.undecryptable, 11), (\.ambiguous, 12), (\.duplicates, 13),
            (\.delivered, 14), (\.unknown, 15), (\.received, 120),
        ] as [(WritableKeyPath<TrapPicture.Counters, UInt64>, UInt64)] { counters[keyPath: path] = count }
        #expect(counters.accounted == 120)
        let picture = TrapPicture(
            address: ":162", counters: counters,
            sources: [
                .init(
                    address: "192.0.2.1", device: "east", received: 12_345, limited: 9, authenticationFailures: 2,
                    lastTenSeconds: 7, isLimited: true, lastNanoseconds: midnight)
            ],
            unknown: [
                .init(
                    timeNanoseconds: midnight, source: "192.0.2.1:9", device: nil, version: "v1", name: "1.3.6",
                    variables: ["1.3 = 5"])
            ])
        city.board.apply(.traps(picture))
        let snapshot = city.picture(1)
        #expect(snapshot.traps == picture)
        let traps = try decoded(SnapshotDocument(snapshot, seconds: 1, version: "1").json()).object("traps")
        let outcomes = traps.object("counters")["outcomes"] as? [String: Double] ?? [:]
        #expect(outcomes.count == 15 && outcomes.values.reduce(0, +) == 120)
        let source = try #require(traps.list("sources").first)
        #expect(source.text("device") == "east" && source.number("received") == 12_345)
        #expect(source["is_limited"] as? Bool == true)
        let unknown = try #require(traps.list("unknown").first)
        #expect(unknown.text("name") == "1.3.6" && unknown["device"] == nil)
        #expect(unknown["variables"] as? [String] == ["1.3 = 5"])
    }
}
