import Collecting
import Configuration
import Foundation
import Glibc
import Logging
import Metro
import Synchronization
import Telemetry
import Testing

@testable import Engine

/// Commands are scripts of the shell: what matters is that they are programs of their own.
@Suite("The command of an instance", .timeLimit(.minutes(1)))
struct RemoteRunTests {
    private static let hello = line(.hello(.init(version: 1, software: "script", wallNanoseconds: midnight)))
    private static let path = line(
        .path(.init(path: 0, id: "a", trouble: nil, notes: [], account: nil, clock: nil)))
    private static let sample = line(
        .samples(
            [
                .delay(
                    subject: 0, direction: .forward, nanoseconds: 600_000, uncertaintyNanoseconds: 10_000,
                    at: midnight)
            ], invalid: 0))
    private static let heartbeat = line(
        .heartbeat(.init(wallNanoseconds: midnight, droppedSamples: 0, clock: nil)))
    private static let greeting = say(hello + path + sample + heartbeat)

    private static func line(_ line: ProbeLine) -> String { String(decoding: line.bytes, as: UTF8.self) }
    private static func say(_ text: String) -> String { "printf '%s' '\(text)'; " }

    private static func instance(_ script: String) -> ProbeInstance {
        ProbeInstance(id: "site", command: ["sh", "-c", script])
    }

    private static func run(_ instance: ProbeInstance, into intake: any Intake) -> RemoteRun {
        let list = ProbeList(entries: [.init(id: "a", access: STAMPAccess(host: "192.0.2.9"))])
        return RemoteRun(instance, list: list, subjects: ["a": 7], into: intake)
    }

    /// The error with which a script ends.
    private static func end(of script: String, into intake: KeptIntake) async -> CollectorError? {
        do {
            try await run(instance(script), into: intake).run()
            return nil
        } catch {
            return error as? CollectorError
        }
    }

    @Test("hands its samples over until it is cancelled, and has ended then")
    func samples() async throws {
        let intake = KeptIntake()
        let marks = try Marks()
        let run = Self.run(
            Self.instance("echo $$ > \(marks.path("pid")); " + Self.greeting + "cat > /dev/null"), into: intake)
        let task = Task { try await run.run() }
        await intake.wait { !$0.samples.isEmpty && $0.hasAnswered }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(intake.kept.samples.map(\.subject) == [7])
        let pid = try #require(Int32(marks.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
    }

    @Test("gets the list of its paths, up to the end line, on a standard input that stays open")
    func list() async throws {
        let intake = KeptIntake()
        let marks = try Marks()
        // Deaf to SIGTERM: on a busy machine that comes before the shell has looked at its input again.
        let script = """
            trap '' TERM; while read -r line; do echo "$line" >> \(marks.path("list")); [ "$line" = ... ] && break; done;
            \(Self.greeting) read -r more; echo over >> \(marks.path("over"))
            """
        let task = Task { try await Self.run(Self.instance(script), into: intake).run() }
        await intake.wait { $0.hasAnswered }
        #expect(!marks.exists("over"))
        task.cancel()
        _ = await task.result
        #expect(marks.text("over") == "over\n")
        let text = marks.text("list")
        #expect(text.hasSuffix("\n...\n"))
        let list = try ProbeList.load(text: text.replacing("...", with: "").replacing("- {", with: "  - {"), file: "-")
        #expect(list.entries.map(\.id) == ["a"])
    }

    @Test("that is killed is an outage of the collector, and no packet of its paths is lost")
    func killed() async throws {
        let intake = KeptIntake()
        let error = try #require(await Self.end(of: Self.greeting + "sleep 0.2; kill -9 $$", into: intake))
        #expect(error.message == "the command was ended by signal 9")
        #expect(error.missingReason == .collectorOutage)
        #expect(intake.kept.samples.count == 1 && intake.kept.samples.allSatisfy { $0.metric == .delay })
    }

    @Test("that ends says with what status, and its last line of errors")
    func ended() async throws {
        let error = try #require(
            await Self.end(of: "echo first >&2; echo 'no route to host' >&2; exit 255", into: KeptIntake()))
        #expect(
            error.description == "the command ended with status 255; it says: no route to host; try it by hand")
    }

    @Test("that does not exist says so at once")
    func missing() async throws {
        let run = Self.run(
            ProbeInstance(id: "site", command: ["/nowhere/haomiao-probe", "x"]), into: KeptIntake())
        await #expect {
            try await run.run()
        } throws: {
            ($0 as? CollectorError)?.description
                == "cannot start /nowhere/haomiao-probe: No such file or directory; "
                + "check the instance's command and this host's PATH"
        }
    }

    @Test("that falls silent is ended, with all that it started, however it holds on")
    func stalled() async throws {
        let intake = KeptIntake()
        let marks = try Marks()
        let script =
            "trap '' TERM; sleep 1000 & echo $! > \(marks.path("sleeper")); " + Self.greeting + "while :; do wait; done"
        let task = Task { await Self.end(of: script, into: intake) }
        await intake.wait { $0.hasAnswered }
        intake.manual.advance(nanoseconds: 5 * second)
        let error = try #require(await task.value)
        #expect(error.message == "the stream has been silent for 5 s")
        let sleeper = try #require(Int32(marks.text("sleeper").trimmingCharacters(in: .whitespacesAndNewlines)))
        // It is nobody's child any more, so that whoever adopts such processes has to notice first.
        while kill(sleeper, 0) == 0, !Self.isZombie(sleeper) { try await Task.sleep(nanoseconds: 5_000_000) }
    }

    private static func isZombie(_ pid: Int32) -> Bool {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        return text.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    @Test("that prints garbage is read to its end, and what it printed is told")
    func garbage() async throws {
        let intake = KeptIntake()
        let error = try #require(
            await Self.end(
                of: "head -c 200000 /dev/urandom; echo; " + Self.greeting + "head -c 200000 /dev/urandom; echo; "
                    + Self.say(Self.sample + Self.heartbeat) + "exit 3", into: intake))
        #expect(error.message == "the command ended with status 3")
        #expect(intake.kept.samples.count == 2)
        #expect(intake.kept.notes.contains { $0.contains("unreadable, the last: ") })
    }

    @Test("that floods is read no faster than the bound, and is cancelled as any other")
    func flooded() async throws {
        let intake = KeptIntake()
        let beat = Self.heartbeat.trimmingCharacters(in: .newlines)
        let task = Task { await Self.end(of: Self.greeting + "yes '\(beat)'", into: intake) }
        let most = RemoteRun.bytesPerSecond / Self.heartbeat.utf8.count
        // Time stands still: this is all that one second may have.
        var before = 0
        repeat {
            before = intake.kept.answers
            try await Task.sleep(nanoseconds: 300_000_000)
        } while intake.kept.answers != before || before < most * 9 / 10
        #expect(intake.kept.answers <= most + (1 << 16) / Self.heartbeat.utf8.count + 2)
        intake.manual.advance(nanoseconds: second)
        await intake.wait { $0.answers > most * 3 / 2 }
        task.cancel()
        #expect(await task.value == nil)
        #expect(intake.kept.notes.contains("it sent more than 8 MiB a second: the rest waited there"))
    }

    @Test("ends under a supervisor in an outage of its paths, and is started again")
    func supervised() async throws {
        let marks = try Marks()
        let script =
            "[ -e \(marks.path("ran")) ] && { \(Self.greeting) cat > /dev/null; }; "
            + "touch \(marks.path("ran")); \(Self.greeting) exit 1"
        let list = ProbeList(entries: [.init(id: "a", access: STAMPAccess(host: "192.0.2.9"))])
        let samples = Mutex<[Sample]>([])
        let time = ManualTime(wallNanoseconds: midnight, monotonicNanoseconds: 1_000 * second)
        let supervisor = Supervisor(
            collectors: [RemoteCollector(Self.instance(script), list: list, subjects: ["a": 0])], interfaces: 0,
            paths: 1, time: time, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            door: SampleDoor { kind, offered in
                #expect(kind == .probe)
                samples.withLock { $0 += offered }
                return offered.count
            })
        let measured = MeasuredPath(id: "a", a: "x", b: "y", layer: .ip, method: .stamp, instance: "site")
        func outage() -> MissingReason? { Outages(supervisor.targets()).path(measured, isSimulated: false) }
        supervisor.start()
        func proceed(until condition: () -> Bool) async throws {
            while !condition() {
                if time.sleeperCount > 0 { time.advance(nanoseconds: second / 10) }
                try await Task.sleep(nanoseconds: 2_000_000)
            }
        }
        try await proceed { outage() == .collectorOutage }
        #expect(supervisor.targets().first?.picture.id == "probe/site")
        #expect(supervisor.targets().first?.picture.lastError?.hasPrefix("the command ended with status 1") == true)
        try await proceed { outage() == nil && samples.withLock { $0.count } == 2 }
        #expect(samples.withLock { $0.allSatisfy { $0.metric == .delay } })
        await supervisor.stop()
    }
}

/// Keeps what comes, on a clock that stands still until the test moves it.
private final class KeptIntake: Intake {
    struct Kept: Sendable {
        var samples: [Sample] = []
        var answers = 0
        var notes: [String] = []
        /// A heartbeat came after the greeting.
        var hasAnswered: Bool { answers > 1 }
    }

    let manual = ManualTime(wallNanoseconds: midnight, monotonicNanoseconds: 1_000 * second)
    var time: any TimeSource { manual }
    private let state = Mutex(Kept())

    var kept: Kept { state.withLock { $0 } }

    func offer(_ samples: [Sample]) { state.withLock { $0.samples += samples } }
    func report(_ finding: Finding) {
        state.withLock { kept in
            switch finding {
            case .answered: kept.answers += 1
            case .notes(let notes): kept.notes = notes
            default: break
            }
        }
    }

    /// The suite's time limit is the bound.
    func wait(for condition: (Kept) -> Bool) async {
        while !condition(kept) { try? await Task.sleep(nanoseconds: 2_000_000) }
    }
}

/// A folder for what a script leaves behind.
private final class Marks {
    private let folder: URL
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "haomiao-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
    func text(_ name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }
}
