import Foundation
import Sockets
import Synchronization

/// What this host knows of its clock. Daemons are asked every 16 s on a thread of its own; what they said last is read
/// without waiting, so that no probe waits for a daemon.
public final class ClockTruth: Sendable {
    /// The clock is the host's, so there is one of these.
    public static let host = ClockTruth()

    private struct State {
        var belief = ClockBelief()
        var replies: [ClockDaemon: DaemonReply] = [:]
        var isStarted = false
    }
    private let shared = Mutex(State())

    /// Starts to ask, once and until the process ends. Before the first answers the kernel alone is believed.
    /// - Parameter asymmetryNanoseconds: how unequal PTP's two ways may be, halved; nobody can measure it.
    public func start(asymmetryNanoseconds: UInt64 = 0) {
        let isFirst = shared.withLock { state in
            state.belief.asymmetryNanoseconds = asymmetryNanoseconds
            defer { state.isStarted = true }
            return !state.isStarted
        }
        guard isFirst else { return }
        let thread = Thread { [self] in
            while true {
                ask()
                Thread.sleep(forTimeInterval: Double(ClockBelief.interval) / 1e9)
            }
        }
        thread.name = "clock"
        thread.start()
    }

    /// Asks every daemon once and waits for the answers, four seconds at most.
    public func ask() {
        var replies: [ClockDaemon: DaemonReply] = [:]
        for daemon in ClockDaemon.allCases { replies[daemon] = daemon.ask() }
        let now = SystemClock.monotonicNanoseconds
        shared.withLock { state in
            state.replies = replies
            state.belief.take(replies, atMonotonic: now)
        }
    }

    /// The clock as it is believed now: one system call and a lock.
    public var state: ClockState? {
        let kernel = SystemClock.state
        let now = SystemClock.monotonicNanoseconds
        return shared.withLock { $0.belief.state(kernel: kernel, atMonotonic: now) }
    }

    /// What each daemon said when it was asked last; empty before.
    public var replies: [ClockDaemon: DaemonReply] { shared.withLock { $0.replies } }
}

extension ClockSource {
    /// As a reflector tells it (RFC 8972 §5.4).
    public var timestampSource: TimestampInformation.Source {
        switch self {
        case .ntp: .ntp
        case .ptp: .ptp
        case .gnss: .gnss
        case .local: .local
        }
    }
}
