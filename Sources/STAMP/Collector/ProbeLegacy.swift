import Sockets

/// What a run leaves to the next one of the same collector.
struct ProbeLegacy: Sendable {
    var health: StampHealth
    /// Probes that were sent so far: the next sequence, and what counts against the collector's bound.
    var sent: UInt64 = 0
    var isComplete = false
    /// What the delays taught of the clocks between here and the last peer that answered.
    private var watch: (peer: SocketAddress, state: ClockWatch)?

    func watch(of peer: SocketAddress) -> ClockWatch {
        watch.flatMap { $0.peer == peer ? $0.state : nil } ?? ClockWatch()
    }

    mutating func keepWatch(of session: StampSession) {
        // A session without answers has learnt nothing.
        if session.account.answered > 0 { watch = (session.parameters.peer, session.watch) }
    }

    init(_ health: StampHealth) { self.health = health }
}
