import Collecting
import Glibc

/// What is piped into this program, until its end.
public struct StandardInputTransport: ExportTransport {
    public let address = "standard input"
    public let cadence = Cadence.continuous

    private let descriptor: Int32
    private let calls = BlockingCalls("standard input")

    public init(descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    public func run(into door: any ExportDoor) async throws {
        guard isatty(descriptor) == 0 else {
            throw CollectorError(
                .system, "standard input is a terminal, expected a pipe or a file",
                advice: "pipe the export into haomiao, or read it by a command")
        }
        let stream = door.stream()
        while true {
            try Task.checkCancellation()
            let reading = try await calls.run {
                // Not made non-blocking: others may share it.
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                return poll(&wait, 1, PipeReading.patience) > 0 ? PipeReading(descriptor) : .nothing
            }
            switch reading {
            case .bytes(let bytes): try await stream.take(bytes, isEnd: false, patienceNanoseconds: nil)
            case .nothing: break
            case .failed(let code): throw PipeReading.error(address, code)
            case .end: return try await stream.take([], isEnd: true, patienceNanoseconds: nil)
            }
        }
    }
}
