import CSockets

/// Datagrams to send with few system calls; its memory is used again by the next batch.
public struct SendBatch: ~Copyable {
    var headers: [csockets_outbound] = []
    var bytes: [UInt8] = []

    public init() {}

    public var count: Int { headers.count }

    /// Forgets the datagrams, keeps the memory.
    public mutating func removeAll() {
        headers.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// - Parameters:
    ///   - source: the local address to send from; `nil`: the system chooses.
    ///   - trafficClass: DSCP in the upper six bits, ECN below; `nil`: the socket's.
    ///   - isStamped: the system is asked when this one leaves: `Reception.sendStamps`.
    public mutating func append(
        _ datagram: [UInt8], to destination: SocketAddress, from source: SocketAddress? = nil,
        trafficClass: UInt8? = nil, isStamped: Bool = false
    ) {
        headers.append(
            csockets_outbound(
                destination: destination.raw, source: source?.raw ?? csockets_address(), offset: bytes.count,
                length: datagram.count, traffic_class: trafficClass.map { Int16($0) } ?? -1,
                is_stamped: isStamped ? 1 : 0))
        bytes.append(contentsOf: datagram)
    }

    func destination(at place: Int) -> SocketAddress? { SocketAddress(headers[place].destination) }

    /// Sends from `place` on; how many datagrams the system took, or a negated errno of that one.
    func send(from place: Int, on descriptor: Int32, _ family: Int32) -> Int32 {
        // Both arrays live through the call, which only reads them; offsets were computed from `bytes` itself.
        headers[place...].withUnsafeBufferPointer { headers in
            bytes.withUnsafeBufferPointer { bytes in
                csockets_send(
                    descriptor, family, headers.baseAddress, Int32(clamping: headers.count), bytes.baseAddress)
            }
        }
    }
}
