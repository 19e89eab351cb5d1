import Foundation
import Sockets

/// VictoriaMetrics on loopback with an empty storage of its own; the reference for taking exports in.
final class VictoriaMetrics {
    private let process = Process()
    private let storage: URL
    private let address: String
    private let curl: URL

    /// `nil` where it, or curl, is not installed.
    init?() throws {
        guard let program = InstalledProgram.find("victoria-metrics"), let curl = InstalledProgram.find("curl") else {
            return nil
        }
        self.curl = curl
        storage = FileManager.default.temporaryDirectory.appending(path: "haomiao-bench-\(UUID().uuidString)")
        // A port that was free a moment ago.
        let port = try DatagramSocket(bindingTo: .loopback(port: 0)).localAddress.port
        address = "127.0.0.1:\(port)"
        process.executableURL = program
        process.arguments = ["-httpListenAddr=\(address)", "-storageDataPath=\(storage.path)", "-loggerLevel=ERROR"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        let clock = ContinuousClock()
        let begun = clock.now
        while try request("/health") != "OK" {
            try check((clock.now - begun).inSeconds < 10, "victoria-metrics does not answer on \(address)")
        }
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: storage)
    }

    /// Has it take `files`, each in a request of its own, with `rows` values together. Its processor time, seconds, until
    /// all are in its storage.
    func take(_ files: [URL], path: String, rows: Int) throws -> Double {
        let expected = try rowsSoFar() + rows
        let before = try processorSeconds()
        for file in files { _ = try request(path, ["--data-binary", "@\(file.path)"]) }
        let clock = ContinuousClock()
        let begun = clock.now
        while true {
            let rows = try rowsSoFar()
            if rows >= expected { break }
            try check((clock.now - begun).inSeconds < 30, "victoria-metrics has \(rows) of \(expected) rows")
        }
        _ = try request("/internal/force_flush")
        return try processorSeconds() - before
    }

    private func rowsSoFar() throws -> Int {
        try request("/metrics").split(separator: "\n").filter { $0.hasPrefix("vm_rows_inserted_total{") }
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
    }

    /// User and system time, from /proc (proc(5): fields 14 and 15, hundredths of a second).
    private func processorSeconds() throws -> Double {
        let line = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
        let fields = line.split(separator: ")").last?.split(separator: " ").compactMap { Double($0) } ?? []
        // The state, a letter, falls out: field 4 is the first.
        try check(fields.count > 11, "no times in /proc")
        return (fields[10] + fields[11]) / 100
    }

    private func request(_ path: String, _ arguments: [String] = []) throws -> String {
        let client = Process()
        let output = Pipe()
        client.executableURL = curl
        client.arguments = ["-sS", "--max-time", "30"] + arguments + ["http://\(address)\(path)"]
        client.standardOutput = output
        client.standardError = FileHandle.nullDevice
        try client.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        client.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
