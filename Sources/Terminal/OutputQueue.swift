import CNCurses
import Glibc

/// Bytes on their way to the terminal: ncurses writes into a memory file, which never blocks; what it wrote leaves
/// through a descriptor of our own that never blocks either. While anything is queued no new frame is begun, so the
/// queue holds one frame at the most.
struct OutputQueue: ~Copyable {
    /// Synchronised output (DEC mode 2026): the terminal shows nothing of a frame before its end.
    static let frameBegin = Array("\u{1B}[?2026h".utf8)
    static let frameEnd = Array("\u{1B}[?2026l".utf8)

    let memoryDescriptor: Int32
    /// The terminal, opened anew: O_NONBLOCK on standard output would be shared with the shell.
    let terminalDescriptor: Int32
    private(set) var pending: [UInt8] = []
    private var sent = 0
    private(set) var totalBytes = 0
    private let synchronised: Bool

    /// `nil` when the system refuses a memory file or the terminal cannot be opened.
    init?(synchronised: Bool) {
        let memory = hm_memory_file()
        guard memory >= 0 else { return nil }
        guard let name = ttyname(STDOUT_FILENO) else {
            close(memory)
            return nil
        }
        let terminal = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard terminal >= 0 else {
            close(memory)
            return nil
        }
        memoryDescriptor = memory
        terminalDescriptor = terminal
        self.synchronised = synchronised
    }

    deinit {
        close(memoryDescriptor)
        close(terminalDescriptor)
    }

    var isEmpty: Bool { pending.isEmpty }

    /// Takes what ncurses wrote since the last call.
    mutating func collect() {
        let size = Int(lseek(memoryDescriptor, 0, SEEK_CUR))
        guard size > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { pread(memoryDescriptor, $0.baseAddress, size, 0) }
        ftruncate(memoryDescriptor, 0)
        lseek(memoryDescriptor, 0, SEEK_SET)
        guard count > 0 else { return }
        if synchronised { pending += Self.frameBegin }
        pending += bytes[..<count]
        if synchronised { pending += Self.frameEnd }
    }

    enum Outcome {
        case done, blocked
        /// The terminal is gone.
        case hungUp
    }

    /// Sends what the terminal takes now.
    mutating func flush() -> Outcome {
        while sent < pending.count {
            let count = pending.withUnsafeBytes { bytes in
                write(terminalDescriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
            }
            if count > 0 {
                sent += count
                totalBytes += count
            } else if count < 0 && errno == EINTR {
                continue
            } else if count < 0 && errno == EAGAIN {
                return .blocked
            } else {
                return .hungUp
            }
        }
        pending.removeAll(keepingCapacity: true)
        sent = 0
        return .done
    }

    /// How long a stalled terminal may hold up its being given back, nanoseconds.
    static let farewellNanoseconds: Int64 = 200_000_000

    /// Sends what is queued, the farewell that ncurses wrote at its end. From a terminal that does not take it in time,
    /// what has not left is taken back, here and in the kernel, and it gets `short` instead, unasked.
    mutating func sendFarewell(short: [CChar]) {
        let deadline = monotonicNanoseconds() + Self.farewellNanoseconds
        while case .blocked = flush() {
            let left = deadline - monotonicNanoseconds()
            guard left > 0 else {
                pending.removeAll()
                sent = 0
                tcflush(terminalDescriptor, TCOFLUSH)
                _ = short.withUnsafeBytes { write(terminalDescriptor, $0.baseAddress, $0.count) }
                return
            }
            var descriptor = pollfd(fd: terminalDescriptor, events: Int16(POLLOUT), revents: 0)
            poll(&descriptor, 1, Int32(left / 1_000_000) + 1)
        }
    }
}
