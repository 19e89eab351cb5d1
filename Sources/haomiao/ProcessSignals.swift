import Glibc

/// SIGINT and SIGTERM for commands without a screen: caught by a handler that any thread may run, since commands run on
/// threads of a pool and a mask of one of them says nothing for the others. What was caught waits in a pipe for `next`.
struct ProcessSignals {
    private static let numbers = [SIGINT, SIGTERM]
    /// Made before the handlers that write to it, and kept until the process ends.
    private static let pipe: (read: Int32, write: Int32) = {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return (-1, -1) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (ends[0], ends[1])
    }()

    /// From now on a signal does not end the process but waits for `next`.
    func hold() {
        guard Self.pipe.write >= 0 else { return }
        for number in Self.numbers {
            signal(number) { _ in
                var byte: UInt8 = 1
                _ = write(ProcessSignals.pipe.write, &byte, 1)
            }
        }
    }

    /// Waits for a signal, `seconds` at the longest; whether one came.
    func next(within seconds: Int) -> Bool { next(withinMilliseconds: seconds * 1_000) }

    /// After the first one the next ends the process, however long the end takes that was asked for.
    func next(withinMilliseconds milliseconds: Int) -> Bool {
        var waited = pollfd(fd: Self.pipe.read, events: Int16(POLLIN), revents: 0)
        var found = poll(&waited, 1, Int32(clamping: milliseconds))
        // The handler ran on this thread.
        if found < 0, errno == EINTR { found = poll(&waited, 1, 0) }
        guard found > 0 else { return false }
        var byte: UInt8 = 0
        guard read(Self.pipe.read, &byte, 1) == 1 else { return false }
        for number in Self.numbers { signal(number, SIG_DFL) }
        return true
    }
}
