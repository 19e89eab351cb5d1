import Collecting
import Configuration
import Exports
import Foundation
import Glibc
import Metro
import Synchronization

/// One run of an instance's command, on a thread of its own: the list of paths goes in, the stream comes out, until the
/// command ends, falls silent or is cancelled.
final class RemoteRun: Sendable {
    /// Most that is read of its output in a second, bytes: far more than 20 000 probes a second need. What a flood sends
    /// beyond it waits at the other end.
    static let bytesPerSecond = 8 << 20
    private static let chunk = 1 << 16
    /// Between two looks at whether it was cancelled, milliseconds.
    private static let patience: Int32 = 50

    private enum Phase {
        case running
        case cancelled
    }

    private let instance: ProbeInstance
    private let list: [UInt8]
    private let subjects: [PathID: UInt32]
    private let intake: any Intake
    private let phase = Mutex(Phase.running)

    init(_ instance: ProbeInstance, list: ProbeList, subjects: [PathID: UInt32], into intake: any Intake) {
        self.instance = instance
        self.list = Array((list.text + ProbeList.endLine + "\n").utf8)
        self.subjects = subjects
        self.intake = intake
    }

    /// Returns never otherwise than by throwing: `CollectorError` when the command is over, `CancellationError` when the
    /// task is cancelled, and in both cases after the command has ended.
    func run() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let thread = Thread { [self] in continuation.resume(throwing: work()) }
                thread.name = "probe \(instance.id)"
                thread.start()
            }
        } onCancel: {
            phase.withLock { $0 = .cancelled }
        }
    }

    private func work() -> any Error {
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
        let child: ChildProcess
        do {
            child = try ChildProcess(instance.command)
        } catch {
            let reason = (error as? ChildProcess.Unstartable)?.reason ?? "\(error)"
            return CollectorError(
                .system, "cannot start \(instance.command.first ?? "the command"): \(reason)",
                advice: "check the instance's command and this host's PATH")
        }
        defer { child.stop() }
        return follow(child)
    }

    private func follow(_ child: ChildProcess) -> any Error {
        var stream = RemoteStream(
            subjects: subjects, startMonotonicNanoseconds: intake.time.monotonicNanoseconds)
        var complaints = LineSplitter(limit: 1_024)
        var allowance = ReadingAllowance(bytesPerSecond: Self.bytesPerSecond)
        var unwritten = list[...]
        var hasErrors = true
        while true {
            if phase.withLock({ $0 == .cancelled }) { return CancellationError() }
            // Asked before reading, so that what it wrote last is read.
            let end = child.poll()
            let isExhausted = allowance.isExhausted(at: intake.time.monotonicNanoseconds)
            if isExhausted { stream.isFlooded = true }
            if end == nil {
                wait(for: child, errors: hasErrors, output: !isExhausted, input: !unwritten.isEmpty)
            }
            if !unwritten.isEmpty {
                // Where nothing is read any more, that it ends shows below.
                unwritten = child.write(unwritten.prefix(Self.chunk)).map { unwritten.dropFirst($0) } ?? []
            }
            if hasErrors {
                switch Self.read(child.errors) {
                case .bytes(let bytes): complaints.take(bytes) { stream.takeError(line: $0) }
                case .nothing: break
                case .end: hasErrors = false
                }
            }
            switch isExhausted ? .nothing : Self.read(child.output) {
            case .bytes(let bytes):
                allowance.take(bytes.count, at: intake.time.monotonicNanoseconds)
                let output = stream.take(
                    bytes, wallNanoseconds: intake.time.wallNanoseconds,
                    monotonicNanoseconds: intake.time.monotonicNanoseconds)
                hand(over: output)
                if let error = output.error { return error }
            case .nothing:
                if let end { return stream.ended(end.words) }
            case .end:
                return stream.ended((end ?? child.stop()).map(\.words) ?? "closed its output")
            }
            if let error = stream.silence(monotonicNanoseconds: intake.time.monotonicNanoseconds) { return error }
        }
    }

    private func hand(over output: RemoteStream.Output) {
        if !output.samples.isEmpty { intake.offer(output.samples) }
        for finding in output.findings { intake.report(finding) }
    }

    /// Waits until something can be read or written, not for long.
    private func wait(for child: ChildProcess, errors: Bool, output: Bool, input: Bool) {
        var waits: [pollfd] = []
        if errors { waits.append(pollfd(fd: child.errors.fileDescriptor, events: Int16(POLLIN), revents: 0)) }
        if output { waits.append(pollfd(fd: child.output.fileDescriptor, events: Int16(POLLIN), revents: 0)) }
        if input, let descriptor = child.inputDescriptor {
            waits.append(pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0))
        }
        _ = Glibc.poll(&waits, nfds_t(waits.count), Self.patience)
    }

    private enum Reading {
        case bytes(ArraySlice<UInt8>)
        case nothing
        case end
    }

    private static func read(_ handle: FileHandle) -> Reading {
        var buffer = [UInt8](repeating: 0, count: chunk)
        let count = Glibc.read(handle.fileDescriptor, &buffer, chunk)
        if count > 0 { return .bytes(buffer[..<count]) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
    }
}

/// How much may still be read in this second.
struct ReadingAllowance {
    private let bytesPerSecond: Int
    private var second: Int64 = .min
    private var taken = 0

    init(bytesPerSecond: Int) { self.bytesPerSecond = bytesPerSecond }

    mutating func take(_ bytes: Int, at monotonicNanoseconds: Int64) {
        begin(monotonicNanoseconds)
        taken += bytes
    }

    mutating func isExhausted(at monotonicNanoseconds: Int64) -> Bool {
        begin(monotonicNanoseconds)
        return taken >= bytesPerSecond
    }

    private mutating func begin(_ now: Int64) {
        let current = now / 1_000_000_000
        guard current != second else { return }
        second = current
        taken = 0
    }
}
