import Metro
import Testing

@testable import Console

@Suite("Clocks and probes of a path")
struct PathProbingTests {
    private let path: PathID = "ap01~dc1"

    /// The panel's lines of a path whose picture was changed.
    private func lines(_ language: Language = .english, _ change: (inout PathPicture) -> Void) throws -> [String] {
        var snapshot = FixtureMetro.snapshot
        let index = try #require(snapshot.inventory.pathIndex(path))
        var pictures = Array(snapshot.paths)
        change(&pictures[index])
        snapshot.paths = PictureList(pictures)
        let detail = try #require(PathDetail(index, snapshot, RenderContext(language: language)))
        return detail.probing.facts.map { $0.label + ": " + $0.text.spans.map(\.text).joined() }
    }
    private func clock(_ change: (inout PathClock) -> Void) -> PathClock {
        var clock = PathClock(
            relation: .independent, own: .init(isSynchronised: true, errorNanoseconds: 12_000, source: "ntp"),
            peer: .init(isSynchronised: true, errorNanoseconds: 800, source: "ptp"), sending: .kernel,
            receiving: .hardware)
        change(&clock)
        return clock
    }

    @Test("both clocks are told with what disciplines them and how far they err, and who took the stamps")
    func ends() throws {
        let found = try lines { $0.clock = clock { _ in } }
        for line in [
            "own clock: NTP  ±12 µs", "far clock: PTP  ±800 ns", "stamps: sent kernel  received hardware",
            "clock fault: none: delays fit the errors",
        ] { #expect(found.contains(line), "\(line) in \(found)") }
        let unknown = try lines {
            $0.clock = clock {
                $0.own = .init(isSynchronised: false, errorNanoseconds: 5)
                $0.peer = .init(isSynchronised: true, errorNanoseconds: nil)
            }
        }
        #expect(unknown.contains("own clock: ? not synchronised") && unknown.contains("far clock: error unknown"))
        let early = try lines { $0.clock = clock { $0.peer = nil } }
        #expect(early.contains("far clock: no answer yet"))
    }

    @Test("a fault of the clocks stands first, with its time and its size")
    func faults() throws {
        func first(_ fault: PathClock.Fault) throws -> String? {
            try lines { $0.clock = clock { $0.fault = fault } }.first
        }
        let since = FixtureMetro.minutesAgo(4)
        #expect(
            try first(.init(kind: .step, nanoseconds: -302_000, sinceNanoseconds: since))
                == "clock fault: ? 13:58 clock set by -0.30 ms")
        #expect(
            try first(.init(kind: .drift, nanoseconds: 61_000, partsPerMillion: 49.8, sinceNanoseconds: since))
                == "clock fault: ? 13:58 the clocks run apart: 49.8 ppm, +61 µs")
        #expect(
            try first(.init(kind: .belowFloor, nanoseconds: -9_000, sinceNanoseconds: since))
                == "clock fault: ? 13:58 below the floor by 9.0 µs")
    }

    @Test("the account says what became of all probes, and is silent of what did not happen")
    func account() throws {
        let quiet = try lines {
            var account = ProbeAccount()
            (account.sent, account.answered, account.outstanding) = (3_601, 3_600, 1)
            $0.probes = account
        }
        #expect(quiet.contains("probes: 3 601 sent  3 600 back  1 open"))
        let words = ["lost", "not judged", "not sent", "odd answers"]
        #expect(!quiet.contains { line in words.contains { line.hasPrefix($0) } })

        let busy = try lines {
            var account = ProbeAccount()
            (account.lost, account.lostForward, account.lostBackward) = (20, 12, 5)
            (account.refused, account.spoiled) = (1, 2)
            (account.shed, account.skipped, account.unsent) = (3, 4, 5)
            (account.duplicates, account.reordered, account.late, account.foreign) = (6, 7, 8, 9)
            (account.mismatched, account.malformed, account.unauthentic) = (10, 11, 12)
            $0.probes = account
        }
        for line in [
            "lost: 20  → 12  ← 5  ? 3", "not judged: refused 1  spoiled by a clock 2",
            "not sent: shed 3  skipped 4  not taken 5",
            "odd answers: duplicates 6  reordered 7  late 8  foreign 9  mismatched 10  malformed 11  unauthentic 12",
        ] { #expect(busy.contains(line), "\(line) in \(busy)") }
        let stateless = try lines {
            $0.probes?.lost = 4
            $0.probes?.lostForward = 0
            $0.probes?.lostBackward = 0
        }
        #expect(stateless.contains("lost: 4  which way is not known"))
    }

    @Test("a path that no probe measures says so")
    func unprobed() throws {
        let found = try lines {
            $0.probes = nil
            $0.clock = nil
        }
        #expect(found.contains("probes: no account: no probe measures it"))
        #expect(found.contains("clocks: two clocks: errors add up"))
    }

    @Test("a verdict by the round trip says so, and says that a clock fault spoils the single ways")
    func estimate() throws {
        func facts(_ language: Language, _ change: (inout PathPicture) -> Void) throws -> [String] {
            var snapshot = FixtureMetro.snapshot
            let index = try #require(snapshot.inventory.pathIndex(path))
            var pictures = Array(snapshot.paths)
            change(&pictures[index])
            snapshot.paths = PictureList(pictures)
            let detail = try #require(PathDetail(index, snapshot, RenderContext(language: language)))
            return detail.facts.facts.map { $0.label + ": " + $0.text.spans.map(\.text).joined() }
        }
        for (language, estimate) in [(Language.english, "estimate from the round trip"), (.chinese, "按往返估计")] {
            let oneWay = try facts(language) { $0.judgedBy = .stamp }
            #expect(!oneWay.contains { $0.contains(estimate) })
            let unknown = try facts(language) { ($0.verdict, $0.judgedBy) = (.unknown, .roundTrip) }
            #expect(!unknown.contains { $0.contains(estimate) })
            let byTrip = try facts(language) { $0.judgedBy = .roundTrip }
            #expect(byTrip[0].contains(estimate))
            let spoiled = try facts(language) {
                $0.judgedBy = .roundTrip
                $0.backward.clockFaults = 30
            }
            #expect(spoiled[1].contains(DetailWord.waysSpoiled(language)) && spoiled != byTrip)
        }
    }

    @Test("negative delays are marked in the graph and above it, in the list of links, and never clipped in silence")
    func negative() throws {
        let snapshot = FixtureMetro.snapshot
        let index = try #require(snapshot.inventory.pathIndex("dc1~dc6"))
        var frame = Frame(width: 120, height: 38)
        DetailScreen.render(.path(index), snapshot, RenderContext(language: .english), into: &frame, area: frame.bounds)
        let text = Golden.glyphs(frame).joined(separator: "\n")
        #expect(text.contains("▼▼▼▼") && text.contains("▼ -0.23 ms clock fault"))
        #expect(text.contains("? 1 216 left out"))
        let graph = AreaGraph(columns: [.init(solid: -3 ... -2), .init(solid: 1...2)], upper: 4)
        var small = Frame(width: 2, height: 1)
        graph.draw(into: &small, area: small.bounds, glyphs: .ascii)
        #expect(small[0, 0].glyph == "▼" && small[0, 0].style == Style(.unknown, .bold))
        #expect(small[1, 0].glyph != "▼")
    }

    @Test("the histogram reaches below 0 where delays do, and shows the floor where it is in sight")
    func histogram() {
        func drawn(_ lower: Double, floor: Double?) -> (text: String, frame: Frame) {
            var frame = Frame(width: 60, height: 8)
            let buckets = (0..<8).map {
                DelayBucket(lower: lower + 5_000 * Double($0), upper: lower + 5_000 * Double($0 + 1), count: 5)
            }
            DelayHistogram(forward: buckets, backward: [], limit: 1e6, floor: floor)
                .draw(into: &frame, area: frame.bounds, glyphs: .braille, language: .english)
            return (Golden.glyphs(frame).joined(separator: "\n"), frame)
        }
        let negative = drawn(-20_000, floor: nil)
        #expect(negative.text.contains("-0.022") && negative.text.contains("┆"))
        #expect((0..<60).contains { negative.frame[$0, 3].style == Style(.unknown) })
        let above = drawn(300_000, floor: 290_000)
        #expect(above.text.contains("floor 0.29") && above.text.contains("┆") && !above.text.contains("-"))
        #expect(!drawn(300_000, floor: 100_000).text.contains("floor"))
    }
}
