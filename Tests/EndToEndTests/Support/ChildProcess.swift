import Foundation
import Glibc

/// A program that the test started, in a session of its own; ended at the latest when nobody holds it any more.
final class ChildProcess {
    enum Streams {
        /// Output into this file, errors into another beside it, nothing to read.
        case file(URL)
        /// All three on this terminal, which becomes the session's own.
        case terminal(String)
    }

    struct Unstartable: Error, CustomStringConvertible {
        let description: String
    }

    /// POSIX_SPAWN_SETSID, a GNU constant that Swift's Glibc does not have.
    private static let setSession: Int16 = 0x80

    let pid: pid_t
    private var status: Int32?

    init(_ path: String, _ arguments: [String], environment: [String: String], streams: Streams) throws {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        switch streams {
        case .file(let url):
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, url.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            posix_spawn_file_actions_addopen(&actions, 2, url.path + ".err", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        case .terminal(let name):
            posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        }
        // A test runner may block or ignore signals; a child must not inherit that.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Self.setSession)

        var argv = ([path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, path, &actions, &attributes, &argv, &envp)
        guard failure == 0 else {
            throw Unstartable(description: "\(path) does not start: \(String(cString: strerror(failure)))")
        }
        self.pid = pid
    }

    deinit { end() }

    /// 0 … 255, or 128 + the signal; `nil` while it runs.
    var exitStatus: Int32? {
        if let status { return status }
        var raw: Int32 = 0
        guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
        status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
        return status
    }

    /// SIGTERM, and after a second without an end SIGKILL to all of its session.
    func end() {
        if exitStatus == nil { kill(pid, SIGTERM) }
        for _ in 0..<100 where exitStatus == nil { usleep(10_000) }
        kill(-pid, SIGKILL)
        for _ in 0..<500 where exitStatus == nil { usleep(10_000) }
    }
}
