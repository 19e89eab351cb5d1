import CSockets

/// Memory for one batch of datagrams, reserved once.
struct ReceiveSlots: ~Copyable {
    private var headers: [csockets_inbound]
    private var bytes: [UInt8]
    private let size: Int

    init(count: Int, size: Int) {
        headers = Array(repeating: csockets_inbound(), count: count)
        bytes = Array(repeating: 0, count: count * size)
        self.size = size
    }

    /// Datagrams read, or a negated errno.
    mutating func receive(from descriptor: Int32, into reception: inout Reception) -> Int32 {
        let size = size
        // The C side writes at most headers.count headers and as many slots of `size` octets: exactly these arrays.
        let count = headers.withUnsafeMutableBufferPointer { headers in
            bytes.withUnsafeMutableBufferPointer { bytes in
                csockets_receive(descriptor, headers.baseAddress, Int32(headers.count), bytes.baseAddress, size)
            }
        }
        guard count > 0 else { return count }
        let now = SystemClock.now
        reception.datagrams.reserveCapacity(reception.datagrams.count + Int(count))
        reception.overflow = headers[Int(count) - 1].overflow
        for (index, header) in headers.prefix(Int(count)).enumerated() {
            guard let source = SocketAddress(header.source) else { continue }
            let start = index * size
            let length = min(max(Int(header.length), 0), size)
            reception.datagrams.append(
                ReceivedDatagram(
                    bytes: Array(bytes[start..<start + length]), source: source,
                    localAddress: SocketAddress(header.local),
                    kernelReceiveNanoseconds: header.kernel_nanoseconds == .min ? nil : header.kernel_nanoseconds,
                    userReceiveNanoseconds: now.wallNanoseconds,
                    userReceiveMonotonicNanoseconds: now.monotonicNanoseconds,
                    timeToLive: UInt8(exactly: header.time_to_live), trafficClass: UInt8(exactly: header.traffic_class),
                    isTruncated: header.truncated != 0))
        }
        return count
    }
}
