import Foundation
import Logging
import Synchronization

/// A log file of bounded size: at `limit` bytes it becomes `NAME.1` (replacing the last one) and starts anew.
/// While the screen is open nothing may be written to the terminal, so this is where the log goes.
final class FileLog: Sendable {
    static let defaultLimit = 4 << 20

    private struct State {
        var handle: FileHandle?
        var size: Int
    }
    private let path: String
    private let limit: Int
    private let state: Mutex<State>

    /// Throws what FileManager throws when the folder cannot be made or the file not opened.
    init(path: String, limit: Int = FileLog.defaultLimit) throws {
        self.path = path
        self.limit = limit
        let folder = (path as NSString).deletingLastPathComponent
        // Without a folder the file belongs into the current one, which exists.
        if !folder.isEmpty {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        let handle = try Self.open(path)
        state = Mutex(State(handle: handle, size: Int((try? handle.seekToEnd()) ?? 0)))
    }

    /// `$XDG_STATE_HOME/haomiao/haomiao.log`, else below `~/.local/state`.
    static func defaultPath(environment: [String: String]) -> String {
        let home = environment["HOME"] ?? "/tmp"
        let base = environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home + "/.local/state"
        return base + "/haomiao/haomiao.log"
    }

    func write(_ line: String) {
        let bytes = Data((line + "\n").utf8)
        state.withLock { state in
            if state.size + bytes.count > limit {
                try? state.handle?.close()
                try? FileManager.default.removeItem(atPath: path + ".1")
                try? FileManager.default.moveItem(atPath: path, toPath: path + ".1")
                state.handle = try? Self.open(path)
                state.size = 0
            }
            // A full disk loses log lines, never samples.
            try? state.handle?.write(contentsOf: bytes)
            state.size += bytes.count
        }
    }

    private static func open(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        return try FileHandle(forWritingTo: URL(filePath: path))
    }
}

/// Lines as `2026-11-21T03:04:05Z warning snmp/pe1: …`.
struct FileLogHandler: LogHandler {
    let log: FileLog
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let facts = merged.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        log.write("\(Date().formatted(.iso8601)) \(event.level) \(event.message)\(facts)")
    }
}
