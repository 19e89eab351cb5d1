import Collecting
import Mapping
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Exports

@Suite("Bytes of a source on their way into the ring", .timeLimit(.minutes(1)))
struct SourceFlowTests {
    private static let start: Int64 = 1_700_000_000_000_000_000

    private func desk(_ format: ExportSource.Format = .influx) -> SharedDesk {
        let inventory = Inventory(
            city: LocalizedName(english: "Test"), sites: [],
            devices: [Device(id: "pe1", name: LocalizedName(english: "pe1"))], version: "1")
        let converter = Converter(
            source: .export("e"), mappings: NameMapping.presets,
            directory: SubjectDirectory(
                inventory: inventory,
                interfaces: (0..<8).map {
                    .init(reference: InterfaceReference(device: "pe1", name: "xe\($0)"), subject: UInt32($0))
                }),
            owners: InterfaceOwners(), intervalMilliseconds: 1_000)
        return SharedDesk(SourceDesk(converter, format))
    }

    private static func line(_ number: Int, of interface: Int) -> String {
        "interface,hostname=pe1,ifName=xe\(interface) ifHCInOctets=\(number)i "
            + "\(start + Int64(number) * 1_000_000_000)\n"
    }
    private static func text(_ numbers: Range<Int>, of interface: Int = 0) -> [UInt8] {
        Array(numbers.map { line($0, of: interface) }.joined().utf8)
    }

    /// Of an interface's counter, in the order in which they came.
    private func octets(_ intake: FakeIntake, of interface: UInt32 = 0) -> [UInt64] {
        intake.samples.filter { $0.metric == .octets && $0.subject == interface }.map(\.payload)
    }

    private func intake(room: Int) -> FakeIntake {
        FakeIntake(room: room, clock: ManualTime(wallNanoseconds: Self.start + 3_600_000_000_000))
    }

    /// Lets the work go on as often as it waits, with room for a few samples each time, until it has ended.
    private func feed(_ intake: FakeIntake, _ room: Int, _ work: @escaping @Sendable () async throws -> Void)
        async throws
    {
        let end = End()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { end.isOver.withLock { $0 = true } }
                try await work()
            }
            while !end.isOver.withLock({ $0 }) {
                if intake.clock.sleeperCount > 0 {
                    intake.makeRoom(room)
                    intake.clock.advance(nanoseconds: SourceDoor.pauseNanoseconds)
                }
                await Task.yield()
            }
            try await group.waitForAll()
        }
    }

    @Test("wait while it is full, and then go in whole, in their order, each once")
    func fullRing() async throws {
        let intake = intake(room: 10)
        let door = SourceDoor(desk(), intake)
        let count = 3_000
        let text = Self.text(0..<count)
        #expect(text.count > 3 * StreamBuffer.sliceBytes)
        try await feed(intake, 97) {
            let stream = door.stream()
            var rest = text[...]
            while !rest.isEmpty {
                let piece = rest.prefix(100_003)
                rest = rest.dropFirst(piece.count)
                try await stream.take(Array(piece), isEnd: rest.isEmpty, patienceNanoseconds: nil)
            }
        }
        #expect(octets(intake) == (0..<UInt64(count)).map { $0 })
        let account = door.atDesk { $0.account }
        #expect(account.messages == UInt64(count) && account.bytes == UInt64(text.count))
        // Once a slice at most: three pieces of two slices each.
        #expect((1...6).contains(account.pushedBack))
        #expect(account.dropped == 0)
    }

    @Test("are counted as dropped where the sender's patience ends, and what was taken apart goes in all the same")
    func patience() async throws {
        let intake = intake(room: 0)
        let door = SourceDoor(desk(), intake)
        let text = Self.text(0..<2_000)
        let stream = door.stream()
        let reading = Task { try await stream.take(text, isEnd: true, patienceNanoseconds: 5_000_000) }
        while intake.clock.sleeperCount == 0 { await Task.yield() }
        intake.clock.advance(nanoseconds: 5_000_000)
        await #expect(throws: SourceTooFast()) { try await reading.value }
        #expect(door.atDesk { $0.account.dropped } == 1)
        #expect(octets(intake).isEmpty)
        intake.makeRoom(.max / 2)
        var report = door.beginReport()
        door.tell(&report)
        let taken = octets(intake)
        #expect(!taken.isEmpty && taken == (0..<UInt64(taken.count)).map { $0 })
        // The stream is of use again, with what is sent anew.
        try await door.stream().take(Self.text(taken.count..<2_000), isEnd: true, patienceNanoseconds: 0)
        #expect(octets(intake) == (0..<2_000).map { $0 })
    }

    @Test("wait no more where the task is cancelled, and what was taken apart goes in at the end")
    func cancelled() async throws {
        let intake = intake(room: 0)
        let door = SourceDoor(desk(), intake)
        let reading = Task {
            try await door.stream().take(Self.text(0..<10), isEnd: true, patienceNanoseconds: nil)
        }
        while intake.clock.sleeperCount == 0 { await Task.yield() }
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        intake.makeRoom(.max / 2)
        door.release()
        #expect(octets(intake) == (0..<10).map { $0 })
    }

    @Test("of many streams at once keep the order of each, and no more than a slice waits")
    func manyStreams() async throws {
        let intake = intake(room: 0)
        let door = SourceDoor(desk(), intake)
        try await feed(intake, 7) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                // An interface each: readings of one series that several streams tell out of order are refused.
                for interface in 0..<8 {
                    group.addTask {
                        let stream = door.stream()
                        for number in 0..<20 {
                            let text = Self.text(number * 10..<number * 10 + 10, of: interface)
                            try await stream.take(text, isEnd: number == 19, patienceNanoseconds: nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        for interface in 0..<8 { #expect(octets(intake, of: UInt32(interface)) == (0..<200).map { $0 }) }
    }

    @Test("that have no end are refused beyond a bound, and the next line is read")
    func endless() async throws {
        let intake = intake(room: .max)
        let door = SourceDoor(desk(.gnmicEvent), intake)
        let stream = door.stream()
        // One JSON text that never ends.
        try await stream.take(Array("[\"".utf8), isEnd: false, patienceNanoseconds: nil)
        let piece = [UInt8](repeating: 0x78, count: 1 << 20)
        for _ in 0..<40 {
            try await stream.take(piece, isEnd: false, patienceNanoseconds: nil)
            #expect(stream.unfinishedBytes <= StreamBuffer.recordByteLimit + piece.count)
        }
        #expect(door.atDesk { $0.account.malformed } >= 1)
        #expect(!stream.problems.isEmpty)
    }

    @Test("of a format that is read whole are refused to the end beyond a bound; the next body is read")
    func endlessBody() async throws {
        let intake = intake(room: .max)
        let door = SourceDoor(desk(.prometheus), intake)
        let stream = door.stream()
        let piece = Array(repeating: Array("a 1\n".utf8), count: 1 << 18).flatMap { $0 }
        for _ in 0..<70 { try await stream.take(piece, isEnd: false, patienceNanoseconds: nil) }
        try await stream.take(Array("b 2\n".utf8), isEnd: true, patienceNanoseconds: nil)
        #expect(door.atDesk { $0.account.messages } == 0)
        #expect(door.atDesk { $0.account.readings } == 0)
        #expect(stream.problems == ["found a record of more than 64 MiB, expected its end before"])
        try await stream.take(Array("b 2\n".utf8), isEnd: true, patienceNanoseconds: nil)
        #expect(door.atDesk { $0.account.messages } == 1)
    }

    @Test("make a report once a second, the last one at the end, with what was wrong with them")
    func report() async throws {
        let intake = intake(room: .max)
        let transport = ScriptedTransport([Self.text(0..<3), Array("no line\n".utf8)])
        let collector = ExportCollector(name: "e", format: .influx, transport: transport, converter: desk().converter)
        let run = Task { try await collector.collect(into: intake) }
        while intake.account?.messages != 4, intake.account?.malformed != 1 {
            intake.clock.advance(nanoseconds: 1_000_000_000)
            await Task.yield()
        }
        // A source that is over stays so, until somebody ends it.
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        let notes = intake.findings.reversed().lazy.compactMap { if case .notes(let notes) = $0 { notes } else { nil } }
        #expect(notes.first?.first == "read to its end")
        #expect(notes.first?.count == 2)
        #expect(intake.findings.contains { if case .answered = $0 { true } else { false } })
    }
}

private final class End: Sendable {
    let isOver = Mutex(false)
}

extension SharedDesk {
    var converter: Converter { state.withLock { $0.converter } }
}

/// Brings what it was given, and is over.
struct ScriptedTransport: ExportTransport {
    let pieces: [[UInt8]]
    let address = "script"
    let cadence = Cadence.continuous

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    func run(into door: any ExportDoor) async throws {
        let stream = door.stream()
        for piece in pieces { try await stream.take(piece, isEnd: false, patienceNanoseconds: nil) }
        try await stream.take([], isEnd: true, patienceNanoseconds: nil)
    }
}
