import Glibc

/// SIGINT and SIGTERM for commands without a screen. `block` comes before any thread is made, so that the signals wait
/// for `next` instead of ending the process.
struct ProcessSignals {
    private var set = sigset_t()

    init() {
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
    }

    mutating func block() { pthread_sigmask(SIG_BLOCK, &set, nil) }

    /// Waits for a signal, `seconds` at the longest; whether one came.
    mutating func next(within seconds: Int) -> Bool { next(withinMilliseconds: seconds * 1_000) }

    mutating func next(withinMilliseconds milliseconds: Int) -> Bool {
        var limit = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
        return sigtimedwait(&set, nil, &limit) > 0
    }
}
