import Sockets

/// One socket that many sessions share. A session is a pair of addresses and ports, so no two of its sessions have one
/// peer.
final class ProbeChannel {
    /// Sessions meet on a socket only where their packets are marked alike.
    struct Kind: Hashable, Sendable {
        var family: SocketAddress.Family
        var dscp: UInt8
    }

    /// A probe of which the system was asked to stamp it.
    private struct Stamped {
        var identifier: UInt32
        var run: UInt64
        var sequence: UInt32
        /// The program's clock before and after the send call, wall clock, nanoseconds.
        var begun, ended: Int64
    }

    let socket: DatagramSocket
    let kind: Kind
    private(set) var runs: [SocketAddress: UInt64] = [:]
    private var probesPerSecond = 0.0
    /// Datagrams that the receive buffer holds.
    private let capacity: Double
    private var stamped: [Stamped?] = Array(repeating: nil, count: 64)
    private var nextIdentifier: UInt32 = 0
    /// As the kernel last counted them.
    private var overflow: UInt32 = 0

    /// Answers of so long a pause must fit into the receive buffer.
    private static let pauseSeconds = 0.5
    /// What the kernel takes of the buffer for one small datagram, octets.
    private static let datagramBytes = 1_024.0

    init(_ kind: Kind, forTalkingTo peer: SocketAddress) throws(SocketError) {
        var options = DatagramSocket.Options()
        options.timeToLive = 255
        options.dscp = kind.dscp == 0 ? nil : kind.dscp
        options.sendStamps = true
        options.receiveBufferBytes = 4 << 20
        socket = try DatagramSocket(forTalkingTo: peer, options: options)
        capacity = Double(socket.receiveBufferBytes) / Self.datagramBytes
        self.kind = kind
    }

    /// Whether a session to `peer` with so many probes a second has a place here.
    func hasPlace(for peer: SocketAddress, probesPerSecond more: Double) -> Bool {
        let isRoomy = runs.isEmpty || (probesPerSecond + more) * Self.pauseSeconds <= capacity
        return runs[peer] == nil && isRoomy
    }

    func add(_ run: UInt64, to peer: SocketAddress, probesPerSecond more: Double) {
        runs[peer] = run
        probesPerSecond += more
    }

    func remove(_ peer: SocketAddress, probesPerSecond less: Double) {
        runs[peer] = nil
        probesPerSecond -= less
    }

    /// The first probe of a batch, the one that asked for a stamp, left in a call from `begun` to `ended`.
    func sentStamped(_ sequence: UInt32, of run: UInt64, begun: Int64, ended: Int64) {
        stamped[Int(nextIdentifier) & (stamped.count - 1)] = Stamped(
            identifier: nextIdentifier, run: run, sequence: sequence, begun: begun, ended: ended)
        nextIdentifier &+= 1
    }

    /// A send failed: whether the system counted its stamp is not known, so both begin anew.
    func restartStamps() {
        socket.restartSendStamps()
        nextIdentifier = 0
        for place in stamped.indices { stamped[place] = nil }
    }

    /// Whose stamp it is. `nil` where the kernel's stamp does not lie in the time of that probe's send call: calls do
    /// not overlap, so a stamp of any other packet shows itself here. The interface's stamp comes by itself and is
    /// judged with the answer.
    func match(_ stamp: SendStamp) -> (run: UInt64, sequence: UInt32)? {
        guard let found = stamped[Int(stamp.identifier) & (stamped.count - 1)], found.identifier == stamp.identifier
        else { return nil }
        if let kernel = stamp.kernelNanoseconds {
            guard found.begun <= kernel, kernel <= found.ended &+ StampingError.sendQueue else { return nil }
        }
        return (found.run, found.sequence)
    }

    /// Whether the kernel threw answers away since the last reception.
    func hasOverflowed(_ reception: Reception) -> Bool {
        guard !reception.datagrams.isEmpty, reception.overflow != overflow else { return false }
        overflow = reception.overflow
        return true
    }
}
