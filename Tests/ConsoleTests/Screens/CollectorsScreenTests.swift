import Foundation
import Metro
import Testing

@testable import Console

@Suite("Collectors screen")
struct CollectorsScreenTests {
    private func frame(_ snapshot: MetroSnapshot, _ keys: [Key] = []) -> String {
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: .collectors))
        _ = app.receive(snapshot)
        _ = app.render(width: 120, height: 40, now: snapshot.timeNanoseconds)
        for key in keys { _ = app.handle(key) }
        return Golden.glyphs(app.render(width: 120, height: 40, now: snapshot.timeNanoseconds))
            .joined(separator: "\n")
    }

    @Test("puts what fails before what is slow, and tells the last error in full")
    func order() throws {
        var snapshot = FixtureMetro.snapshot
        snapshot.targets = [
            TargetPicture(id: "snmp/fast", kind: "snmp", address: "a", state: .healthy, lastDurationNanoseconds: 1),
            TargetPicture(id: "snmp/slow", kind: "snmp", address: "b", state: .healthy, lastDurationNanoseconds: 9),
            TargetPicture(
                id: "snmp/dead", kind: "snmp", address: "c", state: .failing, consecutiveFailures: 3,
                lastError: "no answer from c:161 within 2 s; retried in 30 s; check the community"),
        ]
        let text = frame(snapshot)
        let dead = try #require(text.range(of: "snmp/dead"))
        let slow = try #require(text.range(of: "snmp/slow"))
        let fast = try #require(text.range(of: "snmp/fast"))
        #expect(dead.lowerBound < slow.lowerBound && slow.lowerBound < fast.lowerBound)
        #expect(text.contains("no answer from c:161 within 2 s; retried in 30 s; check the community"))
        #expect(text.contains("in a row 3"))
    }

    @Test("stays on the first row until the operator moves, then on the row that was chosen")
    func pinning() {
        func target(_ id: String, _ nanoseconds: Int64) -> TargetPicture {
            TargetPicture(id: id, kind: "snmp", address: "a", state: .healthy, lastDurationNanoseconds: nanoseconds)
        }
        var snapshot = FixtureMetro.snapshot
        let context = RenderContext(language: .english)
        let area = Rect(x: 0, y: 1, width: 120, height: 38)
        var state = CollectorsScreen.State()
        func settle(_ targets: [TargetPicture]) {
            snapshot.targets = targets
            CollectorsScreen.settle(&state, snapshot, context, area: area)
        }
        settle([target("a", 9), target("b", 5), target("c", 1)])
        #expect(state.selected == "a")
        settle([target("a", 1), target("b", 5), target("c", 9)])
        #expect(state.selected == "c" && state.cursor.selected == 0)
        _ = CollectorsScreen.update(&state, .move(.down), snapshot)
        #expect(state.selected == "b")
        settle([target("a", 7), target("b", 5), target("c", 9)])
        #expect(state.selected == "b" && state.cursor.selected == 2)
    }

    @Test("speaks of simulated targets in the language that is set, and finds them by what is shown")
    func simulated() {
        var snapshot = FixtureMetro.snapshot
        snapshot.targets = [
            TargetPicture(
                id: "dc1", kind: "simulator", address: "simulated", state: .healthy,
                notes: ["simulated: no packet was sent"])
        ]
        var app = ConsoleApp(ConsoleApp.Options(language: .chinese, screen: .collectors))
        _ = app.receive(snapshot)
        func drawn() -> String {
            Golden.glyphs(app.render(width: 120, height: 40, now: snapshot.timeNanoseconds)).joined(separator: "\n")
        }
        #expect(drawn().contains("模拟：没有发送报文") && !drawn().contains("simulat"))
        for key in "/模拟".map({ Key.character($0) }) { _ = app.handle(key) }
        #expect(drawn().contains("dc1"))
        for key in "xyz".map({ Key.character($0) }) { _ = app.handle(key) }
        #expect(drawn().contains("没有匹配的行"))
    }

    @Test("says when the account of the sample path does not balance")
    func account() {
        var snapshot = FixtureMetro.snapshot
        snapshot.pipeline = PipelinePicture(
            offered: 10, stored: 6, queued: 1, dropped: [.init(reason: "full", count: 3)], ringCapacity: 8,
            ringHighWater: 8, memory: .init(minutesKept: 60, plannedBytes: 1, budgetBytes: 1))
        #expect(frame(snapshot).contains("offered 10 = stored 6 + queued 1 + dropped 3  (full 3)"))
        #expect(frame(snapshot).contains("the account balances"))
        snapshot.pipeline.stored = 5
        #expect(frame(snapshot).contains("X the account does not balance"))
    }

    @Test("tells how the path keeps up, who was refused, and what the memory holds")
    func pathState() {
        var snapshot = FixtureMetro.snapshot
        snapshot.pipeline.lanes = [
            .init(name: "snmp", offered: 7, refused: 0, depth: 2, highWater: 4),
            .init(name: "stamp", offered: 9, refused: 5, depth: 1, highWater: 8),
        ]
        snapshot.pipeline.lagNanoseconds = 3_400_000_000
        snapshot.pipeline.windowsLate = 1_234
        snapshot.pipeline.memory = .init(minutesKept: 150, plannedBytes: 1_535 << 20, budgetBytes: 64 << 30)
        #expect(frame(snapshot).contains("lag 3.4 s  ring, all lanes 3  late windows 1 234  refused stamp 5"))
        #expect(frame(snapshot).contains("ring peak in one lane 4 118 of 65 536"))
        #expect(frame(snapshot).contains("keeps 2.5 h in 1.5 GiB of 64 GiB"))
        snapshot.pipeline.lanes = []
        snapshot.pipeline.lagNanoseconds = 0
        #expect(frame(snapshot).contains("lag 0 ms  ring, all lanes 0  late windows 1 234  "))
    }

    @Test("warns where even the least that is kept takes more than the memory budget")
    func memoryOverBudget() {
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: .collectors))
        var snapshot = FixtureMetro.snapshot
        func warned(planned: Int) -> String {
            snapshot.pipeline.memory = .init(minutesKept: 60, plannedBytes: planned, budgetBytes: 1 << 30)
            _ = app.receive(snapshot)
            let frame = app.render(width: 80, height: 24, now: snapshot.timeNanoseconds)
            #expect(Golden.glyphs(frame)[22].contains("keeps 60 min "))
            return String((0..<80).filter { frame[$0, 22].style.role == .warning }.map { frame[$0, 22].glyph })
        }
        #expect(warned(planned: 1 << 30) == "")
        #expect(warned(planned: 1_638 << 20).trimmingCharacters(in: .whitespaces) == "! takes 1.6 GiB of 1 GiB")
    }

    @Test(
        "at 80×24 every figure of the account is readable after days of traffic; a smaller terminal marks what is missing",
        arguments: [Language.english, .chinese])
    func largeCounts(language: Language) {
        var snapshot = FixtureMetro.snapshot
        let reasons = ["full", "late", "duplicate", "future", "invalid"]
        snapshot.pipeline.dropped = reasons.enumerated().map {
            .init(reason: $1, count: 987_654_320 + UInt64($0))
        }
        snapshot.pipeline.stored = 1_728_000_000_123
        snapshot.pipeline.offered = 1_728_000_000_123 + 64 + 5 * 987_654_320 + 10
        snapshot.pipeline.lanes[0].refused = 123_456_789
        snapshot.pipeline.lanes[1].refused = 864_197_531
        var app = ConsoleApp(ConsoleApp.Options(language: language, screen: .collectors))
        _ = app.receive(snapshot)
        func lines(_ width: Int, _ height: Int) -> [String] {
            Golden.glyphs(app.render(width: width, height: height, now: snapshot.timeNanoseconds))
        }
        let text = lines(80, 24).joined(separator: "\n")
        for (index, reason) in reasons.enumerated() {
            #expect(text.contains(CollectorWord.dropReason(reason)(language) + " 987 654 32\(index)"))
        }
        let account = [
            (CollectorWord.offered, "1 732 938 271 797"), (.stored, "1 728 000 000 123"), (.queued, "64"),
            (.dropped, "4 938 271 610"), (.refused, "snmp 123 456 789, stamp 864 197 531"), (.windowsLate, "3"),
            (.account, ""), (.ringDepth, "64"), (.ringPeak, "4 118"),
        ]
        for (word, figure) in account { #expect(text.contains((word(language) + " " + figure))) }
        let small = lines(60, 16)
        #expect(small[13].contains(" …") && !small[13].contains("987"))
    }

    @Test("Tab leads from the targets to the traps and the differences, and around")
    func views() {
        let snapshot = FixtureMetro.snapshot
        let targets = frame(snapshot)
        #expect(targets.contains("snmp/pe-dc1") && targets.contains("traps 103 377  ! 1 limited  ! 21 authentication"))
        let traps = frame(snapshot, [.tab])
        #expect(traps.contains("received 103 377 = understood 12 903 + unknown 172 + repeated 12 + discoveries 6"))
        #expect(traps.contains("(limited 90 120, unknown source 118, malformed 3, wrong community 40, wrong digest 2,"))
        #expect(traps.contains("! 192.0.2.60 pe-dc6: 12 345 in 10 s, limited  not taken in 90 120"))
        #expect(traps.contains("1 of 19") && traps.contains("the account balances"))
        let drift = frame(snapshot, [.tab, .tab])
        #expect(drift.contains("neighbours read 15/18  hear nobody 2") && drift.contains("pe-dc1:400GE0/0/0"))
        #expect(frame(snapshot, [.tab, .tab, .tab]) == targets)
        #expect(frame(snapshot, [.backTab]) == drift)
    }

    @Test("says when the account of the traps does not balance")
    func trapAccount() {
        var snapshot = FixtureMetro.snapshot
        snapshot.traps?.counters.received += 1
        #expect(frame(snapshot, [.tab]).contains("X the account does not balance"))
    }

    @Test("an unknown trap is opened, scrolled and closed; what was chosen stays chosen while new ones come")
    func openTrap() throws {
        var snapshot = FixtureMetro.snapshot
        let third = try #require(snapshot.traps?.unknown[2])
        var app = ConsoleApp(ConsoleApp.Options(language: .english, screen: .collectors))
        func drawn() -> String {
            Golden.glyphs(app.render(width: 80, height: 24, now: snapshot.timeNanoseconds)).joined(separator: "\n")
        }
        _ = app.receive(snapshot)
        _ = drawn()
        for key in [Key.tab, .down, .down] { _ = app.handle(key) }
        #expect(drawn().contains("3 of 19") && drawn().contains(third.variables[0]))
        snapshot.traps?.unknown.insert(
            TrapPicture.Unknown(
                timeNanoseconds: FixtureMetro.timeNanoseconds, source: "192.0.2.1:9", device: nil, version: "v1",
                name: "1.3.6.1.4.1.9", variables: []), at: 0)
        _ = app.receive(snapshot)
        #expect(drawn().contains("4 of 20"))
        _ = app.handle(.enter)
        #expect(!drawn().contains("4 of 20") && drawn().contains(third.name) && drawn().contains("Esc closes"))
        _ = app.handle(.escape)
        #expect(drawn().contains("4 of 20"))
    }

    @Test("the name of a trap is shortened at its front, where all are alike")
    func trapNames() {
        #expect(TrapTable.abbreviated("1.3.6.1.4.1.2011.5.25") == "enterprises.2011.5.25")
        #expect(TrapTable.abbreviated("1.3.6.1.2.1.47.2.0.1") == "mib-2.47.2.0.1")
        #expect(TrapTable.abbreviated("1.3.6.1.6.3.1.1.5.2") == "1.3.6.1.6.3.1.1.5.2")
        let text = frame(FixtureMetro.snapshot, [.tab])
        #expect(text.contains("enterprises.2011.5.25.219.2.10.5 ") && text.contains("\"Fan tr…"))
    }

    @Test("a difference leads to its link; one without a link opens what is said of it")
    func openDrift() throws {
        let snapshot = FixtureMetro.snapshot
        var state = CollectorsScreen.State()
        let area = Rect(x: 0, y: 1, width: 80, height: 22)
        func settle() {
            CollectorsScreen.settle(&state, snapshot, RenderContext(language: .english), area: area)
        }
        state.view = .drift
        settle()
        let index = try #require(snapshot.inventory.linkIndex("is3-is2"))
        #expect(CollectorsScreen.update(&state, .open, snapshot) == .openLink(index))
        _ = CollectorsScreen.update(&state, .move(.last), snapshot)
        settle()
        #expect(CollectorsScreen.update(&state, .open, snapshot) == ScreenEffect.none && state.isOpen)
    }

    @Test("a target tells its load, temperatures, stray answers, oddities and differences; what has no room is marked")
    func targetFacts() {
        let text = frame(FixtureMetro.snapshot, [.end, .up, .up])
        for part in [
            "CPU 23 %", "CPU board 61.5 °C", "strays: late 3  duplicate 1  from elsewhere 2", "engine learnt again 1",
            "ifHighSpeed in bit/s, read as such: 400GE0/14/0, 400GE0/12/0",
            "! pe-dc1:400GE0/0/0: other neighbour: inventory pe-dc2:400GE0/0/1, device pe-dc3:400GE0/7/1",
        ] { #expect(text.contains(part), "\(part)") }
        var many = FixtureMetro.snapshot
        many.targets = [
            TargetPicture(
                id: "snmp/odd", kind: "snmp", address: "a", state: .healthy, notes: (1...40).map { "oddity \($0)" })
        ]
        #expect(frame(many).contains("oddity 5 …") && frame(many, [.enter]).contains("oddity 29"))
    }

    @Test("a stream tells its account, its lag, what it lost and what it cannot use, with an example free of controls")
    func streamFacts() {
        let text = frame(FixtureMetro.snapshot, [.end, .enter])
        for part in [
            "messages 12 034", "readings 240 680", "samples 96 272", "not mapped 143 198", "lag 812 ms",
            "backlog 5 120", "refused 1 210", "malformed 1", "lost before us 17", "redelivered 42", "pushed back 3",
            "clock ahead 37s", "! no such device × 1 210, for example pe9:Ethernet1/", "malformed: line 12",
        ] { #expect(text.contains(part), "\(part)") }
        #expect(!text.contains("\u{1B}"))
    }

    @Test("without a receiver of traps, and before any neighbour was read, it says what to do")
    func nothing() {
        var snapshot = FixtureMetro.snapshot
        snapshot.traps = nil
        snapshot.drift = DriftPicture(polledDevices: 18)
        #expect(frame(snapshot, [.tab]).contains("nothing listens for traps"))
        #expect(frame(snapshot, [.tab, .tab]).contains("no device's neighbours were read yet"))
        snapshot.drift = DriftPicture(surveyedDevices: 18, polledDevices: 18)
        #expect(frame(snapshot, [.tab, .tab]).contains("inventory and network agree"))
    }

    @Test("wraps long errors between words, and Chinese between characters")
    func wrapping() {
        let widths = DisplayWidth.narrow
        #expect(widths.wrap("one two three", width: 8, maximumLines: 9) == ["one two", "three"])
        #expect(widths.wrap("一二三四五", width: 5, maximumLines: 9) == ["一二", "三四", "五"])
        #expect(widths.wrap("aaaa bbbb cccc", width: 4, maximumLines: 2) == ["aaaa", "bbb…"])
        #expect(widths.wrap("一", width: 1, maximumLines: 3) == ["一"])
        #expect(widths.wrap("", width: 5, maximumLines: 3).isEmpty)
        #expect(widths.wrap("abc", width: 0, maximumLines: 3).isEmpty)
    }
}
