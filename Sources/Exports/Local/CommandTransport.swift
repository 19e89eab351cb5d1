import Collecting
import Metro
import Synchronization

/// What a command writes to its standard output. It runs as long as it likes; while the aggregates are behind its pipe
/// is not read, and it waits. When it ends it is started again, after the supervisor's back-off.
public struct CommandTransport: ExportTransport {
    public var address: String { command.joined(separator: " ") }
    public let cadence = Cadence.continuous

    private let command: [String]

    public init(_ command: [String]) { self.command = command }

    public func run(into door: any ExportDoor) async throws {
        let calls = BlockingCalls("command \(command.first ?? "")")
        let run = try await calls.run { try CommandRun(command) }
        do {
            try await follow(run, calls, into: door)
        } catch {
            try await calls.run { run.stop() }
            throw error
        }
    }

    private func follow(_ run: CommandRun, _ calls: BlockingCalls, into door: any ExportDoor) async throws {
        let stream = door.stream()
        while true {
            try Task.checkCancellation()
            switch try await calls.run({ try run.step() }) {
            case .bytes(let bytes): try await stream.take(bytes, isEnd: false, patienceNanoseconds: nil)
            case .nothing: break
            case .ended(let end, let complaint):
                // What a command that failed left without an end may be half a number.
                let isWhole = end == .exited(status: 0)
                if isWhole { try await stream.take([], isEnd: true, patienceNanoseconds: nil) }
                if stream.unfinishedBytes > 0 { door.account { $0.malformed += 1 } }
                door.account { $0.reconnects += 1 }
                throw CollectorError(
                    .system, "the command \(end?.words ?? "closed its output")\(complaint)",
                    advice: isWhole ? "it has to go on as long as it is wanted; it is started again" : "try it by hand")
            }
        }
    }
}

/// One run of a command.
private final class CommandRun: Sendable {
    enum Step: Hashable, Sendable {
        case bytes([UInt8])
        case nothing
        /// How, where it did, and what it said last on its standard error.
        case ended(ChildProcess.End?, complaint: String)
    }
    private struct State: ~Copyable {
        let child: ChildProcess
        var complaints = LineSplitter(limit: 1_024)
        var lastComplaint = ""
        var hasErrors = true

        init(_ child: sending ChildProcess) { self.child = child }
    }
    private let state: Mutex<State>

    init(_ command: [String]) throws {
        do {
            state = Mutex(State(try ChildProcess(command)))
        } catch let error as ChildProcess.Unstartable {
            throw CollectorError(
                .system, "cannot start \(command.first ?? "the command"): \(error.reason)",
                advice: "check the export's command and this host's PATH")
        }
    }

    /// Waits for something to read, not for long.
    func step() throws -> Step {
        try state.withLock { state in
            // Asked before reading, so that what it wrote last is read.
            let end = state.child.poll()
            let output = state.child.output.fileDescriptor
            let errors = state.child.errors.fileDescriptor
            if end == nil { PipeReading.wait(state.hasErrors ? [output, errors] : [output]) }
            if state.hasErrors {
                switch PipeReading(errors) {
                case .bytes(let bytes):
                    var last: [UInt8]?
                    state.complaints.take(bytes) { if !$0.isEmpty { last = $0 } }
                    if let last {
                        state.lastComplaint = PrintableText.of(String(decoding: last, as: UTF8.self), limit: 200)
                    }
                case .nothing: break
                case .end, .failed: state.hasErrors = false
                }
            }
            let complaint = state.lastComplaint.isEmpty ? "" : "; it says: \(state.lastComplaint)"
            switch PipeReading(output) {
            case .bytes(let bytes): return .bytes(bytes)
            case .failed(let code): throw PipeReading.error("the command's output", code)
            case .nothing: return end == nil ? .nothing : .ended(end, complaint: complaint)
            case .end: return .ended(end ?? state.child.stop(), complaint: complaint)
            }
        }
    }

    func stop() { state.withLock { _ = $0.child.stop() } }
}
