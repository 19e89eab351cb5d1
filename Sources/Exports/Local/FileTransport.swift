import Collecting
import Metro
import Synchronization

/// An export in a file: read once, or followed. Where it was is kept while the program runs, not longer.
public final class FileTransport: ExportTransport {
    /// Between two looks at a file that did not grow, and at one that is missing; nanoseconds.
    static let pauseNanoseconds: Int64 = 200_000_000
    static let missingPauseNanoseconds: Int64 = 1_000_000_000

    public var address: String { path }
    public let cadence = Cadence.continuous

    private let path: String
    private let reading: ExportSource.FileReading
    private let tail: Mutex<FileTail>
    private let calls: BlockingCalls

    public init(path: String, reading: ExportSource.FileReading) {
        self.path = path
        self.reading = reading
        tail = Mutex(FileTail(path: path, startsAtEnd: reading == .follow(fromStart: false)))
        calls = BlockingCalls("file \(path)")
    }

    public func run(into door: any ExportDoor) async throws {
        switch reading {
        case .once: try await readOnce(into: door)
        case .follow: try await follow(into: door)
        }
    }

    private func step() async throws -> FileTail.Step {
        try Task.checkCancellation()
        return try await calls.run { try self.tail.withLock { try $0.step() } }
    }

    private func readOnce(into door: any ExportDoor) async throws {
        // A body that is read whole or not at all has to begin anew; what was told before has the same stamps.
        tail.withLock { $0.startAnew() }
        let stream = door.stream()
        while true {
            switch try await step() {
            case .bytes(let bytes): try await stream.take(bytes, isEnd: false, patienceNanoseconds: nil)
            case .idle: return try await stream.take([], isEnd: true, patienceNanoseconds: nil)
            case .opened, .restarted: break
            case .missing: throw missing
            }
        }
    }

    private func follow(into door: any ExportDoor) async throws {
        var stream = door.stream()
        var isMissing = false
        while true {
            switch try await step() {
            case .bytes(let bytes): try await stream.take(bytes, isEnd: false, patienceNanoseconds: nil)
            case .idle: try await pause(door, Self.pauseNanoseconds)
            case .opened:
                isMissing = false
                door.report(.trouble(nil))
            case .restarted:
                // Half a number is a wrong number: what has no end is not read.
                if stream.unfinishedBytes > 0 {
                    door.account { $0.malformed += 1 }
                    door.note("\(path) was replaced in the middle of a record, which is left out")
                }
                door.account { $0.reconnects += 1 }
                stream = door.stream()
            case .missing:
                if !isMissing { door.report(.trouble(missing)) }
                isMissing = true
                try await pause(door, Self.missingPauseNanoseconds)
            }
        }
    }

    private var missing: CollectorError {
        CollectorError(
            .system, "\(path) does not exist", advice: "check the export's file; it is read once it is there")
    }

    private func pause(_ door: any ExportDoor, _ nanoseconds: Int64) async throws {
        try await door.time.sleep(untilMonotonic: door.time.monotonicNanoseconds + nanoseconds)
    }
}
