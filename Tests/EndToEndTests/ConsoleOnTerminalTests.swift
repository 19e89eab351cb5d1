import Foundation
import Testing

/// The program that was built, on a real pseudo-terminal, against a real agent and its own reflector.
@MainActor
@Suite(
    "The console on a terminal", .serialized,
    .enabled(if: Testbed.program != nil, "skipped: no haomiao beside the tests (swift build --build-tests)"))
struct ConsoleOnTerminalTests {
    /// Speed that net-snmp states for `lo`, bit/s.
    static let loopbackSpeed = 10_000_000.0

    @Test(
        "an operator reads a link, filters, drills down, resizes, sees a reflector die and come back, and quits",
        .timeLimit(.minutes(2)),
        .enabled(if: Testbed.agentIsInstalled, "skipped: no \(Testbed.agentProgram) (apt-get install snmpd)"))
    func operatorsRound() async throws {
        let bed = try Testbed(withAgent: true)
        let traffic = try LoopbackTraffic()
        defer { traffic.stop() }
        var counter = try await bed.freshReading(after: nil)

        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        let before = terminal.settings
        let console = try await bed.open(on: terminal)
        #expect(terminal.settings != before && terminal.screen.isCursorVisible == false)
        terminal.type("2")
        try await terminal.see("figures of the link and of the path") {
            let delays = LinksTable($0)?.delays(of: "Round")
            return LinksTable($0)?.utilizations(of: "Loop") != nil && delays?.allSatisfy { (0.001..<100) ~= $0 } == true
        }

        // The agent's counters are up to 3 s old, and a period has 5 s: a fifth is missing or too much now and then.
        // Others may use the loopback interface too: what they disturb in one stretch they leave alone in another.
        for attempt in 1...4 {
            let before = counter
            counter = try await bed.freshReading(after: before)
            let expected = counter.bitsPerSecond(since: before) / Self.loopbackSpeed * 100
            do {
                try await terminal.see("utilization near the counters' own \(expected) %", within: 12) {
                    LinksTable($0)?.utilizations(of: "Loop")?.allSatisfy { abs($0 - expected) < expected / 3 } == true
                }
                break
            } catch {
                if attempt == 4 { throw error }
            }
        }
        try await terminal.see("why another link has no figures") { $0.row(with: "Ghost", "no interface") != nil }

        try await filterAndDrillDown(terminal)
        try await resize(terminal)
        try await seeTargets(terminal)
        try await loseReflector(bed, terminal)
        try await loseAgent(bed, terminal)

        terminal.type("q")
        try await expectCleanEnd(terminal, console, before)
    }

    private func filterAndDrillDown(_ terminal: PseudoTerminal) async throws {
        terminal.type("/loop\r")
        try await terminal.see("only the link that matches") {
            LinksTable($0)?.row(of: "Loop") != nil && LinksTable($0)?.row(of: "Ghost") == nil
                && LinksTable($0)?.row(of: "Round") == nil
        }
        terminal.type("\r")
        try await terminal.see("the link's detail") { $0.line(0).contains("5 Detail › Loop") }
        #expect(terminal.screen.contains("east:lo") && terminal.screen.contains("west:lo"))
        terminal.type("\u{1B}")
        try await terminal.see("the filtered table again") {
            LinksTable($0)?.row(of: "Loop") != nil && LinksTable($0)?.row(of: "Ghost") == nil
        }
        terminal.type("\u{1B}")
        try await terminal.see("all rows") {
            ["Loop", "Ghost", "Round"].allSatisfy { name in LinksTable(terminal.screen)?.row(of: name) != nil }
                && $0.isAlternate
        }
    }

    private func resize(_ terminal: PseudoTerminal) async throws {
        for (columns, rows) in [(80, 24), (59, 15), (120, 40)] {
            let received = terminal.receivedBytes
            terminal.resize(columns: columns, rows: rows)
            try await terminal.see("a repaint at \(columns)×\(rows)") { screen in
                guard terminal.receivedBytes > received else { return false }
                if columns < 60 { return screen.contains("60×16") && !screen.contains("7 Col") }
                return screen.line(0).contains("HAOMIAO") && screen.line(rows - 1).contains("7 Col")
                    && LinksTable(screen)?.utilizations(of: "Loop") != nil
            }
        }
    }

    private func seeTargets(_ terminal: PseudoTerminal) async throws {
        terminal.type("7")
        try await terminal.see("every target's state, a wrong community by its silence") {
            $0.row(with: "snmp/east", "healthy") != nil && $0.row(with: "stamp/round", "healthy") != nil
                && ($0.row(with: "snmp/stranger", "failing") ?? $0.row(with: "snmp/stranger", "backing off")) != nil
                && $0.row(with: "snmp/unset", "backing off") != nil
        }
        terminal.type("/unset\r")
        try await terminal.see("why the device without its secret is not polled") {
            $0.contains("the environment variable METRO_UNSET is not set")
        }
        terminal.type("\u{1B}")
    }

    /// Three periods of 100 ms, the 3 s after which a packet counts as lost, and a picture a second.
    private func loseReflector(_ bed: Testbed, _ terminal: PseudoTerminal) async throws {
        bed.killReflector()
        terminal.type("/stamp\r")
        try await terminal.see("the dead reflector and its reason", within: 6) {
            $0.row(with: "stamp/round", "failing") != nil && $0.contains("refuses")
        }
        try bed.startReflector()
        try await terminal.see("the reflector's return", within: 6) { $0.row(with: "stamp/round", "healthy") != nil }
        #expect(!terminal.screen.contains("refuses"))
        terminal.type("\u{1B}")
        try await terminal.see("that the others were not disturbed") { $0.row(with: "snmp/east", "healthy") != nil }
    }

    /// Three periods of 5 s.
    private func loseAgent(_ bed: Testbed, _ terminal: PseudoTerminal) async throws {
        bed.killAgent()
        terminal.type("/east\r")
        try await terminal.see("the dead agent and its reason", within: 15) {
            $0.row(with: "snmp/east", "failing") != nil && $0.contains("nothing listens on 127.0.0.1")
        }
        try bed.startAgent()
        try await terminal.see("the agent's return", within: 15) { $0.row(with: "snmp/east", "healthy") != nil }
        terminal.type("\u{1B}")
        try await terminal.see("that the others were not disturbed") { $0.row(with: "stamp/round", "healthy") != nil }
    }

    @Test("a terminal that stops reading stops the drawing, not the collecting, and q still ends the program")
    func stalledTerminal() async throws {
        let bed = try Testbed(withAgent: false)
        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        let before = terminal.settings
        let console = try await bed.open(on: terminal)
        terminal.type("2")
        try await terminal.see("the path's delay") { LinksTable($0)?.delays(of: "Round") != nil }

        // A slow line first, 1 200 bytes a second: what is asked for is more than it carries.
        for _ in 0..<10 {
            terminal.type("\u{C}")
            terminal.drain(limit: 120)
            try await Task.sleep(for: .milliseconds(100))
        }
        // Then nobody reads: full frames are asked for until the kernel takes no more.
        var pending = -1
        var unchangedSince = ContinuousClock.now
        try await wait("a line that is full") {
            terminal.type("\u{C}")
            if terminal.pendingBytes != pending { unchangedSince = .now }
            pending = terminal.pendingBytes
            return ContinuousClock.now - unchangedSince > .milliseconds(500)
        }
        #expect(pending > 1_000)
        let stalled = bed.reflected
        let start = ContinuousClock.now
        try await wait("thirty more probes while nobody reads", within: 10) {
            terminal.type("\u{C}")
            return bed.reflected >= stalled + 30
        }
        // Ten a second all the time; the reflector reports once a second.
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(Double(bed.reflected - stalled) > 7 * (seconds - 2), "in \(seconds) s")
        #expect(terminal.pendingBytes == pending && !console.hasEnded)

        terminal.type("q")
        try await wait("the end", within: 2) { console.hasEnded }
        try await expectCleanEnd(terminal, console, before)
    }

    @Test("SIGTERM and SIGHUP leave the terminal as it was found", arguments: [SIGTERM, SIGHUP, SIGINT])
    func signals(_ number: Int32) async throws {
        let bed = try Testbed(withAgent: false)
        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        let before = terminal.settings
        let console = try await bed.open(on: terminal)
        #expect(terminal.settings != before)
        console.signal(number)
        try await expectCleanEnd(terminal, console, before)
    }

    @Test("a crash leaves the terminal as it was found")
    func crash() async throws {
        let bed = try Testbed(withAgent: false)
        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        let before = terminal.settings
        let console = try await bed.open(on: terminal)
        console.signal(SIGSEGV)
        try await expectCleanEnd(terminal, console, before, status: 128 + SIGSEGV)
    }

    @Test("a window that is closed ends the program")
    func hangUp() async throws {
        let bed = try Testbed(withAgent: false)
        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        let console = try await bed.open(on: terminal)
        terminal.hangUp()
        try await wait("the end", within: 2) { console.hasEnded }
    }

    @Test("a paused screen sends no bytes, and goes on where it is let")
    func pause() async throws {
        let bed = try Testbed(withAgent: false)
        let terminal = try PseudoTerminal(columns: 120, rows: 40)
        _ = try await bed.open(on: terminal)
        terminal.type("2")
        try await terminal.see("live figures") { LinksTable($0)?.delays(of: "Round") != nil }
        let live = terminal.receivedBytes
        try await terminal.see("bytes while it is live", within: 5) { _ in terminal.receivedBytes > live }

        terminal.type("p")
        try await terminal.see("the pause") { $0.line(0).contains("paused") }
        let paused = terminal.receivedBytes
        let reflected = bed.reflected
        try await wait("two seconds of probes, and the reflector's word for them", within: 10) {
            terminal.drain()
            return bed.reflected >= reflected + 30
        }
        #expect(terminal.receivedBytes == paused)

        terminal.type("p")
        try await terminal.see("life again") { !$0.line(0).contains("paused") && terminal.receivedBytes > paused }
    }

    /// What the shell finds: its own screen, its own settings, a cursor, and the status.
    private func expectCleanEnd(
        _ terminal: PseudoTerminal, _ console: Testbed.Console, _ settings: [UInt8], status: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try await terminal.see("the shell's word for the end", within: 5) { $0.contains("status=\(status)") }
        let screen = terminal.screen
        #expect(console.hasEnded, sourceLocation: sourceLocation)
        #expect(screen.line(0).hasPrefix("before "), sourceLocation: sourceLocation)
        #expect(!screen.isAlternate, sourceLocation: sourceLocation)
        #expect(screen.modes == [7, 25], sourceLocation: sourceLocation)
        #expect(screen.unknown.isEmpty, sourceLocation: sourceLocation)
        #expect(terminal.settings == settings, sourceLocation: sourceLocation)
    }
}

/// The Links table as it stands on a screen.
private struct LinksTable {
    private let screen: EmulatedScreen
    private let head: Int

    /// `nil` where no such table is shown.
    init?(_ screen: EmulatedScreen) {
        guard let head = screen.row(with: "link A → B", "loss%") else { return nil }
        self.screen = screen
        self.head = head
    }

    func row(of name: String) -> Int? {
        (head + 1..<screen.rows).first { row in
            let line = screen.line(row)
            return line.hasPrefix("│") && line.dropFirst(4).hasPrefix(name)
        }
    }

    /// Medians A→B and B→A, milliseconds; `nil` where one is no number.
    func delays(of name: String) -> [Double]? { figures(of: name, under: "p50") }

    /// Utilization A→B and B→A, percent; `nil` where one is no number.
    func utilizations(of name: String) -> [Double]? {
        // The heading of the name is one more "A → B", written with blanks.
        guard let forward = figures(of: name, under: "A→B"), let backward = figures(of: name, under: "B→A") else {
            return nil
        }
        return forward + backward
    }

    private func figures(of name: String, under heading: String) -> [Double]? {
        guard let row = row(of: name) else { return nil }
        let columns = screen.ends(of: heading, inRow: head)
        let figures = columns.compactMap { screen.figure(row: row, endingAt: $0) }
        return figures.isEmpty || figures.count < columns.count ? nil : figures
    }
}
