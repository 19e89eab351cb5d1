import Foundation
import Glibc

/// `haomiao tap --acknowledge --json` as a process of its own, its output in files. Where it is held back, its output goes
/// through a pipe that nobody reads but `pump`, so that it cannot be further than a pipe's 64 KiB ahead.
final class TapProcess {
    struct Trouble: Error, CustomStringConvertible { let description: String }

    /// The console that was built with these tests: beside the test executable, or above it.
    static let program: String? = {
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        var candidates = [root.appending(path: ".build/debug")]
        while folder.pathComponents.count > 1 {
            candidates.append(folder)
            folder.deleteLastPathComponent()
        }
        let given = ProcessInfo.processInfo.environment["HAOMIAO_PROGRAM"].map { [$0] } ?? []
        return (given + candidates.map { $0.appending(path: "haomiao").path }).first { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
                && FileManager.default.isExecutableFile(atPath: path)
        }
    }()

    private let pid: pid_t
    private let output: URL
    private let errors: URL
    private var isOver = false
    private var pipe: Int32?

    init(configuration: URL, output: URL, isHeldBack: Bool = false) throws {
        guard let program = Self.program else { throw Trouble(description: "no haomiao beside the tests") }
        self.output = output
        errors = output.appendingPathExtension("err")
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        var ends: [Int32] = [-1, -1]
        if isHeldBack {
            guard Glibc.pipe(&ends) == 0 else { throw Trouble(description: "no pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        } else {
            posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        }
        posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        // A test runner may block or ignore signals; a child must not inherit that.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let line: [String] = [program, "tap", "--config", configuration.path, "--acknowledge", "--json"]
        var words = line.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        let status = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
        if isHeldBack { close(ends[1]) }
        guard status == 0 else { throw Trouble(description: "\(program) does not start") }
        self.pid = pid
        if isHeldBack {
            pipe = ends[0]
            _ = FileManager.default.createFile(atPath: output.path, contents: nil)
        }
    }

    deinit {
        end(SIGKILL)
        if let pipe { close(pipe) }
    }

    /// Reads what it printed, up to about `limit` bytes in all.
    func pump(upTo limit: Int) throws {
        guard let pipe, let file = FileHandle(forWritingAtPath: output.path) else { return }
        var printed = Int(try file.seekToEnd())
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while printed < limit {
            let count = read(pipe, &buffer, buffer.count)
            guard count > 0 else { break }
            try file.write(contentsOf: buffer[..<count])
            printed += count
        }
        try file.close()
    }

    var printedBytes: Int {
        var status = stat()
        return stat(output.path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The time stamps of the whole lines printed so far.
    func stamps() throws -> [Int64] {
        let prefix = Array("{\"time_ns\":".utf8)
        var lines = [UInt8](try Data(contentsOf: output)).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // What follows the last end of line is no whole line.
        lines.removeLast()
        return try lines.map { line in
            guard line.starts(with: prefix) else {
                throw Trouble(description: "no sample: \(String(decoding: line, as: UTF8.self))")
            }
            var stamp: Int64 = 0
            for byte in line.dropFirst(prefix.count) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
                stamp = stamp * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return stamp
        }
    }

    /// Of its summary: the number before that word.
    func told(_ word: String) -> Int {
        let text = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        let words = text.split { $0 == " " || $0 == "\n" || $0 == "," }
        return words.firstIndex(of: Substring(word)).flatMap { $0 > 0 ? Int(words[$0 - 1]) : nil } ?? 0
    }

    var complaints: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// By that signal, or by SIGKILL where it does not end within 30 s.
    func end(_ signal: Int32) {
        guard !isOver else { return }
        isOver = true
        kill(pid, signal)
        var status: Int32 = 0
        for _ in 0..<3_000 {
            if waitpid(pid, &status, WNOHANG) == pid { return }
            usleep(10_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, &status, 0)
    }
}
