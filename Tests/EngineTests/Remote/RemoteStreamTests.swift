import Collecting
import Metro
import Telemetry
import Testing

@testable import Engine

@Suite("What the stream of an instance says")
struct RemoteStreamTests {
    private static let start: Int64 = 1_000_000_000_000
    private static let wall: Int64 = 1_790_000_000_000_000_000

    /// A stream with two paths, and its own idea of time.
    private struct Scene {
        var stream = RemoteStream(subjects: ["a": 40, "b": 41], startMonotonicNanoseconds: RemoteStreamTests.start)
        var now: Int64 = 0
        var findings: [Finding] = []
        var samples: [Sample] = []
        var error: CollectorError?

        mutating func take(_ lines: ProbeLine...) { take(lines.flatMap(\.bytes)) }
        mutating func take(_ text: String) { take(Array(text.utf8)) }
        mutating func take(_ bytes: [UInt8]) {
            let output = stream.take(
                bytes, wallNanoseconds: RemoteStreamTests.wall + now,
                monotonicNanoseconds: RemoteStreamTests.start + now)
            findings += output.findings
            samples += output.samples
            error = error ?? output.error
        }
        /// `ahead`: of their wall clock, nanoseconds.
        mutating func greet(ahead: Int64 = 0, version: Int = 1) {
            take(
                .hello(
                    .init(
                        version: version, software: "haomiao 9", wallNanoseconds: RemoteStreamTests.wall + now + ahead))
            )
            take(.path(RemoteStreamTests.path(0, "a")), .path(RemoteStreamTests.path(1, "b")))
        }
        mutating func beat(ahead: Int64 = 0, dropped: UInt64 = 0) {
            take(
                .heartbeat(
                    .init(wallNanoseconds: RemoteStreamTests.wall + now + ahead, droppedSamples: dropped, clock: nil)))
        }
        var silence: CollectorError? { stream.silence(monotonicNanoseconds: RemoteStreamTests.start + now) }
        var notes: [String] {
            findings.compactMap { if case .notes(let notes) = $0 { notes } else { nil } }.last ?? []
        }
        var missing: [UInt32: MissingReason?] {
            var missing: [UInt32: MissingReason?] = [:]
            for case .pathMissing(let subject, let reason) in findings { missing[subject] = .some(reason) }
            return missing
        }
    }

    private static func path(
        _ number: Int, _ id: String, trouble: ProbeLine.Trouble? = nil, notes: [String] = []
    ) -> ProbeLine.PathState {
        ProbeLine.PathState(path: number, id: id, trouble: trouble, notes: notes, account: nil, clock: nil)
    }

    private static func delay(_ path: UInt32, at time: Int64 = wall) -> Sample {
        .delay(subject: path, direction: .forward, nanoseconds: 600_000, uncertaintyNanoseconds: 10_000, at: time)
    }

    @Test("Samples come with the engine's numbers, and their times as they are while both clocks agree")
    func samples() {
        var scene = Scene()
        scene.greet(ahead: 900_000_000)
        scene.take(.samples([Self.delay(1), .lost(subject: 0, direction: .roundTrip, at: Self.wall)], invalid: 0))
        #expect(
            scene.samples == [Self.delay(41), .lost(subject: 40, direction: .roundTrip, at: Self.wall)])
        #expect(scene.error == nil && scene.findings.contains(.trouble(nil)))
    }

    @Test(
        "Where the clocks differ by more than a second, times are moved by that and a note says so",
        arguments: [(3_200_000_000, "3.2 s ahead of"), (-7_000_000_000, "7.0 s behind")] as [(Int64, String)])
    func shift(ahead: Int64, words: String) {
        var scene = Scene()
        scene.greet(ahead: ahead)
        scene.beat(ahead: ahead)
        scene.take(.samples([Self.delay(0, at: Self.wall + ahead)], invalid: 0))
        #expect(scene.samples == [Self.delay(40, at: Self.wall)])
        #expect(scene.notes.contains("its wall clock is \(words) ours: the times of its samples are moved by that"))
    }

    @Test("A line that comes late does not look like a clock that is wrong")
    func lateLine() {
        var scene = Scene()
        scene.greet()
        scene.beat()
        // What was said 4 s ago arrives now.
        scene.now = 4_000_000_000
        scene.beat(ahead: -4_000_000_000)
        scene.take(.samples([Self.delay(0)], invalid: 0))
        #expect(scene.samples == [Self.delay(40)])
    }

    @Test("A clock that is set back at the other end is believed after some heartbeats")
    func setBack() {
        var scene = Scene()
        scene.greet()
        for _ in 0..<8 { scene.beat(ahead: -60_000_000_000) }
        scene.take(.samples([Self.delay(0, at: Self.wall - 60_000_000_000)], invalid: 0))
        #expect(scene.samples == [Self.delay(40)])
    }

    @Test("Trouble of a path is why it has no values, until it is well again")
    func trouble() {
        var scene = Scene()
        scene.greet()
        #expect(scene.missing == [40: nil, 41: nil])
        let trouble = ProbeLine.Trouble(code: "timeout", message: "no answer from x", advice: "look")
        scene.take(.path(Self.path(1, "b", trouble: trouble)))
        scene.beat()
        #expect(scene.missing == [40: nil, 41: .noAnswer])
        #expect(scene.notes.contains("1 of 2 paths in trouble") && scene.notes.contains("b: no answer from x; look"))
        scene.take(.path(Self.path(1, "b", notes: ["2 duplicate answers"])))
        scene.beat()
        #expect(scene.missing[41] == .some(nil))
        #expect(scene.notes == ["haomiao 9", "1 of 2 paths with a note", "b: 2 duplicate answers"])
    }

    @Test("Accounts and clocks of paths are handed on under the engine's numbers")
    func accounts() {
        var scene = Scene()
        scene.greet(ahead: 5_000_000_000)
        var account = ProbeAccount()
        account.sent = 3
        let own = PathClock.End(isSynchronised: true, errorNanoseconds: 5)
        var clock = PathClock(relation: .independent, own: own)
        clock.fault = .init(kind: .step, nanoseconds: 300_000, sinceNanoseconds: 9_000_000_000)
        var state = Self.path(0, "a")
        (state.account, state.clock) = (account, clock)
        scene.take(.path(state))
        #expect(scene.findings.contains(.probeAccount(subject: 40, account)))
        // Its time is of their clock.
        clock.fault?.sinceNanoseconds = 4_000_000_000
        #expect(scene.findings.contains(.pathClock(subject: 40, clock)))
    }

    @Test("What cannot be read, or was not asked for, is counted and told, and stops nothing")
    func garbage() {
        var scene = Scene()
        scene.greet()
        scene.take("what is \u{1B}[31mthis\n")
        scene.take(.path(Self.path(5, "unknown")))
        scene.take(.samples([Self.delay(5), Self.delay(0)], invalid: 0))
        scene.take(String(repeating: "x", count: 70_000) + "\n")
        scene.beat(dropped: 17)
        #expect(scene.samples == [Self.delay(40)])
        #expect(scene.notes.contains("1 line unreadable, the last: \"what is \u{FFFD}[31mthis\""))
        #expect(scene.notes.contains("1 line of more than 65536 bytes left out"))
        #expect(
            scene.notes.contains("2 samples or paths left out: they are none of those that were asked for"))
        #expect(scene.notes.contains("17 samples dropped there: the stream was not read fast enough"))
        #expect(scene.error == nil)
    }

    @Test("Before it is greeted it believes nothing")
    func beforeHello() {
        var scene = Scene()
        scene.take(.path(Self.path(0, "a")), .samples([Self.delay(0)], invalid: 0))
        #expect(scene.samples.isEmpty && scene.findings.isEmpty)
    }

    @Test("Another version is an error that says what to do")
    func version() {
        var scene = Scene()
        scene.greet(version: 2)
        #expect(
            scene.error?.description
                == "haomiao 9 speaks version 2 of the stream, this program reads 1; install the same version at both ends"
        )
    }

    @Test("Five seconds without a line are the end, and what it says on its standard error is why")
    func silent() {
        var scene = Scene()
        scene.greet()
        scene.now = 4_999_999_999
        #expect(scene.silence == nil)
        scene.beat()
        scene.now += 4_999_999_999
        #expect(scene.silence == nil)
        scene.take("garbage is no sign of life\n")
        scene.stream.takeError(line: Array("Connection reset".utf8))
        scene.now += 1
        #expect(
            scene.silence?.description
                == "the stream has been silent for 5 s; it says: Connection reset; "
                + "check the way to the instance and its host; the command is started again")
        #expect(scene.silence?.missingReason == .collectorOutage)
    }

    @Test("A command that never speaks is given longer, for a connection has to be made")
    func mute() {
        var scene = Scene()
        scene.take("Password:\n")
        scene.now = 19_999_999_999
        #expect(scene.silence == nil)
        scene.now += 1
        #expect(
            scene.silence?.description
                == "no stream of probes in 20 s; it printed 1 line that cannot be read, the last: \"Password:\"; "
                + "try the command by hand: it has to print lines of JSON")
    }

    @Test("Notes are told when they change, not each second")
    func quietNotes() {
        var scene = Scene()
        scene.greet()
        for _ in 0..<5 { scene.beat() }
        #expect(scene.findings.count { if case .notes = $0 { true } else { false } } == 1)
        #expect(scene.findings.count { if case .answered = $0 { true } else { false } } == 6)
    }

    @Test("No bytes trap, in whatever pieces they come", arguments: [1, 2, 3] as [UInt64])
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let hello = ProbeLine.hello(.init(version: 1, software: "x", wallNanoseconds: .min))
        for _ in 0..<300 {
            var scene = Scene()
            if Bool.random(using: &random) { scene.greet() }
            var bytes = (ProbeLineTests.lines + [hello]).shuffled(using: &random).flatMap(\.bytes)
            for _ in 0..<8 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...2_000, using: &random))
                scene.take(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            scene.beat()
            #expect(scene.samples.allSatisfy { $0.subject == 40 || $0.subject == 41 })
        }
    }
}
