import Sockets

/// A UDP socket of one family that a loop watches.
final class UDPPort: DatagramPort {
    /// Batches read at one call of readiness, so that other sockets of the loop get their turn.
    private static let batchesAtOnce = 8
    private static let socketBufferBytes = 4 << 20

    private let socket: DatagramSocket
    private let loop: ReadinessLoop
    private let registration: ReadinessLoop.Registration

    init(
        family: SocketAddress.Family, loop: ReadinessLoop, take: @escaping @Sendable (Reception) -> Void
    ) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.maximumDatagramBytes = 65_535
        options.receiveBufferBytes = Self.socketBufferBytes
        options.batchSize = 64
        let socket = try DatagramSocket(
            bindingTo: family == .ipv4 ? SocketAddress(ipv4: 0, 0, 0, 0, port: 0) : .any(port: 0), options: options)
        registration = try loop.register(socket) { [weak socket] in
            for _ in 0..<Self.batchesAtOnce {
                // A socket that cannot be read shows as agents that do not answer.
                guard let reception = try? socket?.receive(), !reception.isEmpty else { return }
                take(reception)
            }
        }
        self.socket = socket
        self.loop = loop
    }

    deinit { loop.cancel(registration) }

    func send(_ batch: [OutgoingDatagram]) -> SendOutcome { socket.send(batch) }
}
