import Foundation
import Glibc
import Synchronization

/// A program with pipes to its standard streams, in a session of its own: it has no terminal to ask for a password on,
/// and what it starts ends with it. It has one user at a time.
public final class ChildProcess {
    public struct Unstartable: Error {
        public let reason: String
    }

    /// What is left of it.
    public enum End: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)

        public var words: String {
            switch self {
            case .exited(let status): "ended with status \(status)"
            case .killed(let signal): "was ended by signal \(signal)"
            }
        }
    }

    /// POSIX_SPAWN_SETSID, a GNU constant that Swift's Glibc does not have.
    private static let setSession: Int16 = 0x80
    /// Pipes are made and programs started one at a time: a pipe that another child inherited in between would never
    /// come to its end.
    private static let starting = Mutex(())

    public let pid: pid_t
    /// Ours; not blocking.
    public let output: FileHandle
    public let errors: FileHandle
    private var input: FileHandle?
    private var end: End?

    /// The first word is looked for in PATH. Throws `Unstartable`.
    public init(_ command: [String]) throws {
        guard let name = command.first else { throw Unstartable(reason: "it is empty") }
        let started = try Self.starting.withLock { _ in
            let input = try Self.pipe()
            let output = try Self.pipe()
            let errors = try Self.pipe()
            return (
                pid: try Self.spawn(
                    name, command, input.read.fileDescriptor, output.write.fileDescriptor,
                    errors.write.fileDescriptor), input: input.write, output: output.read, errors: errors.read
            )
        }
        pid = started.pid
        input = started.input
        output = started.output
        errors = started.errors
        for handle in [started.input, output, errors] {
            _ = fcntl(handle.fileDescriptor, F_SETFL, fcntl(handle.fileDescriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit { stop(patienceMilliseconds: 0) }

    private static func pipe() throws -> (read: FileHandle, write: FileHandle) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Unstartable(reason: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (
            FileHandle(fileDescriptor: ends[0], closeOnDealloc: true),
            FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        )
    }

    private static func spawn(
        _ name: String, _ command: [String], _ input: Int32, _ output: Int32, _ errors: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (from, to) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            posix_spawn_file_actions_adddup2(&actions, from, to)
        }
        // This program blocks signals in some of its threads; a child must not inherit that.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Self.setSession)
        var words = command.map { strdup($0) } + [nil]
        var environment = ProcessInfo.processInfo.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + environment { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawnp(&pid, name, &actions, &attributes, &words, &environment)
        guard failure == 0 else { throw Unstartable(reason: String(cString: strerror(failure))) }
        return pid
    }

    /// Where to write what it reads; `nil` once that is closed.
    public var inputDescriptor: Int32? { input?.fileDescriptor }

    /// Writes what the pipe takes now: how many bytes, 0 for none; `nil` where nobody reads any more. The caller's
    /// thread must have SIGPIPE blocked.
    public func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let input else { return nil }
        let written = Glibc.write(input.fileDescriptor, Array(bytes), bytes.count)
        if written >= 0 { return written }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// How it ended; `nil` while it runs.
    public func poll() -> End? {
        if let end { return end }
        var info = siginfo_t()
        guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD else {
            return nil
        }
        // What it started and left behind, while its number cannot be another's.
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        end = status & 0x7F == 0 ? .exited(status: status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
        return end
    }

    /// Ends it: by closing its standard input, by SIGTERM after `patienceMilliseconds`, by SIGKILL after as long again,
    /// the last two to all of its session.
    @discardableResult
    public func stop(patienceMilliseconds patience: Int = 500) -> End? {
        input = nil
        for signal in [0, SIGTERM, SIGKILL] {
            if poll() != nil { return end }
            if signal != 0 { kill(-pid, signal) }
            for _ in 0..<(signal == SIGKILL ? 1_000 : patience / 2) where poll() == nil { usleep(2_000) }
        }
        return poll()
    }
}
