import Collecting
import Glibc

/// What a read of a pipe, a terminal or a file brought.
enum PipeReading: Hashable, Sendable {
    case bytes([UInt8])
    case nothing
    case end
    case failed(errno: Int32)

    /// Read at once, bytes.
    static let chunk = 1 << 17

    init(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        let count = read(descriptor, &buffer, Self.chunk)
        if count > 0 {
            buffer.removeLast(Self.chunk - count)
            self = .bytes(buffer)
        } else if count == 0 {
            self = .end
        } else {
            let code = errno
            self = code == EAGAIN || code == EINTR ? .nothing : .failed(errno: code)
        }
    }

    /// Of what is called `name`.
    static func error(_ name: String, _ code: Int32) -> CollectorError {
        CollectorError(
            .system, "\(name) cannot be read: \(String(cString: strerror(code)))",
            advice: "look at the disk or whatever is behind it; it is tried again")
    }

    /// Between two looks at whether somebody cancelled, milliseconds.
    static let patience: Int32 = 100

    /// Waits until one of `descriptors` can be read, not for long.
    static func wait(_ descriptors: [Int32]) {
        var waits = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&waits, nfds_t(waits.count), patience)
    }
}
