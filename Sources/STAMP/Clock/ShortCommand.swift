import Foundation
import Synchronization

/// Runs a program that prints a little and ends, within a time limit.
enum ShortCommand {
    enum Outcome: Hashable, Sendable {
        case printed(String)
        /// In words, after the program's name.
        case failed(String)
    }

    /// More than any answer has; a program that prints more waits for a reader and is ended by the limit.
    private static let maximumBytes = 65_536
    /// Where daemons' tools are, whatever the search path of a service says.
    private static let folders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/bin", "/sbin"]

    static func find(_ name: String) -> String? {
        folders.map { $0 + "/" + name }.first(where: FileManager.default.isExecutableFile)
    }

    /// Blocks until the program has ended; one that takes longer is killed.
    static func run(_ path: String, _ arguments: [String], limitNanoseconds: Int) -> Outcome {
        let process = Process()
        let pipe = Pipe()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["LC_ALL": "C", "PATH": folders.joined(separator: ":")]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = pipe
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch { return .failed("cannot be started: \(error.localizedDescription)") }
        if ended.wait(timeout: .now() + .nanoseconds(limitNanoseconds)) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            // Another child that was started in the same moment may hold what its end is told by.
            _ = ended.wait(timeout: .now() + 1)
            return .failed("did not end within \(Double(limitNanoseconds) / 1e9) s and was killed")
        }
        let text = available(pipe.fileHandleForReading.fileDescriptor)
        guard process.terminationStatus == 0 else {
            let first = text.split(whereSeparator: \.isNewline).first.map { ": " + $0.prefix(120) } ?? ""
            return .failed("ended with \(process.terminationStatus)\(first)")
        }
        return .printed(text)
    }

    /// What lies in the pipe; does not wait for a grandchild that holds it open.
    private static func available(_ descriptor: Int32) -> String {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < maximumBytes {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
