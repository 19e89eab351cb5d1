import CSockets

/// Memory for one batch of datagrams, reserved when it is first used; many sockets that one thread reads can share it.
public struct ReceiveBatch: ~Copyable {
    private var headers: [csockets_inbound] = []
    private var bytes: [UInt8] = []
    private let count: Int
    private let size: Int

    /// - Parameters:
    ///   - count: datagrams read by one call, 1 … 64.
    ///   - maximumDatagramBytes: longest datagram that is read whole, octets, 64 … 65 535.
    public init(count: Int, maximumDatagramBytes: Int) {
        self.count = min(max(count, 1), Int(CSOCKETS_BATCH))
        size = min(max(maximumDatagramBytes, 64), 65_535)
    }

    /// Datagrams read, or a negated errno.
    mutating func receive(from descriptor: Int32, into reception: inout Reception) -> Int32 {
        if headers.isEmpty {
            headers = Array(repeating: csockets_inbound(), count: count)
            bytes = Array(repeating: 0, count: count * size)
        }
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
        reception.isFull = count == headers.count
        for index in 0..<Int(count) {
            let header = headers[index]
            guard let source = SocketAddress(header.source) else { continue }
            let start = index * size
            let length = min(max(Int(header.length), 0), size)
            reception.datagrams.append(
                ReceivedDatagram(
                    bytes: Array(bytes[start..<start + length]), source: source,
                    localAddress: SocketAddress(header.local),
                    kernelReceiveNanoseconds: header.kernel_nanoseconds.unlessMinimum,
                    hardwareReceiveNanoseconds: header.hardware_nanoseconds.unlessMinimum,
                    userReceiveNanoseconds: now.wallNanoseconds,
                    userReceiveMonotonicNanoseconds: now.monotonicNanoseconds,
                    timeToLive: UInt8(exactly: header.time_to_live), trafficClass: UInt8(exactly: header.traffic_class),
                    isTruncated: header.truncated != 0))
        }
        return count
    }
}

extension Int64 {
    /// `nil` for the minimum, which stands for "none" in C.
    var unlessMinimum: Int64? { self == .min ? nil : self }
}
