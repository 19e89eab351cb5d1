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
    mutating func next(within seconds: Int) -> Bool {
        var limit = timespec(tv_sec: seconds, tv_nsec: 0)
        return sigtimedwait(&set, nil, &limit) > 0
    }
}
