import Glibc

/// What a read of a pipe, a terminal or a file brought.
enum PipeReading: Hashable, Sendable {
    case bytes([UInt8])
    case nothing
    case end

    /// Read at once, bytes.
    static let chunk = 1 << 17

    init(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        let count = read(descriptor, &buffer, Self.chunk)
        if count > 0 {
            buffer.removeLast(Self.chunk - count)
            self = .bytes(buffer)
        } else {
            self = count < 0 && (errno == EAGAIN || errno == EINTR) ? .nothing : .end
        }
    }

    /// Between two looks at whether somebody cancelled, milliseconds.
    static let patience: Int32 = 100

    /// Waits until one of `descriptors` can be read, not for long.
    static func wait(_ descriptors: [Int32]) {
        var waits = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&waits, nfds_t(waits.count), patience)
    }
}
