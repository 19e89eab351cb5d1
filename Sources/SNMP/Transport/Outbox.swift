import Sockets
import Synchronization

/// Datagrams on their way to a port. Whoever comes while somebody sends leaves his to that one; whoever knows that more
/// comes holds the box, so that all of it leaves together.
final class Outbox: Sendable {
    private struct State {
        var waiting: [OutgoingDatagram] = []
        var isSending = false
        var holds = 0
        var unsent = 0
    }

    private let port: any DatagramPort
    private let refused: @Sendable (SocketAddress, SocketError) -> Void
    private let state = Mutex(State())

    /// `refused` hears of destinations that the system does not send to.
    init(_ port: any DatagramPort, refused: @escaping @Sendable (SocketAddress, SocketError) -> Void) {
        self.port = port
        self.refused = refused
    }

    /// Datagrams that found the send buffer full.
    var unsent: Int { state.withLock { $0.unsent } }

    func put(_ datagram: OutgoingDatagram) {
        let isMine = state.withLock { state in
            state.waiting.append(datagram)
            return Self.takeTurn(&state)
        }
        if isMine { send() }
    }

    func hold() { state.withLock { $0.holds += 1 } }

    func release() {
        let isMine = state.withLock { state in
            state.holds -= 1
            return Self.takeTurn(&state)
        }
        if isMine { send() }
    }

    private static func takeTurn(_ state: inout State) -> Bool {
        guard !state.isSending, state.holds == 0, !state.waiting.isEmpty else { return false }
        state.isSending = true
        return true
    }

    private func send() {
        while true {
            let batch: [OutgoingDatagram] = state.withLock { state in
                if state.waiting.isEmpty {
                    state.isSending = false
                    return []
                }
                defer { state.waiting.removeAll(keepingCapacity: false) }
                return state.waiting
            }
            if batch.isEmpty { return }
            let outcome = port.send(batch)
            if outcome.unsent > 0 { state.withLock { $0.unsent += outcome.unsent } }
            for failure in outcome.failures { refused(batch[failure.place].destination, failure.error) }
        }
    }
}
