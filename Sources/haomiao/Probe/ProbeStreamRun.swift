import ArgumentParser
import Configuration
import Engine
import Foundation
import Glibc
import Logging

/// An instance: the paths of a list, as a stream on standard output. It ends by a signal, when nobody reads the stream
/// any more, and where the list came by standard input when that ends, so that no orphan goes on probing a network.
struct ProbeStreamRun {
    /// Between two lines of samples, milliseconds.
    private static let pause = 100
    /// Longest list that is read from standard input.
    private static let byteLimit = 16 << 20

    let paths: String

    func run() throws {
        let signals = ProcessSignals()
        signals.hold()
        let list = try self.list()
        guard !list.entries.isEmpty else {
            StandardError.print("haomiao probe: \(paths): no paths, so there is nothing to measure")
            throw ExitCode(1)
        }
        let station = try ProbeStation(
            list, software: "haomiao \(Haomiao.version)",
            log: Logger(label: "haomiao") { StreamLogHandler.standardError(label: $0) })
        // Writing below may wait for a reader that is gone or stands still; the end of the program does not.
        Thread.detachNewThread { [signals] in
            while !signals.next(within: 3_600) {}
            _exit(0)
        }
        if paths == "-" {
            Thread.detachNewThread {
                while !Self.read().isEmpty {}
                _exit(0)
            }
        }
        station.start()
        while true {
            try StandardOutput.write(station.bytes())
            Thread.sleep(forTimeInterval: Double(Self.pause) / 1_000)
        }
    }

    /// The list; what is wrong with it goes to standard error, and the program ends with status 1.
    private func list() throws -> ProbeList {
        do throws(ConfigurationInvalid) {
            return try paths == "-"
                ? ProbeList.load(text: Self.standardInput(), file: "standard input") : ProbeList.load(path: paths)
        } catch {
            for diagnostic in error.diagnostics { StandardError.print(diagnostic.description) }
            throw ExitCode(1)
        }
    }

    /// Standard input up to the end line, or to its end.
    private static func standardInput() -> String {
        var bytes: [UInt8] = []
        let end = Array("\n\(ProbeList.endLine)\n".utf8)
        while bytes.count <= byteLimit {
            let more = read()
            if more.isEmpty { break }
            let recent = max(0, bytes.count - end.count)
            bytes += more
            if let found = bytes[recent...].firstRange(of: end) {
                bytes.removeSubrange((found.lowerBound + 1)...)
                break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What standard input has now, waiting for it; nothing at its end.
    private static func read() -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count >= 0 { return buffer[..<count] }
            if errno != EINTR { return [] }
        }
    }
}
