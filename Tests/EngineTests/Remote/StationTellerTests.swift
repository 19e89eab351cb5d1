import Collecting
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("What an instance says in its stream")
struct StationTellerTests {
    /// An instance whose ring and board the test fills, read back by the reader of the engine.
    private final class Scene {
        let lanes = CollectorLanes([.stamp], capacity: 4_096)
        var board: SubjectBoard
        var targets: [TargetHealth]
        var now: Int64 = 0
        private var teller: StationTeller

        init(paths: Int) {
            board = SubjectBoard(interfaces: 0, paths: paths)
            let ids = (0..<paths).map { PathID("p\($0)") }
            targets = ids.map { id in
                TargetHealth(
                    TargetDescription(kind: .stamp, name: id.text, address: "192.0.2.9:862"), cadence: .continuous)
            }
            teller = StationTeller(ids: ids, software: "haomiao 9")
        }

        func lines() throws -> [ProbeLine] {
            let bytes = teller.bytes(
                ring: lanes.ring, targets: targets, board: board, clock: nil, wallNanoseconds: midnight + now,
                monotonicNanoseconds: now)
            return try bytes.split(separator: UInt8(ascii: "\n")).map { try #require(ProbeLine(Array($0))) }
        }

        func offer(_ count: Int, from first: Int64 = 0) -> Int {
            lanes.offer(
                .stamp, (first..<first + Int64(count)).map { .lost(subject: 0, direction: .forward, at: midnight + $0) }
            )
        }
    }

    private func states(_ lines: [ProbeLine]) -> [ProbeLine.PathState] {
        lines.compactMap { if case .path(let state) = $0 { state } else { nil } }
    }
    private func samples(_ lines: [ProbeLine]) -> [[Sample]] {
        lines.compactMap { if case .samples(let samples, _) = $0 { samples } else { nil } }
    }
    private func beats(_ lines: [ProbeLine]) -> [ProbeLine.Heartbeat] {
        lines.compactMap { if case .heartbeat(let beat) = $0 { beat } else { nil } }
    }

    @Test("It greets once, names every path before any sample, and beats each second")
    func order() throws {
        let scene = Scene(paths: 2)
        #expect(scene.offer(1) == 1)
        let lines = try scene.lines()
        #expect(
            lines.first == .hello(.init(version: 1, software: "haomiao 9", wallNanoseconds: midnight)))
        #expect(states(lines).map(\.id) == ["p0", "p1"] && states(lines).map(\.path) == [0, 1])
        #expect(lines.count == 5 && beats(lines).count == 1)
        #expect(samples(lines).count == 1)
        #expect(lines.last == .samples([.lost(subject: 0, direction: .forward, at: midnight)], invalid: 0))
        scene.now = 999_999_999
        #expect(try scene.lines().isEmpty)
        scene.now = second
        #expect(beats(try scene.lines()).map(\.wallNanoseconds) == [midnight + second])
    }

    @Test("Samples come in lines of a bounded length, in the order in which they were measured")
    func batches() throws {
        let scene = Scene(paths: 1)
        _ = try scene.lines()
        #expect(scene.offer(1_200) == 1_200)
        let batches = samples(try scene.lines())
        #expect(batches.map(\.count) == [512, 512, 176])
        #expect(batches.joined().map(\.timeNanoseconds) == (midnight..<midnight + 1_200).map { $0 })
    }

    @Test("While nobody reads, samples are dropped and counted, and the stream says how many")
    func stalled() throws {
        let scene = Scene(paths: 1)
        _ = try scene.lines()
        #expect(scene.offer(5_000) == 4_096)
        scene.now = second
        let lines = try scene.lines()
        #expect(beats(lines).map(\.droppedSamples) == [904])
        #expect(samples(lines).joined().count == 4_096)
    }

    @Test("A path is spoken of when there is something new to say, and in trouble at once")
    func changes() throws {
        let scene = Scene(paths: 3)
        _ = try scene.lines()
        scene.targets[1].apply(
            .trouble(CollectorError(.timeout, "no answer", advice: "look")), wallNanoseconds: midnight)
        scene.targets[2].apply(.notes(["one"]), wallNanoseconds: midnight)
        scene.now = second
        let said = states(try scene.lines())
        #expect(said.map(\.id) == ["p1", "p2"])
        #expect(said.first?.trouble == .init(code: "timeout", message: "no answer", advice: "look"))
        #expect(said.last?.notes == ["one"])
        scene.now = 2 * second
        #expect(states(try scene.lines()).isEmpty)
        scene.targets[1].apply(.trouble(nil), wallNanoseconds: midnight)
        scene.now = 3 * second
        #expect(states(try scene.lines()).map(\.trouble) == [nil])
    }

    @Test("Where every account changes each second, paths take turns, and trouble waits for none")
    func turns() throws {
        let count = StationTeller.pathsPerSecond * 2 + 10
        let scene = Scene(paths: count)
        #expect(states(try scene.lines()).count == count)
        var told: Set<Int> = []
        for turn in 1...3 {
            for path in 0..<count {
                var account = ProbeAccount()
                account.sent = UInt64(turn)
                scene.board.apply(.probeAccount(subject: UInt32(path), account))
            }
            if turn == 1 { scene.targets[count - 1].apply(.trouble(CollectorError(.timeout, "x")), wallNanoseconds: 0) }
            scene.now = Int64(turn) * second
            let said = states(try scene.lines()).map(\.path)
            #expect(said.count == StationTeller.pathsPerSecond + (turn == 1 ? 1 : 0))
            if turn == 1 { #expect(said.contains(count - 1)) }
            told.formUnion(said)
        }
        #expect(told.count == count)
    }
}
